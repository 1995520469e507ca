// A reply at the desk: what is typed is saved while it is typed, and comes back after a reload, after Back and beside
// what another tab has saved.

import { axeCheck, expect, islandsReady, people, signIn, test } from "../harness/test.mjs";

const state = (page) => page.locator(".save-state");

/** Writes into a field, and waits for the server's answer to the save that follows a pause; its status. */
async function write(page, field, text) {
  const answer = page.waitForResponse((response) => response.url().endsWith("/desk/save"));
  await page.locator(field).fill(text);
  return (await answer).status();
}

test("a reply is saved while it is typed, and no other tab writes over it", async ({ visit, allow }) => {
  test.setTimeout(120_000);
  const hcp = await visit();
  await signIn(hcp, people.hcp);
  await hcp.goto("/ask");
  await hcp.locator("#question").fill("Is potoroomab known to interact with warfarin?");
  await hcp.getByRole("main").getByRole("button", { name: "Send question" }).click();
  await expect(hcp).toHaveURL(/\/requests\/MIR-/);
  const reference = new URL(hcp.url()).pathname.split("/").pop();

  const page = await visit();
  await signIn(page, people.mi);
  await page.goto(`/desk/${reference}`);
  await page.getByRole("button", { name: "Claim" }).click();
  await expect(page.locator("main .badge-state").first()).toHaveText("In progress");
  await islandsReady(page);
  expect(await write(page, "main #body", "There is no trial of it.")).toBe(200);
  await expect(state(page)).toHaveAttribute("data-state", "saved");
  await axeCheck(page);
  await page.reload();
  await expect(page.locator("main #body")).toHaveValue("There is no trial of it.");
  await islandsReady(page);

  // Back shows the newest text, not the one that the page came with.
  expect(await write(page, "main #body", "There is no trial of it in humans.")).toBe(200);
  await page.goto("/desk");
  await page.goBack();
  await expect(page.locator("main #body")).toHaveValue("There is no trial of it in humans.");
  await islandsReady(page);

  // A second tab that is older is told so, keeps its text, and sees both.
  const tab = await page.context().newPage();
  await tab.goto(`/desk/${reference}`);
  await islandsReady(tab);
  expect(await write(tab, "main #body", "The second tab's text.")).toBe(200);
  allow(409);
  expect(await write(page, "main #body", "The first tab's text.")).toBe(409);
  await expect(state(page)).toContainText("another tab");
  await page.getByRole("button", { name: "Keep as draft" }).click();
  await expect(page.locator("#conflict")).toContainText("The second tab's text.");
  await expect(page.locator("#conflict")).toContainText("The first tab's text.");
  await axeCheck(page);
  await page.getByRole("button", { name: "Keep as draft" }).click();
  await expect(page.locator("main")).toContainText("The draft is saved.");
  await page.reload();
  await expect(page.locator("main #body")).toHaveValue("The first tab's text.");
});
