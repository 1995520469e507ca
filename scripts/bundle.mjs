// Puts the site together: one style sheet from the layers of `style/`, the public files, and, where the islands
// have been built, their script and wasm. Names carry a hash of the content, so that browsers may keep them for
// ever; texts lie beside their compressed forms, so that the server never compresses them. `hash.txt` tells the
// server the names. Usage: node scripts/bundle.mjs ISLANDS SITE

import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [islands, site] = process.argv.slice(2);
const pkg = join(site, "pkg");
const stampFile = join(islands, "bundle-stamp");

/** Every file below a folder, in a stable order. */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

const hashOf = (...contents) => {
  const hash = createHash("sha256");
  for (const content of contents) hash.update(content);
  return hash.digest("hex").slice(0, 16);
};

/** One sheet from the files of the layers, which `style/main.css` may order otherwise. */
function styleSheet() {
  const main = join("style", "main.css");
  const told = existsSync(main) ? /@layer\s+([^;{]+);/.exec(readFileSync(main, "utf8")) : undefined;
  const layers = (told?.[1] ?? "tokens, base, layout, components, print").split(",").map((name) => name.trim());
  const sheets = layers.map((layer) => {
    const text = readFileSync(join("style", `${layer}.css`), "utf8");
    return /@layer\s+[\w-]+\s*\{/.test(text) ? text : `@layer ${layer} {\n${text}\n}`;
  });
  return squeeze([`@layer ${layers.join(", ")};`, ...sheets].join("\n"));
}

/** Takes comments and needless white space out of a style sheet; what stands in quotes is left as it is. */
function squeeze(css) {
  const parts = css.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\*[^]*?\*\/|[^"'/]+|\//g) ?? [];
  const quoted = [];
  const plain = parts
    .map((part) => {
      if (part.startsWith("/*")) return "";
      if (!/^["']/.test(part)) return part;
      quoted.push(part);
      return `\u0001${quoted.length - 1}\u0002`;
    })
    .join("");
  return plain
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,]) ?/g, "$1")
    .replace(/: /g, ":")
    .replace(/;}/g, "}")
    .trim()
    .replace(/\u0001(\d+)\u0002/g, (_, index) => quoted[Number(index)]);
}

const textual = new Set([".css", ".html", ".js", ".json", ".svg", ".txt", ".wasm", ".webmanifest", ".xml"]);

/** Writes the compressed forms beside a file that is worth it. */
function compress(path) {
  const content = readFileSync(path);
  if (!textual.has(extname(path)) || content.length < 512) return;
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params: quality }));
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
}

const inputs = [import.meta.filename, ...["style", "public", islands].flatMap(filesBelow)].filter((path) => path !== stampFile);
const stamp = hashOf(...inputs.flatMap((path) => [path, readFileSync(path)]));
const done = existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
if (done && existsSync(join(site, "hash.txt"))) process.exit(0);

rmSync(site, { recursive: true, force: true });
mkdirSync(pkg, { recursive: true });
const hashes = [];

/** Writes a file under its hashed name and notes the hash. */
function emit(kind, content) {
  const hash = hashOf(content);
  const path = join(pkg, `materia.${hash}.${kind}`);
  writeFileSync(path, content);
  hashes.push(`${kind}: ${hash}`);
}

const script = join(islands, "materia.js");
if (existsSync(script)) {
  emit("js", readFileSync(script));
  emit("wasm", readFileSync(join(islands, "materia_bg.wasm")));
  // Script that crates bring along is imported by the islands' script under its own name.
  const snippets = join(islands, "snippets");
  if (existsSync(snippets)) cpSync(snippets, join(pkg, "snippets"), { recursive: true });
}
if (existsSync("style")) emit("css", styleSheet());
if (existsSync("public")) cpSync("public", site, { recursive: true });
filesBelow(site).forEach(compress);
writeFileSync(join(site, "hash.txt"), `${hashes.join("\n")}\n`);
writeFileSync(stampFile, stamp);

for (const path of filesBelow(pkg).filter((path) => !/\.(br|gz)$/.test(path))) {
  const small = existsSync(`${path}.br`) ? `, ${statSync(`${path}.br`).size} with brotli` : "";
  console.error(`    ${basename(path)}: ${statSync(path).size} bytes${small}`);
}
