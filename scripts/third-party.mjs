// Writes the licences of all libraries that the program and the islands are built from, as Markdown. Texts come from
// the libraries themselves; equal ones stand once. Usage: node scripts/third-party.mjs >THIRD-PARTY.md

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The packages that `root` is built from on a platform, without those for tests and builds alone. */
function libraries(root, platform) {
    const args = ["metadata", "--format-version", "1", "--locked", "--filter-platform", platform];
    const metadata = JSON.parse(execFileSync("cargo", args, { encoding: "utf8", maxBuffer: 1 << 28 }));
    const packages = new Map(metadata.packages.map((each) => [each.id, each]));
    const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
    const reached = new Set();
    const waiting = [metadata.packages.find((each) => each.name === root && each.source === null).id];
    for (let id = waiting.pop(); id; id = waiting.pop()) {
        if (reached.has(id)) continue;
        reached.add(id);
        const isLinked = (dependency) => dependency.dep_kinds.some(({ kind }) => kind === null);
        waiting.push(...nodes.get(id).deps.filter(isLinked).map((dependency) => dependency.pkg));
    }
    return [...reached].map((id) => packages.get(id)).filter((each) => each.source !== null);
}

/** The texts of licences and notices in a library's folder. */
function texts(library) {
    const folder = dirname(library.manifest_path);
    const files = readdirSync(folder, { withFileTypes: true })
        .filter((file) => file.isFile() && /^(licen[cs]e|copying|notice|copyright|unlicense)([-._]|$)/i.test(file.name))
        .map((file) => file.name);
    if (library.license_file && !files.includes(library.license_file)) files.push(library.license_file);
    return files.sort().map((file) => readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim());
}

const found = new Map();
for (const [root, platform] of [
    ["materia", execFileSync("rustc", ["--print", "host-tuple"], { encoding: "utf8" }).trim()],
    ["materia-browser", "wasm32-unknown-unknown"],
]) {
    for (const library of libraries(root, platform)) found.set(`${library.name} ${library.version}`, library);
}
const all = [...found].sort(([a], [b]) => (a < b ? -1 : 1));

const users = new Map();
for (const [name, library] of all) {
    for (const text of texts(library)) users.set(text, [...(users.get(text) ?? []), name]);
}

const out = ["# Libraries in this program", ""];
out.push("The licence of each, where it comes from, and below the texts that come with them.", "");
for (const [name, library] of all) {
    const source = library.repository ? ` <${library.repository}>` : "";
    out.push(`- ${name}: ${library.license ?? "see its text"}${source}`);
}
for (const [text, names] of users) {
    // Longer than any fence within.
    out.push("", `## ${names.join(", ")}`, "", "`````text", text, "`````");
}
console.log(out.join("\n"));
