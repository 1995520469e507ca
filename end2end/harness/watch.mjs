// Watches everything a browser context does and collects what must not happen on any page: console errors, uncaught
// exceptions, violations of the content security policy, requests to the portal that fail.

/** What the browser says about an answer with an error status; the status itself is judged where it arrives. */
const FAILED_LOAD = /^Failed to load resource: the server responded with a status of/;
const MARK = "content security policy violated:";

/** Runs in every page before its own script. */
function reportViolations(mark) {
  document.addEventListener("securitypolicyviolation", (event) => {
    console.error(`${mark} ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`);
  });
}

/**
 * Watches a context and every page opened in it. Answers `problems`, a growing list of sentences, and `allow(status)`,
 * which says that a test means to meet this status (a form refused with 422, a page hidden with 404, a save of an island
 * refused with 409); of pictures, styles and scripts none is meant.
 */
export async function watch(context, base) {
  const problems = [];
  const allowed = new Set();
  const own = (url) => url.startsWith(base);
  await context.addInitScript(reportViolations, MARK);
  context.on("console", (message) => {
    if (message.type() !== "error" || FAILED_LOAD.test(message.text())) return;
    problems.push(`console error on ${message.page()?.url()}: ${message.text()}`);
  });
  context.on("weberror", (error) => problems.push(`uncaught on ${error.page()?.url()}: ${error.error()}`));
  context.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "no reason given";
    // A page that is left, or a search that is typed on, ends its own requests; a download ends its navigation.
    if (own(request.url()) && reason !== "net::ERR_ABORTED") problems.push(`${request.url()} failed: ${reason}`);
  });
  context.on("response", (response) => {
    const status = response.status();
    if (status < 400 || !own(response.url())) return;
    const isAnswer = ["document", "fetch"].includes(response.request().resourceType());
    if (!(isAnswer && allowed.has(status))) problems.push(`${response.url()} answered ${status}`);
  });
  context.on("request", (request) => {
    if (/^(https?|wss?):/.test(request.url()) && !own(request.url())) {
      problems.push(`a request left the portal: ${request.url()}`);
    }
  });
  return { problems, allow: (status) => allowed.add(status) };
}
