// Narrowing a search by years: the bars and fields that every page has, and the handles that come with script.

import { axeCheck, declare, expect, islandsReady, test, widths } from "../harness/test.mjs";

/** A search whose hits come from many years; its filters lie open, as a person opens them on a phone. */
async function search(page) {
  await declare(page, "/search?q=heart");
  await islandsReady(page);
  const fold = page.locator(".facets-fold > summary");
  if (await fold.isVisible()) await fold.click();
}

/** The years at which a handle can stand, and where it stands. */
async function years(handle) {
  const number = async (name) => Number(await handle.getAttribute(`aria-value${name}`));
  return { least: await number("min"), most: await number("max"), now: await number("now") };
}

for (const [name, viewport] of Object.entries(widths)) {
  test(`a range of years is chosen with the keyboard alone, ${name}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await search(page);
    const first = page.getByRole("slider", { name: "First year" });
    const last = page.getByRole("slider", { name: "Last year" });
    const from = page.getByLabel("First year").and(page.locator("input"));
    await expect(first).toBeVisible();
    const { least, most } = await years(first);
    expect(most - least).toBeGreaterThan(5);

    await first.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowRight");
    await expect(first).toHaveAttribute("aria-valuenow", String(least + 2));
    await expect(first).toHaveAttribute("aria-valuetext", `${least + 2}–${most}`);
    await expect(from).toHaveValue(String(least + 2));
    await expect(last, "one handle never passes the other").toHaveAttribute("aria-valuemin", String(least + 2));
    await page.keyboard.press("End");
    await expect(first).toHaveAttribute("aria-valuenow", String(most));
    await page.keyboard.press("Home");
    await expect(from, "at its end a handle sets no bound").toHaveValue("");
    await page.keyboard.press("PageUp");
    await page.keyboard.press("PageDown");
    await page.keyboard.press("ArrowRight");
    await axeCheck(page);

    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`from=${least + 1}`));
    await expect(page).toHaveURL(/q=heart/);
    await expect(page.locator(".chip")).toContainText(`From ${least + 1}`);
  });
}

test("a range of years is dragged", async ({ page }) => {
  await search(page);
  const last = page.getByRole("slider", { name: "Last year" });
  const { least, most } = await years(last);
  await last.scrollIntoViewIfNeeded();
  const handle = await last.boundingBox();
  const drawing = await page.locator("#histogram").boundingBox();
  const y = handle.y + handle.height / 2;
  await page.mouse.move(handle.x + handle.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(drawing.x + drawing.width / 2, y + 40, { steps: 8 });
  const { now } = await years(last);
  expect(now).toBeGreaterThan(least);
  expect(now).toBeLessThan(most);
  expect(Math.abs(now - (least + most) / 2), "it follows the pointer").toBeLessThanOrEqual(1);
  await page.mouse.up();
  await expect(page).toHaveURL(new RegExp(`to=${now}`));
});

test("typing a year moves its handle", async ({ page }) => {
  await search(page);
  const first = page.getByRole("slider", { name: "First year" });
  const { least } = await years(first);
  await page.locator("#year-from").fill(String(least + 3));
  await expect(first).toHaveAttribute("aria-valuenow", String(least + 3));
});

test("without script the bars and the fields do the same", async ({ visit }) => {
  const page = await visit({ javaScriptEnabled: false });
  await search(page);
  await expect(page.getByRole("slider")).toHaveCount(0);
  const bar = page.locator(".histogram a").first();
  const year = (await bar.locator("title").textContent()).split(":")[0];
  await bar.click();
  await expect(page).toHaveURL(new RegExp(`from=${year}&to=${year}`));
  await page.locator("#year-from").fill("2015");
  await page.locator("#year-to").fill("2019");
  await page.getByRole("button", { name: "Show these years" }).click();
  await expect(page.locator(".chip")).toContainText("2015–2019");
});
