import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const directories = (path) =>
  readdirSync(new URL(path, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

/** Every way to write a path into one of the named folders under src. */
const into = (...folders) => folders.flatMap((folder) => [`**/${folder}`, `**/${folder}/**`]);

const forbid = (group, message) => ({
  'no-restricted-imports': ['error', { patterns: [{ group, message }] }],
});

let features = [];
try {
  features = directories('./src/features');
} catch {
  // The first feature has yet to be written.
}

// app → features → live, api, ui, i18n, lib. The list of features is read from the directory, so that a new
// feature is bound by the rule from its first file on.
const importTable = [
  ...features.map((feature) => ({
    files: [`src/features/${feature}/**`],
    rules: forbid(
      [
        ...features
          .filter((other) => other !== feature)
          .flatMap((other) => [`**/features/${other}/**`, `../${other}/**`]),
        ...into('app'),
      ],
      'A feature never imports another feature or the app; src/app joins features into pages.',
    ),
  })),
  {
    files: ['src/{ui,lib,i18n}/**'],
    rules: forbid(
      [...into('features', 'app', 'live', 'api')],
      'ui, lib and i18n stand below everything else.',
    ),
  },
  {
    files: ['src/{api,live}/**'],
    rules: forbid([...into('features', 'app')], 'api and live stand below the features.'),
  },
];

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'test-results', 'playwright-report', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  jsxA11y.flatConfigs.recommended,
  reactHooks.configs.flat.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // Takes what a hook is given to call later (a mutation's function) for a part of the render.
      'react-hooks/purity': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
    },
  },
  {
    files: ['build/*.mjs', '*.config.*', 'eslint.config.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  {
    files: ['src/app/theme/schemeScript.js'],
    languageOptions: { globals: { localStorage: 'readonly', matchMedia: 'readonly', document: 'readonly' } },
  },
  ...importTable,
);
