// From an article to what is similar to it, and on to who cites it, with and without script.

import { axeCheck, declare, expect, islandsReady, test, widths } from "../harness/test.mjs";

for (const javaScriptEnabled of [true, false]) {
  test(`citations lead from item to item, ${javaScriptEnabled ? "with" : "without"} script`, async ({ visit }) => {
    const page = await visit({ viewport: widths.phone, javaScriptEnabled });
    await declare(page, "/library/sacubitril-valsartan-versus-enalapril");
    await islandsReady(page);
    const similar = page.getByRole("region", { name: "Similar items" });
    await expect(similar).toContainText(/Cites (one|\d+) of the same works/);
    const record = similar.locator("li", { hasText: "Publication" }).first().getByRole("link");
    const title = await record.textContent();
    await record.click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await islandsReady(page);
    await expect(page.getByRole("region", { name: "Similar items" })).toContainText(/Cited together by/);
    const citing = page.getByRole("region", { name: "Cited by" }).getByRole("link");
    await expect(citing.first()).toBeVisible();
    if (javaScriptEnabled) await axeCheck(page);
    const article = await citing.first().textContent();
    await citing.first().click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(article);
    await expect(page.locator("ol.references").getByText(title.replace(/\.$/, ""))).toBeVisible();
  });
}
