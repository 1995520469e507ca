// What every browser test imports in place of Playwright's own `test`.
//
//   import { test, expect, people, signIn, axeCheck, widths } from "../harness/test.mjs";
//
// `page` is watched: any console error, exception, policy violation or failed request fails the test at its end.
// `visit(options)` opens a further person's own browser context, watched in the same way, and answers its page.
// `allow(status)` announces an error page that the test means to see.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test as plain } from "@playwright/test";
import { watch } from "./watch.mjs";

export { expect };

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The password of every demo account. */
export const PASSWORD = "materia-demo";

/** The demo accounts by what they are. */
export const people = Object.fromEntries(
  ["hcp", "hcp2", "new-hcp", "msl", "msl2", "mi", "mi2", "editor", "editor2", "reviewer", "reviewer2"]
    .concat(["safety", "analyst", "auditor", "admin"])
    .map((name) => [name, `${name}@demo.example`]),
);

/** The two widths that every page has to look right at. */
export const widths = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } };

export const test = plain.extend({
  watching: async ({ baseURL }, use) => {
    const watches = [];
    const allowed = [];
    await use({
      add: async (context) => {
        const watched = await watch(context, baseURL);
        allowed.forEach(watched.allow);
        watches.push(watched);
      },
      allow: (status) => {
        allowed.push(status);
        watches.forEach((watched) => watched.allow(status));
      },
    });
    const problems = watches.flatMap((watched) => watched.problems);
    expect(problems, "nothing may go wrong behind a page").toEqual([]);
  },
  context: async ({ context, watching }, use) => {
    await watching.add(context);
    await use(context);
  },
  visit: async ({ browser, watching, contextOptions, baseURL, viewport, javaScriptEnabled, locale }, use) => {
    const open = [];
    await use(async (options = {}) => {
      const own = { ...contextOptions, baseURL, viewport, javaScriptEnabled, locale, ...options };
      const context = await browser.newContext(own);
      open.push(context);
      await watching.add(context);
      return context.newPage();
    });
    await Promise.all(open.map((context) => context.close()));
  },
  allow: async ({ watching }, use) => use(watching.allow),
});

/** Signs in through the form, as a person does; works with and without script. */
export async function signIn(page, email, password = PASSWORD) {
  await page.goto("/sign-in");
  const form = page.locator("form", { has: page.locator('input[name="password"]') });
  await form.locator('input[name="email"]').fill(email);
  await form.locator('input[name="password"]').fill(password);
  await form.locator('button[type="submit"], button:not([type])').first().click();
  await expect(page).not.toHaveURL(/\/sign-in/);
}

/** Waits until the islands of a page answer; at once on a page without any. */
export async function islandsReady(page) {
  const islands = await page.locator("leptos-island").count();
  if (islands > 0) await page.waitForLoadState("networkidle");
}

/** Lets axe judge the page as it stands, in the light and the dark theme; any violation fails the test. */
export async function axeCheck(page) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
      // The rule about the size of targets belongs to WCAG 2.2 and is off unless asked for.
      window.axe.run(document, { rules: { "target-size": { enabled: true } }, resultTypes: ["violations"] }),
    );
    const told = violations.map(
      ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `    ${node.target} ${node.html}`).join("\n")}`,
    );
    expect(told, `axe on ${page.url()}, ${colorScheme}`).toEqual([]);
  }
}
