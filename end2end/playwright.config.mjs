// One server with the demo library serves every test. `MATERIA_BASE=http://… npx playwright test` tests a server
// that runs already; otherwise the programme named by MATERIA_BIN (target/debug/materia) is started on a free port
// with a data folder of its own.

import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { defineConfig } from "@playwright/test";
import { launchOptions } from "./harness/browser.mjs";

const root = resolve(import.meta.dirname, "..");
const freePort = `const s = require("net").createServer().listen(0, "127.0.0.1", () => {
  console.log(s.address().port);
  s.close();
})`;

// This file is read again in every worker: what is decided here once has to travel in the environment.
const ownServer = !process.env.MATERIA_BASE || Boolean(process.env.MATERIA_E2E_DATA);
if (!process.env.MATERIA_BASE) {
  const port = execFileSync(process.execPath, ["-e", freePort], { encoding: "utf8" }).trim();
  process.env.MATERIA_BASE = `http://127.0.0.1:${port}`;
  process.env.MATERIA_E2E_DATA = mkdtempSync(join(tmpdir(), "materia-e2e-"));
}
const base = process.env.MATERIA_BASE;
const site = resolve(root, process.env.MATERIA_SITE ?? "target/site");
const program = resolve(root, process.env.MATERIA_BIN ?? `${process.env.CARGO_TARGET_DIR ?? "target"}/debug/materia`);
// For tests that run a command beside the server, over the same data.
process.env.MATERIA_E2E_PROGRAM = program;

export default defineConfig({
  testDir: "tests",
  outputDir: "results/failures",
  reporter: process.env.MATERIA_REPORTER ?? "list",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  globalTeardown: "./harness/teardown.mjs",
  use: {
    baseURL: base,
    browserName: "chromium",
    actionTimeout: 15_000,
    locale: "en-GB",
    timezoneId: "UTC",
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions,
  },
  webServer: ownServer
    ? {
        command: `exec "${program}" serve --demo --listen 127.0.0.1:${new URL(base).port}`,
        env: { MATERIA_DATA: process.env.MATERIA_E2E_DATA, MATERIA_SITE: site },
        url: `${base}/readyz`,
        timeout: 180_000,
        gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
        stdout: "ignore",
        stderr: "pipe",
      }
    : undefined,
});
