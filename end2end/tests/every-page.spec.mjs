// Every page that a person can reach by links, at both widths and in both themes: no axe violation, nothing wider
// than the window, no broken link, nothing on the console. Pages are found by following links from the first page,
// so that a new page is tested as soon as something leads to it.

import { declare, expect, faultsOf, islandsReady, people, signIn, test, widths } from "../harness/test.mjs";

const FILES = /\.(atom|bib|csv|gz|json|jsonl|nbib|pdf|ris|rss|svg|txt|webmanifest|xml|zip)$/;

/** What makes two addresses the same kind of page: the path with ids and the query left out. */
function kindOf(url) {
  const [first = "", ...rest] = url.pathname.split("/").filter(Boolean);
  const isName = (part) => /^[a-z]+(-[a-z]+)*$/.test(part) && !["browse", "library"].includes(first);
  const names = rest.map((part) => (isName(part) ? part : "*"));
  return [first, ...names, url.search ? "?" : ""].join("/");
}

/** The pages that the links of the present page lead to. */
async function linked(page) {
  const links = await page.locator("a[href]:not([download])").evaluateAll((found) =>
    // A link of a drawing has no address as a plain text.
    found.map((link) => new URL(link.getAttribute("href"), link.baseURI).href),
  );
  const here = new URL(page.url()).origin;
  return links
    .map((href) => new URL(href))
    .filter((url) => url.origin === here && !FILES.test(url.pathname) && !url.pathname.startsWith("/api/"));
}

/** Notes each fault of a page, at both widths, with the first page that had it. */
async function look(page, faults) {
  await islandsReady(page);
  for (const viewport of Object.values(widths)) {
    await page.setViewportSize(viewport);
    for (const fault of await faultsOf(page)) {
      if (!faults.has(fault)) faults.set(fault, `${new URL(page.url()).pathname}, ${viewport.width} px: ${fault}`);
    }
  }
}

/**
 * Follows links from the first page, breadth first, and looks at some pages of each kind: two articles are enough to
 * know how an article looks. Answers the kinds and the faults.
 */
async function lookAtEveryPage(page, ofAKind) {
  const faults = new Map();
  const looked = new Map();
  const waiting = [new URL("/", page.url())];
  const known = new Set(["/"]);
  while (waiting.length > 0) {
    const url = waiting.shift();
    const before = looked.get(kindOf(url)) ?? 0;
    if (before >= ofAKind) continue;
    looked.set(kindOf(url), before + 1);
    await page.goto(url.href);
    await look(page, faults);
    for (const next of await linked(page)) {
      const address = next.pathname + next.search;
      if (!known.has(address)) waiting.push(next);
      known.add(address);
    }
  }
  return { kinds: [...looked.keys()], faults: [...faults.values()] };
}

const everyone = [
  { name: "a visitor who said nothing", enter: (page) => page.goto("/"), ofAKind: 2 },
  { name: "a visitor who declared", enter: (page) => declare(page), ofAKind: 2 },
];
// A second person of the same roles sees the same pages.
for (const name of Object.keys(people).filter((name) => !name.endsWith("2"))) {
  everyone.push({ name, enter: (page) => signIn(page, people[name]), ofAKind: name === "hcp" ? 2 : 1 });
}

for (const { name, enter, ofAKind } of everyone) {
  test(`every page that ${name} can reach`, async ({ page }) => {
    test.setTimeout(600_000);
    await enter(page);
    const { kinds, faults } = await lookAtEveryPage(page, ofAKind);
    expect.soft(faults, "what axe and a ruler found").toEqual([]);
    expect(kinds.length, `pages seen: ${kinds.join(" ")}`).toBeGreaterThan(2);
  });
}
