// Fails when the compressed JavaScript of the first page or of any further route is beyond its budget.
// The first page is the entry with the home route and what that fetches at once: its texts and the live channel. A route
// is what a dynamic import adds to the entry.
import { existsSync, readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const firstPageBudget = 150; // KiB, Brotli
const routeBudget = 60;

const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));
const bytes = (file) =>
  existsSync(`dist/${file}.br`)
    ? readFileSync(`dist/${file}.br`).length
    : brotliCompressSync(readFileSync(`dist/${file}`)).length;

/** The JavaScript files that one chunk needs at once: itself and its static imports. */
function closure(key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, found);
  return found;
}
const weigh = (keys) => [...keys].reduce((sum, key) => sum + bytes(manifest[key].file), 0) / 1024;

const entryKey = Object.keys(manifest).find((key) => manifest[key].isEntry);
const entry = closure(entryKey);
const lazy = Object.keys(manifest).filter(
  (key) => manifest[key].isDynamicEntry && manifest[key].file.endsWith('.js'),
);
const homes = lazy.filter((key) => /\/(HomePage|HomeRoute|LandingPage)\.tsx$/.test(key));

const withHome = /\/(live\/channel\.ts|i18n\/en\/(home|challenge|yourIdeas)\.json)$/;

const first = new Set(entry);
for (const key of [...homes, ...lazy.filter((each) => withHome.test(each))]) closure(key, first);
const firstPage = weigh(first);
let failed = firstPage > firstPageBudget;
console.log(`first page  ${firstPage.toFixed(1)} KiB of ${firstPageBudget}`);

for (const key of lazy.sort()) {
  const added = [...closure(key)].filter((each) => !entry.has(each));
  const weight = weigh(added);
  failed ||= weight > routeBudget;
  console.log(`${weight > routeBudget ? 'TOO BIG' : 'route  '} ${weight.toFixed(1).padStart(7)} KiB  ${key}`);
}
if (failed) {
  console.error('A budget is exceeded: import less, or later.');
  process.exit(1);
}
