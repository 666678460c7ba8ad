// What the harness asks of JupyterLab, inside the page. Injected before JupyterLab loads.

const panel = () => window.jupyterapp.shell.currentWidget;
const context = () => panel().sessionContext;
const LIGHT = "JupyterLab Light";
const frame = () => new Promise((done) => requestAnimationFrame(done));

async function until(what, holds, seconds = window.patience) {
  const end = performance.now() + 1000 * seconds;
  for (;;) {
    const value = await holds();
    if (value) return value;
    if (performance.now() > end) throw new Error(`waited ${seconds} s for ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

async function open(path) {
  await until("JupyterLab", () => window.jupyterapp, window.starting);
  await window.jupyterapp.restored;
  await window.jupyterapp.commands.execute("docmanager:open", { path, factory: "Notebook" });
  await until(`the notebook ${path}`, () => panel()?.context?.path === path);
  window.jupyterapp.shell.collapseLeft();
  await ready();
}

// The indicator says "idle" before a session exists, and a run would then open "Select Kernel": wait for the kernel's own answer.
async function ready() {
  await until("JupyterLab", () => window.jupyterapp, window.starting);
  await window.jupyterapp.restored;
  await until("a notebook", () => panel()?.sessionContext);
  await context().ready;
  const kernel = await until("a kernel", () => context().session?.kernel, window.starting);
  await kernel.info;
  await panel().revealed;
}

// Make the page as it was before a notebook was opened; false when that cannot be done.
async function clear() {
  // A reloaded JupyterLab opens again, some time later, what it had open before.
  const [{ type }] = performance.getEntriesByType("navigation");
  if (type === "reload" || document.querySelector(".jp-Dialog")) return false;
  for (const widget of [...window.jupyterapp.shell.widgets("main")]) widget.dispose();
  if (document.body.dataset.jpThemeName !== LIGHT) await setTheme(LIGHT);
  return true;
}

const codeCells = () => panel().content.widgets.filter((cell) => cell.model.type === "code");
const written = () => codeCells().filter((cell) => cell.model.sharedModel.source.trim());
const prompt = (cell) => cell.node.querySelector(".jp-InputPrompt")?.textContent.trim() ?? "";
const errorOf = (cell) =>
  cell.model.outputs
    .toJSON()
    .filter((output) => output.output_type === "error")
    .map((output) => plain(output.traceback.join("\n")))
    .join("\n");
// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's colours begin with one
const plain = (text) => text.replace(/\u001b\[[\d;]*m/g, "");

let running = false;

function run(command, index) {
  const notebook = panel().content;
  if (index !== undefined) {
    notebook.deselectAll();
    notebook.activeCellIndex = index;
  }
  running = true;
  window.jupyterapp.commands.execute(command).finally(() => {
    running = false;
  });
}

// null while cells run, then what came of them.
function outcome(index) {
  const cells = index === undefined ? written() : [panel().content.widgets[index]];
  const dialog = document.querySelector(".jp-Dialog")?.textContent ?? "";
  const errors = cells.map(errorOf).filter(Boolean);
  const shown = cells.every((cell) => /^\[\d+\]:$/.test(prompt(cell)));
  const stopped = errors.length > 0 && !cells.some((cell) => prompt(cell) === "[*]:");
  return dialog || (!running && (shown || stopped)) ? { dialog, errors } : null;
}

async function execute(code) {
  const reply = { text: "", error: "" };
  const future = context().session.kernel.requestExecute({ code, store_history: false });
  future.onIOPub = ({ header, content }) => {
    if (header.msg_type === "stream") reply.text += content.text;
    if (header.msg_type === "execute_result") reply.text += content.data["text/plain"];
    if (header.msg_type === "error") reply.error = plain(content.traceback.join("\n"));
  };
  await future.done;
  return reply;
}

async function setTheme(theme) {
  await window.jupyterapp.commands.execute("apputils:change-theme", { theme });
  await until(`the theme ${theme}`, () => document.body.dataset.jpThemeName === theme);
}

// The width of the widest match (a hidden one has none), once it is the same for three frames: all that follows a
// resize has followed.
async function settledWidth(selector) {
  let [width, same] = [-1, 0];
  while (same < 3) {
    await frame();
    const now = Math.max(
      0,
      ...[...document.querySelectorAll(selector)].map((found) => found.getBoundingClientRect().width),
    );
    same = now === width ? same + 1 : 0;
    width = now;
  }
  return width;
}

async function save() {
  await panel().context.save();
}

window.harness = {
  panel,
  context,
  open,
  ready,
  clear,
  run,
  outcome,
  execute,
  setTheme,
  settledWidth,
  save,
  until,
};
