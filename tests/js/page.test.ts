// @vitest-environment happy-dom
/** An exported page: saved graphs come to life without a kernel, and what only a kernel knows stays still. */

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { nearest } from "../../js/tape/nearest";
import { decodeGraph } from "../../js/wire/protocol";
import { message } from "./message";
import { FakeResizeObserver, find, painted, slide, text } from "./page";
import { branching } from "./views";

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", FakeResizeObserver);
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllGlobals();
  // A page's views live as long as the page: here that is one test.
  FakeResizeObserver.atWork.clear();
  document.head.replaceChildren();
  document.body.replaceChildren();
});

/** A page of saved graphs, each as a text, once its script has run. */
async function page(...texts: string[]): Promise<Element[]> {
  for (const content of texts) document.body.append(script(content));
  await import("../../js/page");
  FakeResizeObserver.resizeAll(1000);
  return [...document.querySelectorAll<HTMLElement>(".microgradext")];
}

/** The two pictures, or the one twice. */
function pair([first, second = first]: Element[]): [Element, Element] {
  if (!first || !second) throw new Error("nothing is drawn");
  return [first, second];
}

function script(content: string): HTMLScriptElement {
  const made = document.createElement("script");
  made.type = "application/vnd.microgradext.graph+json";
  made.textContent = content;
  return made;
}

/** As Python writes it: a buffer is a record with its bytes in base64. */
function saved(graph: object): string {
  return JSON.stringify(graph, (_, value) => {
    if (!(value instanceof DataView)) return value;
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return { base64: btoa(String.fromCharCode(...bytes)) };
  });
}

const values = (root: Element) =>
  [...root.querySelectorAll<SVGElement>("[data-node]")].map((e) => e.dataset.value);
const note = (root: Element) => {
  const row = find(root, ".mg-note");
  return row.hidden
    ? ""
    : [...row.querySelectorAll("b, span, button:not([hidden])")].map((e) => e.textContent).join("|");
};

test.each(["Slopes", "Descend", "Code", "Step"])("%s opened alone is filled", async (name) => {
  const [first] = pair(await page(saved(message()), saved(branching(2, 3))));
  const tabs = [...first.querySelectorAll<HTMLElement>(".mg-tabs button")];
  tabs.find(({ textContent }) => textContent === name)?.click();
  await painted();
  const filled = {
    Slopes: ".mg-slope path",
    Descend: ".mg-rule",
    Code: ".mg-code-line",
    Step: ".mg-telling",
  }[name];
  expect(first.querySelectorAll(filled as string).length).toBeGreaterThan(0);
  expect(first.querySelector(filled as string)?.closest("[hidden]")).toBeNull();
});

test("every saved graph is drawn, below its own script, and moves", async () => {
  const [first, second] = pair(await page(saved(message()), saved(branching(2, 3))));
  expect(first.parentElement?.previousElementSibling?.tagName).toBe("SCRIPT");
  slide(first, 0, 1);
  await painted();
  expect([values(first), values(second)]).toEqual([
    ["1", "3", "3", "4", "12"],
    ["2", "3", "6", "36"],
  ]);
  expect([note(first), note(second)]).toEqual(["", ""]);
});

test("a second script in the page draws nothing twice", async () => {
  await page(saved(message()));
  vi.resetModules();
  expect(await page()).toHaveLength(1);
});

describe("a whole page", () => {
  const labels = (root: Element) => {
    find(root, ".mg-menu > button").click();
    return [...root.querySelectorAll('[role="menuitem"]')].map(({ textContent }) => textContent);
  };

  beforeEach(() => {
    document.documentElement.className = "microgradext-page";
    const policy = '<meta http-equiv="Content-Security-Policy" content="x">';
    const script = '<script id="microgradext-script" type="text/plain">y</script>';
    document.head.innerHTML = `${policy}<style id="microgradext-style"></style>${script}`;
    history.replaceState(null, "", "#f:a=1.5,b=x;y:x=-1");
  });
  afterEach(() => {
    document.documentElement.className = "";
    history.replaceState(null, "", "#");
  });

  test("opens where its address says", async () => {
    const [first, second] = pair(await page(saved(message()), saved(branching(2, 3))));
    expect(values(first).slice(0, 2)).toEqual(["1.5", "3"]);
    expect(note(second)).toMatch(/^No kernel\|x > 0 at line 3 is now false/);
  });

  test("offers itself again, and a link of which it writes one part", async () => {
    const [first] = pair(await page(saved(message()), saved(branching(2, 3))));
    expect(labels(first)).toEqual(
      expect.arrayContaining(["Page that works offline", "Copy link to this point"]),
    );
    vi.stubGlobal("navigator", { clipboard: { writeText: vi.fn() } });
    slide(first, 1, 0.5);
    await painted();
    find<HTMLButtonElement>(first, '[role="menuitem"]:last-child').click();
    expect(location.hash).toBe("#f:a=1.5,b=0.5;y:x=-1");
    await vi.waitFor(() => expect(navigator.clipboard.writeText).toHaveBeenCalledWith(location.href));
  });

  test("is none in a page of somebody else's", async () => {
    document.documentElement.className = "";
    const [first] = pair(await page(saved(message())));
    expect(values(first).slice(0, 2)).toEqual(["−2", "3"]);
    expect(labels(first).filter((label) => /offline|link/.test(label ?? ""))).toEqual([]);
  });
});

test.each([
  ["damaged", "{", /"message" is not a record/],
  ["of another version", saved(message(undefined, { version: 1 })), /version 1/],
])("what is %s is refused in a sentence, and the next is drawn", async (_, content, reason) => {
  const [first, second] = pair(await page(content, saved(message())));
  expect(first.textContent).toMatch(reason);
  expect(values(second)).toHaveLength(5);
});

describe("where a guard flips, the page", () => {
  test("says which, and goes to the nearest point before it", async () => {
    const [root] = pair(await page(saved(branching(2, 3))));
    slide(root, 0, -1);
    await painted();
    expect(note(root)).toMatch(
      /^No kernel\|x > 0 at line 3 is now false.* needs a running kernel\.\|+Go to x = 0\.01$/,
    );
    expect(root.classList.contains("mg-stale")).toBe(true);
    find<HTMLButtonElement>(root, ".mg-note button:not([hidden])").click();
    await painted();
    expect([values(root), note(root)]).toEqual([["0.01", "3", "0.03", "0.0009"], ""]);
  });
});

describe("an operation written by hand", () => {
  const WHY = "sinh is written by hand (line 3), so every move runs the cell again.";
  const sketch = [
    { name: "x", value: 2 },
    { name: "y", value: 3 },
    { name: "s", op: "written", of: ["x"], value: 5 },
    { name: "f", op: "mul", of: ["s", "y"], value: 15 },
  ];
  const floats = (numbers: number[]) => new DataView(Float64Array.from(numbers).buffer);

  function byHand(gradients: number[], contributions: number[]): string {
    const raw = message(sketch, { mode: "rerun", replays: false, why: WHY });
    const inputs = raw.inputs.map((input) => ({ ...input, held: input.name === "x" }));
    return saved({ ...raw, inputs, gradients: floats(gradients), contributions: floats(contributions) });
  }

  test("keeps still what it was made of, and says why; the rest moves, and gradients go back through it", async () => {
    const [root] = pair(await page(byHand([12, 5, 3, 1], [12, 3, 5])));
    expect(note(root)).toBe(`|${WHY} Without a kernel x stays still.`);
    const sliders = [...root.querySelectorAll<HTMLInputElement>("input[type=range]")];
    expect(sliders.map(({ disabled }) => disabled)).toEqual([true, false]);
    expect(find(root, '[data-input="0"]').title).toContain(WHY);
    slide(root, 1, -1);
    await painted();
    expect(values(root)).toEqual(["2", "−1", "5", "−5"]);
    expect(text(root, '[data-input="0"] .mg-gradient')).toBe("−4");
  });

  test("hides the gradients before it where nothing has flowed back through it", async () => {
    const [root] = pair(await page(byHand([0, 5, 0, 1], [0, 0, 5])));
    slide(root, 1, 2);
    await painted();
    expect(text(root, '[data-input="0"] .mg-gradient')).toBe("–");
    expect(text(root, '[data-input="1"] .mg-gradient')).toBe("+5");
  });
});

describe("the nearest point", () => {
  const graph = (changes = {}) => decodeGraph(branching(2, 3, changes));
  const at = (...point: number[]) => Float64Array.from(point);

  test.each([
    [at(2, 3), at(-1, 3), [0.01, 3]],
    [at(0.5, 3), at(-0.03, 3), [0.001, 3]],
    [at(1e-5, 3), at(-1e-5, 3), [1e-7, 3]],
    [at(2, 3), at(-2, 5), [0.01, 3.99]],
    [at(2, 3), at(Number.NEGATIVE_INFINITY, 3), [2, 3]],
  ])("between %s and %s is %s", (from, to, expected) => {
    expect([...nearest(graph(), from, to)]).toEqual(expected);
  });

  test("of a whole input is a whole number", () => {
    const inputs = branching(2, 3).inputs.map((input) => ({ ...input, whole: true }));
    expect([...nearest(graph({ inputs }), at(7, 3), at(-6, 3))]).toEqual([1, 3]);
  });
});
