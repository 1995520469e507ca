// What a reader keeps: a reading list, also for a visitor who has to sign in first; saved searches with their mails; a
// history of their own. Once with script on a phone, once without script at a desk.

import { axeCheck, declare, expect, islandsReady, people, signIn, test, widths } from "../harness/test.mjs";

const tellings = [
  { name: "with script, 390 px", viewport: widths.phone, javaScriptEnabled: true, reader: people.hcp2 },
  { name: "without script, 1280 px", viewport: widths.desk, javaScriptEnabled: false, reader: people.hcp },
];

const saveOf = (page) => page.locator("main button[form=save]").first();

for (const { name, viewport, javaScriptEnabled, reader } of tellings) {
  test(`a reader keeps what they need again, ${name}`, async ({ visit, allow }) => {
    test.setTimeout(120_000);
    const page = await visit({ viewport, javaScriptEnabled });

    // A visitor saves a hit, signs in, and is back where they were, with the hit saved.
    await declare(page, "/search?q=dapagliflozin");
    const title = await page.locator("main .hit-title a").first().innerText();
    await saveOf(page).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await page.locator("main #email").fill(reader);
    await page.locator("main #password").fill("materia-demo");
    await page.locator("main form button[type=submit]").first().click();
    await expect(page).toHaveURL(/\/search\?q=dapagliflozin#h\d+$/);
    await expect(saveOf(page)).toContainText("Saved");

    // They consent, read, save the article too, and find both on their list with a note of their own.
    const consent = page.locator("form[action='/consent'] button[value=yes]");
    if ((await consent.count()) > 0) await consent.first().click();
    await page.locator("main .hit-title a").nth(1).click();
    const second = await page.getByRole("heading", { level: 1 }).innerText();
    await saveOf(page).click();
    await expect(saveOf(page)).toContainText("Saved");
    await page.goto("/saved");
    await expect(page.locator("main .hit-title")).toHaveText([second, title]);
    await page.getByRole("link", { name: "Add a note" }).first().click();
    await page.locator("#note").fill("For the journal club");
    await page.getByRole("main").getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.locator("main .as-typed")).toHaveText("For the journal club");
    await expect(page.getByRole("link", { name: /Export these 2/ })).toHaveAttribute("href", /format=ris$/);
    if (javaScriptEnabled) await axeCheck(page);
    await page.getByRole("button", { name: /^Remove/ }).first().click();
    await expect(page.locator("main .hit-title")).toHaveText([title]);

    // He saves a search, with weekly mails, and finds it on its list.
    await page.goto("/search?q=heart+failure");
    await islandsReady(page);
    await page.getByText("Save this search").click();
    await page.locator("#name").fill(`Mine, ${name}`);
    await page.getByLabel(/^Weekly/).check();
    if (javaScriptEnabled) await axeCheck(page);
    await page.getByRole("button", { name: "Save search" }).click();
    await expect(page).toHaveURL(/\/search\?q=heart\+failure/);
    await page.getByRole("link", { name: `Mine, ${name}` }).click();
    await expect(page.locator("main li", { hasText: `Mine, ${name}` })).toContainText("Weekly");
    await page.getByText("What counts as new").click();
    await expect(page.locator("main dl")).toContainText("safety update");
    if (javaScriptEnabled) await axeCheck(page);
    await page.getByRole("link", { name: /^Change/ }).first().click();
    await page.getByLabel(/^Practice-changing only/).check();
    await page.getByRole("main").getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.locator("main li", { hasText: `Mine, ${name}` })).toContainText("Practice-changing only");

    // Their searches can be run again and deleted.
    await page.goto("/saved/history");
    await expect(page.locator("main .link-list bdi").first()).toHaveText("heart failure");
    if (javaScriptEnabled) await axeCheck(page);
    await page.getByRole("link", { name: "heart failure" }).first().click();
    await expect(page).toHaveURL(/\/search\?q=heart\+failure/);
    await page.goto("/saved/history");
    await page.getByRole("button", { name: "Clear the whole history" }).click();
    await expect(page.locator("main")).toContainText("No search is kept yet");

    // Nobody else sees any of it.
    const run = await page.goto("/saved/searches").then(() => page.locator("main .link-list a").first().getAttribute("href"));
    const stranger = await visit({ viewport, javaScriptEnabled });
    await signIn(stranger, people["new-hcp"]);
    await stranger.goto("/saved");
    await expect(stranger.locator("main")).toContainText("Nothing is saved yet");
    allow(404);
    await stranger.goto(run);
    await expect(stranger.getByRole("heading", { level: 1 })).toContainText("nothing at this address");
  });
}
