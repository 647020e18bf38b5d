import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { headPlugin } from './build/headPlugin.ts';

const frame =
  /node_modules\/(react|react-dom|scheduler|use-sync-external-store|@tanstack|i18next|react-i18next|openapi-fetch|@mantine\/core\/esm\/core|clsx)\//;
const shell = [
  'src/(api/(?!upload)|lib/(?!tally/|draft|numbers|useKey|listKeys|day|page))', // the counting comes with the page that recounts
  'src/ui/(?!Confirm|CustomerQuote|DraftTextarea|MarkdownView|MoreRows|Sentiment|sentiment|SortTabs|StanceBox|TurnoutDots|VoteBox)',
  'src/app/(Frame|providers|slots|searches|theme|shell/(?!CommandPalette|KeysHelp))',
  'src/features/home/(?!FeedPage)',
  'src/features/challenge/(OpenChallenges|ChallengeRow|phases|queries)',
  'src/features/idea/(YourIdeas|lineage|mine)\\.',
  '@tabler/icons-react/dist/esm/(?!icons/)',
  '@mantine/core/esm/components/(Button|ActionIcon|Loader|Transition|UnstyledButton)/',
];

const server = process.env.TALKOOT_DEV_SERVER ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [
    react(),
    headPlugin('src/app/theme/schemeScript.js', /hanken-grotesk-latin-wght-normal.*\.woff2$/),
  ],
  server: {
    proxy: {
      // The server answers under its own name only, and takes writes and sockets from its own pages only.
      '/api': { target: server, ws: true, changeOrigin: true, headers: { origin: server } },
      '/auth': { target: server, changeOrigin: true, headers: { origin: server } },
    },
  },
  build: {
    manifest: true,
    target: 'es2023',
    // A data: address would need a wider content security policy.
    assetsInlineLimit: 0,
    // The polyfill is a second copy of the browser's own work for every browser this target admits.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page needs and no release of ours changes: one file compresses better and stays cached.
          groups: [
            { name: 'frame', test: frame },
            // Ours that the first page needs, in one file too: sixty small ones weigh ten KiB more. What only other pages
            // need is left out, and what is fetched on demand must be.
            { name: 'shell', test: new RegExp(shell.join('|')) },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test/setup.ts'],
    // What lives as long as a page does (the session, how far the log was heard, the socket) is tested file by file, each on a
    // page of its own. Views are handed all that they show, so their tests share one page: to load it takes longer than they do.
    projects: [
      {
        extends: true,
        test: { name: 'page', include: ['src/**/*.test.{ts,tsx}'], exclude: ['src/{features,ui}/**'] },
      },
      {
        extends: true,
        test: { name: 'views', include: ['src/{features,ui}/**/*.test.{ts,tsx}'], isolate: false },
      },
    ],
    css: { modules: { classNameStrategy: 'non-scoped' } },
    restoreMocks: true,
    // A machine that builds for many is slow now and then; waiting costs nothing where it is not.
    testTimeout: 30_000,
  },
});
