/**
 * Builds the front end: js/ becomes microgradext/static/, the script and style of the widget and of an exported page.
 *
 * The widget's files travel with every widget and into saved notebooks, the page's into every exported page, so they
 * have a size budget; and they must work offline, so they contain no URL. A build that breaks a rule writes nothing and
 * removes the files of an earlier build. With --weigh nothing is written: each module's size is printed and the rules
 * are checked.
 */

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";

const BUDGET = 110 * 1024; // bytes of script and style together, gzipped
const LOADS = { widget: ["widget.js", "widget.css"], page: ["page.js", "page.css", "widget.css"] };
const FOLDER = "microgradext/static";
const FILES = [...new Set(Object.values(LOADS).flat())].map((name) => `${FOLDER}/${name}`);

/** @type {import("esbuild").BuildOptions} */
const OPTIONS = {
  entryPoints: ["js/widget.ts", { in: "js/style.css", out: "widget" }, "js/page.ts", "js/page.css"],
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
  for (const [name, files] of Object.entries(LOADS)) inspect(name, texts(built, files));
  return built.outputFiles;
}

/** Print the minified size of each module, the largest first. */
function weigh({ outputs }) {
  const modules = new Map(Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs)));
  const weights = [...modules].map(([path, { bytesInOutput }]) => [path, bytesInOutput]);
  weights.sort(([, one], [, other]) => other - one);
  for (const [path, bytes] of weights) console.log(`${kilobytes(bytes).padStart(5)} ${path}`);
}

function texts({ outputFiles }, files) {
  return outputFiles.filter(({ path }) => files.includes(basename(path))).map(({ text }) => text);
}

function inspect(name, parts) {
  const size = parts.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0);
  console.log(`${kilobytes(size)} KB gzipped of ${BUDGET / 1024}, script and style of the ${name}`);
  if (size > BUDGET) fail(`The ${name} is over its budget of ${BUDGET / 1024} KB gzipped.`);
  const address = parts.join("\n").match(/https?:\/\/[^"'`\s]*/);
  if (address) fail(`The ${name} must work offline, but it contains the URL ${address[0]}`);
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
