// What every browser test imports in place of Playwright's own `test`.
//
//   import { test, expect, people, signIn, declare, axeCheck, widths } from "../harness/test.mjs";
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

/** Declares to be a healthcare professional, where the page asks for that; lands on the page itself. */
export async function declare(page, path = "/search") {
  await page.goto(path);
  const form = page.locator('form[action="/declare"]');
  if ((await form.count()) === 0) return;
  await form.locator('select[name="country"]').selectOption({ index: 1 });
  await form.locator('button[type="submit"]').click();
  await expect(form).toHaveCount(0);
}

/** Waits until the islands of a page answer; at once on a page without any, and where no script runs. */
export async function islandsReady(page) {
  const islands = await page.locator("leptos-island").count();
  const isScripted = await page.evaluate(() => !window.matchMedia("(scripting: none)").matches);
  if (islands > 0 && isScripted) await page.locator("html[data-islands=ready]").waitFor({ state: "attached" });
}

/** What axe and a ruler find wrong with the page as it stands, in both themes: one text for each finding. */
export async function faultsOf(page) {
  const faults = new Set();
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
      // The rule about the size of targets belongs to WCAG 2.2 and is off unless asked for.
      window.axe.run(document, { rules: { "target-size": { enabled: true } }, resultTypes: ["violations"] }),
    );
    for (const { id, help, nodes } of violations) {
      for (const { target, html } of nodes) faults.add(`${id}, ${colorScheme}: ${help}: ${target} ${html}`);
    }
  }
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wider > 0) faults.add(`wider than the window by ${wider} px`);
  return [...faults];
}

/** Fails a test when the page as it stands has faults that axe or a ruler can find. */
export async function axeCheck(page) {
  expect(await faultsOf(page), `faults of ${page.url()}`).toEqual([]);
}
