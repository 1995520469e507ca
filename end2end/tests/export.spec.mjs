// Out of the library: what was ticked, the whole result, and one record, with and without script; and citations to copy.

import { readFileSync } from "node:fs";
import { axeCheck, declare, expect, islandsReady, test, widths } from "../harness/test.mjs";

/** The text and the name of what a tap downloads. */
async function downloaded(page, tap) {
  const [download] = await Promise.all([page.waitForEvent("download"), tap()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

for (const javaScriptEnabled of [true, false]) {
  test(`results and records leave as files, ${javaScriptEnabled ? "with" : "without"} script`, async ({ visit }) => {
    const page = await visit({ viewport: widths.phone, javaScriptEnabled });
    await declare(page, "/search?q=dapagliflozin&kind=record");
    await islandsReady(page);
    const boxes = page.getByRole("checkbox", { name: /^Choose for download/ });
    await boxes.first().check();
    await page.locator("#export-format").selectOption("ris");
    const chosen = await downloaded(page, () => page.getByRole("button", { name: "Download ticked" }).click());
    expect(chosen.name).toMatch(/^materia-[\d-]+\.ris$/);
    expect(chosen.text.match(/^TY {2}- /gm)).toHaveLength(1);

    const count = await boxes.count();
    const all = await downloaded(page, () => page.getByRole("button", { name: /^Download all/ }).click());
    expect(all.text.match(/^TY {2}- /gm)).toHaveLength(count);

    await boxes.first().uncheck();
    await page.locator(".hit-title a").first().click();
    await page.locator("#cite > summary").click();
    await expect(page.locator("#cite dd").first()).toContainText(/\d{4}/);
    if (javaScriptEnabled) await axeCheck(page);
    const record = await downloaded(page, () => page.locator("#cite").getByRole("link", { name: "BibTeX" }).click());
    expect(record.name).toMatch(/\.bib$/);
    expect(record.text).toContain("title = {{");
  });
}

test("where nothing was ticked the page says so and offers the whole result", async ({ page, allow }) => {
  allow(422);
  await declare(page, "/search?q=dapagliflozin");
  await page.getByRole("button", { name: "Download ticked" }).click();
  await expect(page.getByRole("alert")).toContainText("No result was ticked");
  await axeCheck(page);
  await page.getByRole("link", { name: "Back to the results" }).click();
  await expect(page).toHaveURL(/\/search\?q=dapagliflozin$/);
});
