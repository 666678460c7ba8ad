/**
 * Builds the front end: js/ becomes microgradext/static/. One script and one style serve the widget and an exported
 * page, so that a widget can write such a page from what it has; a page of a notebook has a style for its cells too.
 * The stub is what each widget brings along; it finds the rest in a model that all widgets of a notebook share.
 *
 * They travel to every notebook, into saved ones and into every exported page, so they have a size budget; they
 * must work offline, so they contain no URL; and they are written into HTML as they are, so nothing in them may end
 * their element. A build that breaks a rule writes nothing and removes the files of an earlier build. With --weigh
 * nothing is written: each module's size is printed and the rules are checked.
 */

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";
import { minify } from "terser";

const BUDGET = 110 * 1024; // bytes of the script and the style that a notebook brings along, gzipped
const STUB_BUDGET = 1536; // bytes of the stub that every result brings along, as they are
const FOLDER = "microgradext/static";
const FILES = ["widget.js", "widget.css", "notebook.css", "stub.js"].map((name) => `${FOLDER}/${name}`);

/** @type {import("esbuild").BuildOptions} */
const OPTIONS = {
  entryPoints: [
    { in: "js/page.ts", out: "widget" },
    { in: "js/style.css", out: "widget" },
    "js/stub.ts",
    "js/notebook.css",
  ],
  entryNames: "[name]",
  outdir: FOLDER,
  bundle: true,
  format: "esm",
  target: ["es2022", "chrome105", "firefox110", "safari16"],
  minify: true,
  charset: "utf8",
  legalComments: "none",
};

if (process.argv.includes("--watch")) {
  const context = await esbuild.context({ ...OPTIONS, logLevel: "info" });
  await context.watch();
} else if (process.argv.includes("--weigh")) {
  await inspected();
} else {
  process.on("exit", (code) => code === 0 || FILES.forEach(remove));
  const files = await inspected();
  mkdirSync(FOLDER, { recursive: true });
  for (const { path, contents } of files) writeFileSync(path, contents);
}

/** The built files, after their sizes were printed and the rules checked. */
async function inspected() {
  const built = await esbuild.build({ ...OPTIONS, write: false, metafile: true, logLevel: "warning" });
  weigh(built.metafile);
  const files = await Promise.all(built.outputFiles.map(smaller));
  inspect(files);
  return files;
}

/** A file without what esbuild leaves in a script: one more pass is a twentieth of what travels. */
async function smaller({ path, text, contents }) {
  if (!path.endsWith(".js")) return { path, text, contents };
  const { code } = await minify(text, { module: true, ecma: 2022, compress: { passes: 3 } });
  return { path, text: code, contents: Buffer.from(code) };
}

/** Print the minified size of each module, the largest first. */
function weigh({ outputs }) {
  const modules = new Map(Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs)));
  const weights = [...modules].map(([path, { bytesInOutput }]) => [path, bytesInOutput]);
  weights.sort(([, one], [, other]) => other - one);
  for (const [path, bytes] of weights) console.log(`${kilobytes(bytes).padStart(5)} ${path}`);
}

function inspect(files) {
  const text = (name) => files.find(({ path }) => basename(path) === name).text;
  const gzipped = (name) => gzipSync(text(name), { level: 9 }).length;
  const size = gzipped("widget.js") + gzipped("widget.css");
  const stub = Buffer.byteLength(text("stub.js"));
  const more = `and ${kilobytes(gzipped("notebook.css"))} for the cells of an exported notebook`;
  console.log(`${kilobytes(size)} KB gzipped of ${BUDGET / 1024}, script and style; ${more}`);
  console.log(`${stub} bytes of ${STUB_BUDGET} with each result`);
  if (size > BUDGET) fail(`The front end is over its budget of ${BUDGET / 1024} KB gzipped.`);
  if (stub > STUB_BUDGET) fail(`The stub is over its budget of ${STUB_BUDGET} bytes.`);
  for (const { path, text } of files) {
    const address = text.match(/https?:\/\/[^"'`\s]*/);
    if (address) fail(`The front end must work offline, but it contains the URL ${address[0]}`);
    const end = text.match(path.endsWith(".js") ? /<\/script|<!--/i : /<\/style/i);
    if (end) fail(`The front end is written into HTML as it is, but ${basename(path)} contains ${end[0]}`);
  }
}

function remove(file) {
  rmSync(file, { force: true });
}

function kilobytes(bytes) {
  return (bytes / 1024).toFixed(1);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
