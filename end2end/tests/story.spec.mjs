// The whole circle with its people, once with script on a phone, once without script at a desk: an HCP finds and
// reads, asks what is missing, a specialist answers, the HCP sees the answer, an editor writes what was missing, a
// reviewer approves, the next HCP finds it, and the usage is visible as engagement.

import { declare, expect, islandsReady, people, signIn, test, widths } from "../harness/test.mjs";

const tellings = [
  { name: "with script, 390 px", viewport: widths.phone, javaScriptEnabled: true, word: "quokkamab" },
  { name: "without script, 1280 px", viewport: widths.desk, javaScriptEnabled: false, word: "numbatinib" },
];

/** Opens the folded part of a form that holds a control, as a person would. */
async function unfold(page, control) {
  const folded = page.locator("details:not([open])", { has: control });
  while ((await folded.count()) > 0) await folded.first().locator("> summary").click();
}

/** Presses a button of the page's main part by its name. */
const press = (page, name) => page.getByRole("main").getByRole("button", { name, exact: typeof name === "string" }).first().click();

async function search(page, words) {
  await page.goto("/search");
  await islandsReady(page);
  const box = page.locator("main form[role=search] input[name=q]");
  await box.fill(words);
  await box.press("Enter");
  await expect(page).toHaveURL(/q=/);
}

for (const { name, viewport, javaScriptEnabled, word } of tellings) {
  test(`the whole circle, ${name}`, async ({ visit, allow }) => {
    test.setTimeout(240_000);
    const person = () => visit({ viewport, javaScriptEnabled });
    const question = `Is ${word} an option in heart failure when an SGLT2 inhibitor is not tolerated?`;
    const title = `What is known of ${word} in heart failure (${name})`;

    // A visitor declares with one tap, lands where they were going, finds and reads.
    const hcp = await person();
    await declare(hcp, "/search?q=dapagliflozin+heart+failure");
    await expect(hcp).toHaveURL(/q=dapagliflozin/);
    await hcp.locator("form[action='/consent'] button[value=yes]").click();
    await expect(hcp.locator("form[action='/consent']")).toHaveCount(0);
    await hcp.getByRole("link", { name: "Dapagliflozin in heart failure with reduced ejection fraction" }).first().click();
    await expect(hcp.getByRole("heading", { level: 1 })).toContainText("Dapagliflozin");
    await expect(hcp.locator("ol.references li").first()).toBeVisible();
    await expect(hcp.locator(".badge-demo, .demo-banner").first()).toBeVisible();

    // What is missing is no dead end: the words travel to the question.
    await search(hcp, word);
    await hcp.locator("main").getByRole("link", { name: /^Ask (this|a) question/ }).first().click();
    await expect(hcp).toHaveURL(/\/ask/);
    await expect(hcp.locator("#question")).toHaveValue(word);
    await hcp.locator("#question").fill(question);
    await press(hcp, "Send question");

    // Sending asks for the sign-in, and nothing typed is lost.
    await expect(hcp).toHaveURL(/\/sign-in/);
    await hcp.locator("main #email").fill(people.hcp);
    await hcp.locator("main #password").fill("materia-demo");
    await hcp.locator("main form button[type=submit]").click();
    await expect(hcp).toHaveURL(/\/ask/);
    await expect(hcp.locator("#question")).toHaveValue(question);
    await press(hcp, "Send question");
    await expect(hcp).toHaveURL(/\/requests\/MIR-/);
    const reference = new URL(hcp.url()).pathname.split("/").pop();
    await expect(hcp.locator("ol.progress")).toContainText("Received");

    // Another HCP does not see it.
    const stranger = await person();
    await signIn(stranger, people.hcp2);
    allow(404);
    await stranger.goto(`/requests/${reference}`);
    await expect(stranger.getByRole("heading", { level: 1 })).toContainText("nothing at this address");

    // A specialist finds it at the desk; no reply leaves before the safety question is answered.
    const specialist = await person();
    await signIn(specialist, people.mi);
    await specialist.goto(`/desk/${reference}`);
    await expect(specialist.locator("main")).toContainText(question);
    await press(specialist, "Claim");
    const reply = specialist.locator("textarea[name=body]");
    await reply.fill(`There is no trial of **${word}** in heart failure. The evidence for the class is cited below.`);
    allow(422);
    await press(specialist, "Send reply");
    await expect(specialist.locator("main")).toContainText("Answer the safety question first");
    await expect(reply).toHaveValue(/no trial of/);
    await press(specialist, "No, nothing to report");
    await reply.fill(`There is no trial of **${word}** in heart failure. The evidence for the class is cited below.`);
    await specialist.locator("main input[type=checkbox][name=cite]").first().check();
    await press(specialist, "Send reply");
    await expect(specialist.locator("main")).toContainText("The reply was sent");

    // The HCP reads the answer and says that it helped.
    await hcp.goto(`/requests/${reference}`);
    await expect(hcp.locator(".thread")).toContainText("There is no trial of");
    await press(hcp, "Yes, thank you");
    await expect(hcp.locator("main")).toContainText("You said that it did");

    // An editor writes what was missing. They cannot approve it themselves.
    const editor = await person();
    await signIn(editor, people.editor);
    await editor.goto("/editor");
    await editor.getByRole("link", { name: "New article" }).first().click();
    await editor.locator("main #title").fill(title);
    await editor.locator("main #kind").selectOption("standard-response");
    await press(editor, "Begin writing");
    await expect(editor).toHaveURL(/\/editor\/(?!new)/);
    await islandsReady(editor);
    await editor.locator("main #summary").fill(`No trial has looked at ${word} in heart failure.`);
    await editor.locator("main #body").fill(`## In short\n\nNo trial has looked at ${word} in heart failure.`);
    const area = editor.locator("input[type=checkbox][value=heart-failure]");
    await unfold(editor, area);
    await area.check();
    if (javaScriptEnabled) {
      await expect(editor.locator(".preview")).toContainText(`No trial has looked at ${word}`);
    }
    await press(editor, "Send to review");
    await expect(editor.locator("main")).toContainText("In review");
    const article = new URL(editor.url()).pathname;

    // Nothing unapproved is found.
    await search(hcp, word);
    await expect(hcp.getByRole("link", { name: title })).toHaveCount(0);

    const reviewer = await person();
    await signIn(reviewer, people.reviewer);
    await reviewer.goto("/review");
    await reviewer.getByRole("link", { name: title }).first().click();
    await expect(reviewer.locator("main")).toContainText("This is the first version");
    await reviewer.locator("main #approval_reference").fill(`STORY-${word}`);
    await press(reviewer, "Approve this version");
    await expect(reviewer.locator("main")).toContainText("Approved");

    await editor.goto(article);
    await press(editor, "Publish");
    await expect(editor.locator("main")).toContainText("Published");

    // The next HCP finds it.
    await search(stranger, word);
    await expect(stranger.getByRole("link", { name: title })).toBeVisible({ timeout: 3000 });
    await stranger.getByRole("link", { name: title }).click();
    await expect(stranger.getByRole("heading", { level: 1 })).toHaveText(title);

    // A withdrawn article is gone at once.
    await editor.goto(article);
    const reason = editor.locator("textarea[name=reason]");
    await unfold(editor, reason);
    await reason.fill("The story is told.");
    await press(editor, "Withdraw now");
    allow(410);
    await stranger.reload();
    await expect(stranger.getByRole("heading", { level: 1 })).toContainText("withdrawn");
    await search(stranger, word);
    await expect(stranger.getByRole("link", { name: title })).toHaveCount(0);

    // The usage is visible to the analyst, without anybody's words.
    const analyst = await person();
    await signIn(analyst, people.analyst);
    await analyst.goto("/insights");
    await expect(analyst.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(analyst.locator("main")).not.toContainText(word);
    await expect(analyst.locator("main .stat").first()).toBeVisible();
  });

  test(`a safety report needs no sign-in, ${name}`, async ({ visit, allow }) => {
    const reporter = await visit({ viewport, javaScriptEnabled });
    await reporter.goto("/");
    await reporter.locator("footer a[href='/report-safety']").click();
    allow(422);
    await reporter.locator("#event").fill(`A rash after ${word}, two days after the first dose.`);
    await reporter.locator("main form").evaluate((form) => form.setAttribute("novalidate", ""));
    await press(reporter, /^(Send|Report)/);
    await expect(reporter.locator(".error-summary")).toBeVisible();
    await expect(reporter.locator("#event")).toHaveValue(/A rash after/);
    await reporter.locator("#contact").fill("practice@demo.example");
    await press(reporter, /^(Send|Report)/);
    await expect(reporter.locator("main")).toContainText(/SR-\d{4}-/);
    const reference = (await reporter.locator("main").textContent()).match(/SR-\d{4}-[0-9A-Z]{6}/)[0];

    const officer = await visit({ viewport, javaScriptEnabled });
    await signIn(officer, people.safety);
    await officer.goto("/safety");
    await officer.getByRole("link", { name: reference }).first().click();
    await expect(officer.locator("main")).toContainText(`A rash after ${word}`);
    await press(officer, /^Acknowledge/);
    await expect(officer.locator("main")).toContainText(/Acknowledged/);
  });
}
