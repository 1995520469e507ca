// What a search understands and offers: suggestions by the keys alone, the query language with its problems marked,
// other words switched off, why a result is there, spelling, filters that add up, the parts of a clinical question,
// and browsing with its feed.

import { axeCheck, declare, expect, islandsReady, test, widths } from "../harness/test.mjs";

const box = (page) => page.locator("main").getByRole("combobox", { name: "Search the library" });
const titles = (page) => page.locator("main .hit-title");

/** The number at the head of the results. */
const total = async (page) => Number((await page.locator(".result-count").innerText()).replace("One", "1").split(" ")[0]);

/** Opens the filters, as a person does on a phone. */
async function filters(page) {
  const fold = page.locator(".facets-fold > summary");
  if (await fold.isVisible()) await fold.click();
}

for (const [name, viewport] of Object.entries(widths)) {
  test(`suggestions are gone through by the keys alone, ${name}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await declare(page, "/search");
    await islandsReady(page);
    const list = page.getByRole("listbox", { name: "Suggestions" });
    const options = list.getByRole("option");
    const marked = list.locator("[role=option][aria-selected=true]");
    await expect(list).toBeHidden();
    await expect(box(page)).toHaveAttribute("aria-expanded", "false");

    await box(page).pressSequentially("dapag");
    await expect(list).toBeVisible();
    await expect(box(page)).toHaveAttribute("aria-expanded", "true");
    await expect(box(page)).toHaveAttribute("aria-controls", await list.getAttribute("id"));
    await expect(marked, "nothing is chosen for anybody").toHaveCount(0);
    const count = await options.count();
    expect(count).toBeGreaterThan(2);

    // The arrows go round; what is marked is what the box names.
    const names = async (place) => {
      await expect(options.nth(place)).toHaveAttribute("aria-selected", "true");
      await expect(box(page)).toHaveAttribute("aria-activedescendant", await options.nth(place).getAttribute("id"));
      await expect(marked).toHaveCount(1);
      await expect(box(page)).toBeFocused();
    };
    await page.keyboard.press("ArrowDown");
    await names(0);
    await page.keyboard.press("ArrowUp");
    await names(count - 1);
    await page.keyboard.press("ArrowDown");
    await names(0);
    await axeCheck(page);
    await page.keyboard.press("Home");
    await expect(marked, "a key that moves within the text leaves the list").toHaveCount(0);

    // Escape closes the list and keeps what was typed; an arrow opens it again.
    await page.keyboard.press("Escape");
    await expect(list).toBeHidden();
    await expect(box(page)).toHaveValue("dapag");
    await expect(box(page)).not.toHaveAttribute("aria-activedescendant");
    await page.keyboard.press("ArrowUp");
    await names(count - 1);

    // Enter follows what is marked; without a mark it sends the form.
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    const [chosen] = (await options.nth(1).innerText()).split("\n");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/(library|records)\//);
    expect(chosen).toContain(await page.getByRole("heading", { level: 1 }).innerText());
    await page.goto("/search");
    await islandsReady(page);
    await box(page).pressSequentially("dapag");
    await expect(list).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/search\?q=dapag$/);
  });
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with script, 390 px" : "without script, 1280 px";
  const viewport = javaScriptEnabled ? widths.phone : widths.desk;

  test(`a search says how it was understood and what it can be instead, ${how}`, async ({ visit }) => {
    test.setTimeout(120_000);
    const page = await visit({ viewport, javaScriptEnabled });
    const axe = () => (javaScriptEnabled ? axeCheck(page) : undefined);

    // A query language, with what is wrong in it marked where it stands.
    await declare(page, "/search");
    await islandsReady(page);
    await box(page).fill("(heart attack AND aspirin");
    await box(page).press("Enter");
    await expect(page.locator("main")).toContainText("Read as heart attack AND aspirin");
    await expect(page.locator(".notice-warning li")).toContainText("This parenthesis is never closed");
    await expect(page.locator(".notice-warning mark")).toHaveText("(");

    // Other words for the same, switched off and on again.
    const words = page.locator("details", { hasText: "Also searched: Myocardial infarction" });
    await words.locator("summary").click();
    await expect(words).toContainText("heart attack: Myocardial infarction");
    await expect(words, "only what finds something").not.toContainText("coronary thrombosis");
    await axe();
    await words.getByRole("link", { name: /^Search only as typed ?: heart attack/ }).click();
    await expect(page).toHaveURL(/off=/);
    await expect(page.locator("main")).not.toContainText("Also searched: Myocardial infarction");
    await page.getByRole("link", { name: /^Search other words too ?: heart attack/ }).click();
    await expect(words).toBeVisible();

    // Why a result stands where it stands.
    await page.goto("/search?q=heart+attack");
    const why = page.locator("details", { hasText: "Why this?" }).first();
    await why.locator("summary").click();
    await expect(why.locator("p")).toBeVisible();
    await expect(why).toContainText(/In the (title|text): /);
    await expect(page.locator("main")).toContainText("Ordered by");
    await axe();

    // A slip of the finger.
    await page.goto("/search?q=heart+atack");
    await page.locator(".did-you-mean").getByRole("link", { name: "heart attack" }).click();
    await expect(page).toHaveURL(/q=heart\+attack/);
    await expect(titles(page).first()).toBeVisible();
  });

  test(`filters add up and narrow each other, ${how}`, async ({ visit }) => {
    test.setTimeout(120_000);
    const page = await visit({ viewport, javaScriptEnabled });
    const axe = () => (javaScriptEnabled ? axeCheck(page) : undefined);
    const choose = async (name) => {
      await filters(page);
      const row = page.locator("a.facet-row", { hasText: name });
      const count = Number(await row.locator(".facet-count").innerText());
      await row.click();
      return count;
    };
    await declare(page, "/search?q=heart");
    const summaries = await choose("Evidence summary");
    await expect(page).toHaveURL(/kind=evidence-summary/);
    expect(await total(page)).toBe(summaries);
    const questions = await choose("Frequent question");
    await expect(page).toHaveURL(/kind=evidence-summary&kind=faq/);
    expect(await total(page)).toBe(summaries + questions);
    await expect(page.locator(".chip")).toHaveCount(2);
    const narrowed = await choose("Heart failure");
    expect(await total(page)).toBe(narrowed);
    await filters(page);
    await axe();
    await page.locator(".chip", { hasText: "Frequent question" }).click();
    await expect(page).not.toHaveURL(/kind=faq/);

    // The parts of a clinical question.
    await page.goto("/search?q=dapagliflozin");
    await filters(page);
    const question = page.locator("details.facet", { hasText: "Clinical question (PICO)" });
    await question.locator("summary").click();
    await page.getByLabel("Population").fill("heart failure");
    await page.getByLabel("Comparator").fill("placebo");
    await question.getByRole("button", { name: "Show these" }).click();
    await expect(page).toHaveURL(/population=heart\+failure.*comparator=placebo/);
    await expect(page.locator(".chip")).toHaveText([/heart failure/, /placebo/]);
    await expect(titles(page).first()).toBeVisible();
    await axe();
  });

  test(`the library is browsed and its news followed, ${how}`, async ({ visit }) => {
    const page = await visit({ viewport, javaScriptEnabled });
    await declare(page, "/browse");
    await page.getByRole("main").getByRole("link", { name: "Heart failure", exact: true }).click();
    await expect(page).toHaveURL(/\/browse\/area\/heart-failure$/);
    await expect(titles(page).first()).toBeVisible();
    const feed = page.getByRole("main").getByRole("link", { name: "Feed (Atom)" });
    const answer = await page.request.get(await feed.getAttribute("href"));
    expect(answer.headers()["content-type"]).toContain("application/atom+xml");
    const first = await titles(page).first().locator("a").getAttribute("href");
    expect(await answer.text()).toContain(new URL(first, page.url()).pathname);
    await expect(page.locator("head link[type='application/atom+xml']")).toHaveCount(1);
  });
}
