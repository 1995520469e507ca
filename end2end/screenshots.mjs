// Pictures of pages for looking at: at 390 and 1280 px, light and dark, each the full page.
//
//   node end2end/screenshots.mjs [--base URL] [--as EMAIL] [--out DIR] [--no-script] PATH…
//
// --base is http://127.0.0.1:3000 unless told; --as signs in first (password of the demo people); --out is
// end2end/results/. Prints each file, and what the pages complained of; exit 1 if they did.

import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { launchOptions } from "./harness/browser.mjs";
import { islandsReady, signIn, widths } from "./harness/test.mjs";
import { watch } from "./harness/watch.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: "string", default: "http://127.0.0.1:3000" },
    as: { type: "string" },
    out: { type: "string", default: resolve(import.meta.dirname, "results") },
    "no-script": { type: "boolean", default: false },
  },
});
const paths = positionals.length > 0 ? positionals : ["/"];
mkdirSync(values.out, { recursive: true });

const fileName = (path) => path.replace(/^\//, "").replace(/[^\w.-]+/g, "-") || "home";
const browser = await chromium.launch(launchOptions);
const problems = new Set();

for (const viewport of Object.values(widths)) {
  const javaScriptEnabled = !values["no-script"];
  const context = await browser.newContext({ baseURL: values.base, viewport, javaScriptEnabled, locale: "en-GB" });
  const watched = await watch(context, values.base);
  const page = await context.newPage();
  if (values.as) await signIn(page, values.as);
  for (const path of paths) {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto(path);
      await islandsReady(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) problems.add(`${path} is ${wide} px wider than a window of ${viewport.width} px`);
      const file = join(values.out, `${fileName(path)}-${viewport.width}-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: true });
      console.log(file);
    }
  }
  watched.problems.forEach((problem) => problems.add(problem));
  await context.close();
}
await browser.close();
problems.forEach((problem) => console.error(problem));
process.exitCode = problems.size > 0 ? 1 : 0;
