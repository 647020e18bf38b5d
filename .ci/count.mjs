// node .ci/count.mjs LOGS FAILED_STEPS
// Adds up what the three test runners counted and prints `N passed, N failed, N skipped`. A failed
// step counts as a failure even where no single test did. Ends with 1 unless all passed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const [logs, failedSteps] = [process.argv[2], Number(process.argv[3])];
const total = { passed: 0, failed: 0, skipped: 0 };

function add(runner, count) {
  console.log(`${runner.padEnd(11)} ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  for (const key of Object.keys(total)) total[key] += count[key];
}

function read(name) {
  const path = `${logs}/${name}`;
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

const go = { passed: 0, failed: 0, skipped: 0 };
const ends = { pass: 'passed', fail: 'failed', skip: 'skipped' };
for (const line of read('go.json').split('\n')) {
  if (!line.startsWith('{')) continue;
  const event = JSON.parse(line);
  if (event.Test && ends[event.Action]) go[ends[event.Action]] += 1;
}
add('Go:', go);

const vitest = read('vitest.json');
if (vitest) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(vitest);
  add('Components:', { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests });
}

for (const name of readdirSync(logs).filter((file) => /^playwright.*\.json$/.test(file))) {
  const { expected, unexpected, flaky, skipped } = JSON.parse(read(name)).stats;
  add('Journeys:', { passed: expected + flaky, failed: unexpected, skipped });
}

total.failed = Math.max(total.failed, failedSteps);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
