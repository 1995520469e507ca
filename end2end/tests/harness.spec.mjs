// The watch over the pages is itself watched: a small server of bad pages shows that each fault is caught.

import { createServer } from "node:http";
import { expect, test } from "@playwright/test";
import { watch } from "../harness/watch.mjs";

const pages = {
  "/fine": "<title>Fine</title><p>Nothing wrong.",
  "/console": '<title>t</title><script nonce="n">console.error("spilled")</script>',
  "/throws": '<title>t</title><script nonce="n">throw new Error("thrown")</script>',
  "/inline-style": '<title>t</title><p style="color: red">Red.',
  "/inline-script": "<title>t</title><script>document.title = 'x'</script>",
  "/missing-image": '<title>t</title><img alt="" src="/nowhere.png">',
  "/dead-image": '<title>t</title><img alt="" src="/dead.png">',
  "/elsewhere": '<title>t</title><img alt="" src="http://127.0.0.2:9/x.png">',
};

let server;
let base;

test.beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === "/dead.png") return request.socket.destroy();
    const body = pages[request.url];
    response.writeHead(request.url === "/favicon.ico" ? 204 : body ? 200 : 404, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'self'; script-src 'nonce-n'; img-src *",
    });
    response.end(body ?? "<title>Not found</title><p>Nothing here.");
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  base = `http://127.0.0.1:${server.address().port}`;
});

test.afterAll(() => new Promise((closed) => server.close(closed)));

async function problemsOf(browser, path, { javaScriptEnabled = true, allow = [] } = {}) {
  const context = await browser.newContext({ javaScriptEnabled });
  const watched = await watch(context, base);
  allow.forEach(watched.allow);
  const page = await context.newPage();
  await page.goto(base + path, { waitUntil: "networkidle" });
  await context.close();
  return watched.problems.join("\n");
}

test("a page without fault has no problems", async ({ browser }) => {
  expect(await problemsOf(browser, "/fine")).toBe("");
  expect(await problemsOf(browser, "/fine", { javaScriptEnabled: false })).toBe("");
});

for (const [path, telling] of [
  ["/console", "spilled"],
  ["/throws", "thrown"],
  ["/inline-style", "style-src"],
  ["/inline-script", "script-src"],
  ["/missing-image", "nowhere.png answered 404"],
  ["/dead-image", "dead.png failed"],
  ["/elsewhere", "left the portal"],
  ["/not-there", "not-there answered 404"],
]) {
  test(`the watch tells of ${path}`, async ({ browser }) => {
    expect(await problemsOf(browser, path)).toContain(telling);
  });
}

for (const path of ["/inline-style", "/missing-image", "/dead-image", "/elsewhere", "/not-there"]) {
  test(`the watch tells of ${path} without script too`, async ({ browser }) => {
    expect(await problemsOf(browser, path, { javaScriptEnabled: false })).not.toBe("");
  });
}

test("an announced status is no problem on a page, and stays one on what the page loads", async ({ browser }) => {
  expect(await problemsOf(browser, "/not-there", { allow: [404] })).toBe("");
  expect(await problemsOf(browser, "/missing-image", { allow: [404] })).toContain("404");
});
