import { defineConfig } from '@playwright/test';

// The server under test is started by whoever runs this (see e2e/); TALKOOT_E2E_URL says where it listens.
export default defineConfig({
  testDir: 'e2e',
  // A journey ends by what it waits for; this only ends one that hangs.
  timeout: 900_000,
  // Conditions are waited for, also on a busy machine: no journey sets shorter ones of its own.
  expect: { timeout: 60_000 },
  fullyParallel: false,
  workers: 1,
  reporter: [['list']],
  use: {
    baseURL: process.env.TALKOOT_E2E_URL ?? 'http://127.0.0.1:8080',
    browserName: 'chromium',
    actionTimeout: 60_000,
    screenshot: 'only-on-failure',
    // Recording costs a third of the time: TRACE=1 where the picture and the page's words do not tell enough.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    launchOptions: {
      executablePath: process.env.TALKOOT_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-background-networking'],
    },
  },
});
