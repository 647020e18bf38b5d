// Writes the landing page's markup beside index.html, one file with the demonstration's note and one without. The server
// puts it into the page of somebody without a session, with the company's name for %company%.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const outDir = 'node_modules/.landing';
await build({
  configFile: false,
  logLevel: 'warn',
  plugins: [react()],
  build: {
    ssr: 'src/app/landing.tsx',
    outDir,
    rolldownOptions: { output: { entryFileNames: 'landing.mjs' } },
  },
});
const { landing } = await import(pathToFileURL(resolve(outDir, 'landing.mjs')).href);
rmSync(outDir, { recursive: true });

const styles = readdirSync('dist/assets')
  .filter((name) => name.endsWith('.css'))
  .map((name) => readFileSync(`dist/assets/${name}`, 'utf8'))
  .join('');
for (const [name, demonstration] of [
  ['landing', false],
  ['landing-demonstration', true],
]) {
  const markup = await landing('%company%', demonstration);
  // Class names come from two builds: should they ever differ, the words would stand there without their look.
  for (const [, list] of markup.matchAll(/ class="([^"]*)"/g)) {
    const unknown = list.split(' ').filter((each) => each.startsWith('_') && !styles.includes(`.${each}`));
    if (unknown.length) throw new Error(`${name}: no style sheet knows ${unknown.join(' ')}`);
  }
  writeFileSync(`dist/${name}.html`, markup);
}
