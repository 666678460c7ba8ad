/**
 * The front end's build: js/widget.ts and js/style.css become microgradext/static/widget.js and widget.css.
 *
 * Both travel with every widget and into every saved notebook, so they have a budget, and they must work
 * offline, so they hold no address.
 */

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";

const BUDGET = 60 * 1024; // bytes of script and style together, gzipped
const FILES = ["microgradext/static/widget.js", "microgradext/static/widget.css"];

/** @type {import("esbuild").BuildOptions} */
const OPTIONS = {
  entryPoints: { widget: "js/widget.ts", "widget.style": "js/style.css" },
  entryNames: "[name]",
  outdir: "microgradext/static",
  bundle: true,
  format: "esm",
  target: ["es2022", "chrome105", "firefox110", "safari16"],
  minify: true,
  charset: "utf8",
  legalComments: "none",
};

if (process.argv.includes("--watch")) {
  const context = await esbuild.context({ ...options(), logLevel: "info" });
  await context.watch();
} else {
  await esbuild.build({ ...options(), logLevel: "warning" });
  inspect(FILES.map((file) => readFileSync(file, "utf8")));
}

function options() {
  return { ...OPTIONS, entryPoints: ["js/widget.ts", { in: "js/style.css", out: "widget" }] };
}

function inspect(texts) {
  const size = texts.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0);
  console.log(`${FILES.join(" + ")}: ${(size / 1024).toFixed(1)} KB gzipped of ${BUDGET / 1024}`);
  if (size > BUDGET) fail(`The front end is over its budget of ${BUDGET / 1024} KB gzipped.`);
  const address = texts.join("\n").match(/https?:\/\/[^"'`\s]*/);
  if (address) fail(`The front end must work offline, and it holds the address ${address[0]}`);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
