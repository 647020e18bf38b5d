// node .ci/compare.mjs NOW BEFORE
// Two tables from the output of `go test -bench`: the two databases side by side, and this run
// beside the one before. Of several runs of one benchmark the middle one counts.
import { existsSync, readFileSync } from 'node:fs';

/** Name → nanoseconds for one operation. */
function read(path) {
  const runs = new Map();
  if (!existsSync(path)) return runs;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const match = /^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns\/op/.exec(line);
    if (match) runs.set(match[1], [...(runs.get(match[1]) ?? []), Number(match[2])]);
  }
  for (const [name, all] of runs) runs.set(name, all.sort((a, b) => a - b)[Math.floor(all.length / 2)]);
  return runs;
}

function time(ns) {
  if (ns >= 1e9) return `${(ns / 1e9).toFixed(2)} s`;
  if (ns >= 1e6) return `${(ns / 1e6).toFixed(2)} ms`;
  if (ns >= 1e3) return `${(ns / 1e3).toFixed(2)} µs`;
  return `${ns.toFixed(1)} ns`;
}

function table(head, rows) {
  if (rows.length === 0) return;
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  console.log();
  for (const row of all) {
    console.log('  ' + row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('   '));
  }
}

const now = read(process.argv[2]);
const before = read(process.argv[3]);

const pairs = [];
for (const [name, lite] of now) {
  const twin = name.split('/').map((part) => (part.toLowerCase() === 'sqlite' ? 'postgres' : part)).join('/');
  const other = twin === name ? undefined : now.get(twin);
  if (other === undefined) continue;
  const shown = name.split('/').filter((part) => part.toLowerCase() !== 'sqlite').join('/');
  pairs.push([shown, time(lite), time(other), `${(other / lite).toFixed(2)}×`]);
}
table(['both databases', 'SQLite', 'PostgreSQL', 'ratio'], pairs);

const changes = [];
for (const [name, ns] of now) {
  if (before.has(name)) changes.push([name, time(before.get(name)), time(ns), `${(ns / before.get(name)).toFixed(2)}×`]);
}
table(['beside the run before', 'before', 'now', 'ratio'], changes);
if (now.size === 0) console.log('no benchmark matched');
