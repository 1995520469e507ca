// An editor's work: drafts are saved while they type, never over somebody else's text, and records that were imported
// twice are merged.

import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { axeCheck, expect, islandsReady, people, signIn, test } from "../harness/test.mjs";

const state = (page) => page.locator(".save-state");

/** Writes into a field, and waits for the server's answer to the save that follows a pause; its status. */
async function write(page, field, text) {
  const answer = page.waitForResponse((response) => response.url().endsWith("/editor/save"));
  await page.locator(field).fill(text);
  return (await answer).status();
}

test("a draft is saved when its writer pauses, and never over what somebody else wrote", async ({ visit, allow }) => {
  test.setTimeout(120_000);
  const page = await visit();
  await signIn(page, people.editor);
  await page.goto("/editor/new");
  await page.locator("main #title").fill("What is known of potoroomab");
  await page.locator("main #kind").selectOption("standard-response");
  await page.getByRole("main").getByRole("button", { name: "Begin writing" }).click();
  await expect(page).toHaveURL(/\/editor\/(?!new)/);
  await islandsReady(page);

  expect(await write(page, "main #summary", "No trial has looked at it.")).toBe(200);
  await expect(state(page)).toHaveAttribute("data-state", "saved");
  await expect(state(page)).toHaveText(/^Saved \d/);
  await axeCheck(page);

  // Two saves after each other are no conflict, and a page opened anew has both.
  expect(await write(page, "main #body", "## In short\n\nNothing yet.")).toBe(200);
  await expect(state(page)).toHaveAttribute("data-state", "saved");
  const other = await visit();
  await signIn(other, people.editor2);
  await other.goto(page.url());
  await islandsReady(other);
  await expect(other.locator("main #summary")).toHaveValue("No trial has looked at it.");
  await expect(other.locator("main #body")).toHaveValue(/Nothing yet\./);

  // Whoever saves second sees a conflict, keeps their text, and finds both versions behind the button.
  expect(await write(other, "main #summary", "Somebody else's words.")).toBe(200);
  await expect(state(other)).toHaveAttribute("data-state", "saved");
  allow(409);
  expect(await write(page, "main #summary", "My own words.")).toBe(409);
  await expect(state(page)).toHaveAttribute("data-state", "failed");
  await expect(state(page)).toContainText("This draft was changed elsewhere");
  await expect(page.locator("main #summary")).toHaveValue("My own words.");
  await other.reload();
  await expect(other.locator("main #summary")).toHaveValue("Somebody else's words.");
});

test("what a file brings twice is found once it is merged", async ({ visit }) => {
  const data = process.env.MATERIA_E2E_DATA;
  test.skip(!data, "the data of a server that runs already are not at hand");
  const title = "Numbers of bandicoots in hospital gardens";
  const entry = (source, year) =>
    `TY  - JOUR\nTI  - ${title}\nAU  - Sample, Anna\nPY  - ${year}\nJO  - Journal of Gardens\nVL  - 3\nSP  - 10\nEP  - 15\nDO  - 10.1000/bandicoot.${source}\nER  - \n\n`;
  const file = join(mkdtempSync(join(tmpdir(), "materia-e2e-import-")), "twice.ris");
  writeFileSync(file, entry("print", 2019) + entry("online", 2020));
  const told = execFileSync(process.env.MATERIA_E2E_PROGRAM, ["import", "--data", data, file], {
    encoding: "utf8",
    stdio: "pipe",
  });
  expect(told).toContain("added 2, updated 0, unchanged 0, rejected 0");

  const page = await visit();
  await signIn(page, people.editor);
  const found = page.locator("main .hit-title", { hasText: title });
  await expect(async () => {
    await page.goto("/search?q=bandicoots");
    await expect(found).toHaveCount(2, { timeout: 500 });
  }).toPass();
  await page.goto("/editor");
  await page.getByRole("link", { name: "Duplicates" }).click();
  const pair = page.getByRole("region", { name: title });
  await expect(pair).toContainText("10.1000/bandicoot.online");
  await axeCheck(page);
  await pair.getByRole("button").first().click();
  await expect(page.getByRole("status").first()).toBeVisible();
  await expect(pair).toHaveCount(0);
  await expect(async () => {
    await page.goto("/search?q=bandicoots");
    await expect(found).toHaveCount(1, { timeout: 500 });
  }).toPass();
});
