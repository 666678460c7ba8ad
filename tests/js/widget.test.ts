// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import widget from "../../js/widget";
import { decodeAsked } from "../../js/wire/protocol";
import { message, README } from "./message";
import { FakeModel, FakeResizeObserver, find, painted, press, slide, text } from "./page";

let cleanups: (() => void)[] = [];

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", FakeResizeObserver);
});

afterEach(() => {
  for (const cleanup of cleanups) cleanup();
  cleanups = [];
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

/** Open a view; it is 1000 px wide. */
function open(model = new FakeModel()): { model: FakeModel; el: HTMLElement } {
  const el = document.createElement("div");
  document.body.append(el);
  cleanups.push(widget.render({ model, el }));
  FakeResizeObserver.resizeAll(1000);
  return { model, el };
}

const asked = (model: FakeModel) => decodeAsked(model.traits.asked);

describe("a view", () => {
  test("shows values and gradients, exactly", () => {
    const { el } = open();
    expect(text(el, ".mg-output-value")).toBe("−6");
    expect(text(el, '[data-node="1"] .mg-value')).toBe("3");
    expect(text(el, '[data-node="1"] .mg-gradient')).toBe("−8");
    expect(find(el, '[data-node="1"]').getAttribute("data-gradient")).toBe("−8");
    expect(text(el, '[data-input="0"] .mg-gradient')).toBe("−3");
    expect(find<HTMLInputElement>(el, '[data-input="0"] input.mg-box').value).toBe("−2");
  });

  test("lays out once its width is known, and nothing moves in a drag", async () => {
    const { el } = open();
    const places = () => [...el.querySelectorAll(".mg-node")].map((node) => node.getAttribute("transform"));
    const before = places();
    expect(before.every((place) => place?.startsWith("translate("))).toBe(true);
    slide(el, 0, 4.5);
    await painted();
    expect(places()).toEqual(before);
  });

  test("says everything as a table, seen or not", async () => {
    const { el } = open();
    const rows = () => [...el.querySelectorAll("tbody tr")].map((row) => row.textContent);
    expect(rows()[4]).toBe("fd e5−6+1");
    expect(find(el, ".mg-table").classList.contains("mg-unseen")).toBe(true);
    find(el, '.mg-tabs [aria-controls$="-table"]').click();
    expect(find(el, ".mg-table").classList.contains("mg-unseen")).toBe(false);
    expect(find(el, '.mg-tabs [aria-controls$="-table"]').getAttribute("aria-expanded")).toBe("true");
    slide(el, 0, 1);
    await painted();
    expect(rows()[4]).toContain("12");
  });

  test("names its nodes for a screen reader", () => {
    const { el } = open();
    const label = find(el, '[data-node="2"]').getAttribute("aria-label");
    expect(label).toBe("d, mul of a and b, value minus 6, gradient 1");
  });

  test("keeps keys to itself", () => {
    const { el } = open();
    const heard = vi.fn();
    document.body.addEventListener("keydown", heard);
    press(find(el, '[data-node="0"]'), "b");
    document.body.removeEventListener("keydown", heard);
    expect(heard).not.toHaveBeenCalled();
    expect(find(el, ".microgradext").hasAttribute("data-lm-suppress-shortcuts")).toBe(true);
  });
});

describe("a label is text", () => {
  const EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">';

  test("wherever it stands", () => {
    const named = README.map((sketch) => ({ ...sketch, name: sketch.name + EVIL }));
    const renamed = named.map(({ of, ...rest }) =>
      of ? { ...rest, of: of.map((name) => name + EVIL) } : rest,
    );
    const { el } = open(new FakeModel({ graph: message(renamed, { notes: [EVIL], frozen: EVIL }) }));
    find(el, '[data-node="0"]').dispatchEvent(new MouseEvent("click", { bubbles: true }));
    expect(el.querySelectorAll("script, img")).toHaveLength(0);
    expect(text(el, ".mg-bar .mg-code")).toBe(`f${EVIL}`);
    expect(text(el, ".mg-notes")).toBe(EVIL);
    expect(text(el, ".mg-note")).toContain(EVIL);
  });
});

describe("a moved slider", () => {
  test("moves everything in the next frame and asks the kernel once", async () => {
    const { model, el } = open();
    slide(el, 0, 1);
    slide(el, 0, 4);
    expect(model.sent).toHaveLength(0);
    await painted();
    expect(text(el, ".mg-output-value")).toBe("84");
    expect(find(el, '[data-node="0"]').getAttribute("data-gradient")).toBe("33");
    expect(model.sent).toHaveLength(1);
    expect(asked(model)).toMatchObject({ seq: 1, revision: 1, point: Float64Array.from([4, 3]) });
  });

  test("ignores answers to older questions, and takes the newest", async () => {
    const { model, el } = open();
    for (const x of [1, 2]) {
      slide(el, 0, x);
      await painted();
    }
    model.answer(1, [1, 3]);
    await painted();
    expect(text(el, ".mg-output-value")).toBe("30");
    model.answer(2, [0, 3]);
    await painted();
    expect(text(el, ".mg-output-value")).toBe("0");
    expect(model.sent).toHaveLength(2); // taking a point asks nothing
  });

  test("is not pulled back by an answer while the page is ahead", async () => {
    const { model, el } = open();
    slide(el, 0, 1);
    await painted();
    slide(el, 0, 2);
    model.answer(1, [1, 3]);
    await painted();
    expect(text(el, ".mg-output-value")).toBe("30");
  });

  test("ignores answers about another graph, and malformed ones", async () => {
    const { model, el } = open();
    model.answer(1, [9, 9], "", 2);
    model.answer(1, [9]);
    model.set("answered", { seq: 1, revision: 1, point: [9, 9], problem: "", input: -1 });
    await painted();
    expect(text(el, ".mg-output-value")).toBe("−6");
    expect(text(el, ".mg-note")).toContain('"answered.point" is not a buffer');
  });

  test("shows the kernel's sentence when it was not taken", async () => {
    const { model, el } = open();
    slide(el, 0, 1);
    await painted();
    model.answer(1, [-2, 3], "a must be below 0.");
    await painted();
    expect(text(el, ".mg-note")).toContain("a must be below 0.");
    expect(text(el, ".mg-output-value")).toBe("−6");
  });

  test("is corrected when the kernel could not read the question", async () => {
    const { model, el } = open();
    slide(el, 0, 1);
    await painted();
    model.answer(-1, [-2, 3], "point holds 2 numbers, not 8 bytes");
    await painted();
    expect(text(el, ".mg-note")).toContain("point holds 2 numbers");
    expect(text(el, ".mg-output-value")).toBe("−6");
  });

  test("moves the other view of the same model", async () => {
    const { model, el } = open();
    const other = open(model);
    slide(el, 1, 1);
    await painted();
    await painted();
    expect(text(other.el, ".mg-output-value")).toBe("2");
    model.answer(1, [-2, 1]);
    slide(other.el, 1, 2);
    await painted();
    await painted();
    expect(text(el, ".mg-output-value")).toBe("0");
    expect(asked(model)?.seq).toBe(2);
    expect(model.sent).toHaveLength(2);
  });

  test("works without a kernel, and says so", async () => {
    const { el } = open(new FakeModel({ layout: { comm_live: false } }));
    await vi.waitFor(() => expect(text(el, ".mg-note")).toMatch(/^No kernel/));
    slide(el, 0, 4);
    await painted();
    expect(text(el, ".mg-output-value")).toBe("84");
  });

  test("notices that the kernel died", async () => {
    const layout = { comm_live: true };
    const { model, el } = open(new FakeModel({ layout }));
    expect(find(el, ".mg-note").hidden).toBe(true);
    layout.comm_live = false;
    model.fire("comm_live_update");
    await vi.waitFor(() => expect(text(el, ".mg-note")).toMatch(/^No kernel/));
  });

  test("asks no kernel that was shut down", async () => {
    const layout = { comm_live: true, comm: { jsServicesComm: { isDisposed: true } } };
    const { model, el } = open(new FakeModel({ layout }));
    slide(el, 0, 4);
    await painted();
    expect([text(el, ".mg-output-value"), model.sent.length]).toEqual(["84", 0]);
  });
});

describe("a view that opens later", () => {
  test("starts at the newest point", () => {
    const model = new FakeModel();
    model.answer(3, [1, 1]);
    expect(text(open(model).el, ".mg-output-value")).toBe("2");
  });

  test("starts where the cell ran when the points are of another graph", () => {
    const model = new FakeModel();
    model.answer(3, [1, 1], "", 7);
    expect(text(open(model).el, ".mg-output-value")).toBe("−6");
  });
});

describe("a cell whose sliders stay still", () => {
  test("says why, and has no slider to move", () => {
    const { el } = open(
      new FakeModel({ graph: message(README, { frozen: "This cell branches on data (line 3)." }) }),
    );
    expect(text(el, ".mg-note")).toContain("This cell branches on data (line 3).");
    expect(
      [...el.querySelectorAll<HTMLInputElement>(".mg-row input")].every(({ disabled }) => disabled),
    ).toBe(true);
  });

  test("stays where it ran when the kernel moves its inputs", async () => {
    const { model, el } = open(new FakeModel({ graph: message(README, { frozen: "It branches." }) }));
    model.answer(0, [5, 5]);
    await painted();
    expect(text(el, ".mg-output-value")).toBe("−6");
  });

  test("shows the graph up to where it stopped", () => {
    const changes = { output: -1, view_output: -1, title: "r", stopped: "Stopped at line 6" };
    const { el } = open(new FakeModel({ graph: message(README, changes) }));
    expect(text(el, ".mg-bar")).toContain("rnot reached");
    expect(text(el, ".mg-note")).toBe(
      "Stopped at line 6The graph up to there. No gradients: the output was not reached.",
    );
    expect(text(el, '[data-node="2"] .mg-gradient')).toBe("–");
  });
});

describe("a message that cannot be drawn", () => {
  test("is refused in a sentence", () => {
    const { el } = open(new FakeModel({ graph: message(README, { version: 1 }) }));
    expect(text(el, ".microgradext")).toMatch(/^Not shown.*version 1: reload the page\.$/);
  });

  test("leaves the picture that is there", () => {
    const { model, el } = open();
    model.set("graph", message(README, { output: 99 }));
    expect(text(el, ".mg-output-value")).toBe("−6");
    expect(text(el, ".mg-note")).toContain('"output" is 99');
  });

  test("gives way to a good one", async () => {
    const { model, el } = open();
    model.set(
      "graph",
      message(
        [
          { name: "x", value: 2 },
          { name: "y", op: "square", of: ["x"] },
        ],
        { revision: 2 },
      ),
    );
    slide(el, 0, 3);
    await painted();
    expect(text(el, ".mg-output-value")).toBe("9");
    expect(asked(model)).toMatchObject({ revision: 2, point: Float64Array.from([3]) });
  });
});

describe("what is selected", () => {
  const dimmed = (el: Element) =>
    [...el.querySelectorAll(".mg-dim")].map((edge) => Number(edge.getAttribute("data-edge")));
  const click = (el: Element, selector: string) =>
    find(el, selector).dispatchEvent(new MouseEvent("click", { bubbles: true }));

  test("lights what its chain rule adds up and dims the rest", () => {
    const { el } = open();
    click(el, '[data-node="2"] .mg-label');
    expect(dimmed(el)).toEqual([0, 1, 2, 3, 5]);
    expect(find(el, '[data-node="2"]').getAttribute("aria-pressed")).toBe("true");
    click(el, '[data-node="2"] .mg-label');
    expect(dimmed(el)).toEqual([]);
  });

  test("can be an input, by its name", () => {
    const { el } = open();
    find(el, '[data-input="1"] .mg-name').click();
    expect(dimmed(el)).toEqual([0, 2, 4, 5]);
    expect(text(el, ".mg-tail")).toBe("b: value 3, ∂f/∂b −8");
    click(el, ".mg-graph");
    expect(dimmed(el)).toEqual([]);
  });

  test("is reached by arrow keys, one tab stop in all", () => {
    const { el } = open();
    const stops = () =>
      [...el.querySelectorAll('.mg-node[tabindex="0"]')].map((node) => node.getAttribute("data-node"));
    expect(stops()).toEqual(["4"]);
    press(find(el, '[data-node="4"]'), "ArrowLeft");
    expect(stops()).toEqual(["2"]);
    press(find(el, '[data-node="2"]'), "ArrowDown");
    expect(stops()).toEqual(["3"]);
    press(find(el, '[data-node="3"]'), "Enter");
    expect(dimmed(el)).toEqual([0, 1, 2, 3, 4]);
    press(find(el, '[data-node="3"]'), "Escape");
    expect(dimmed(el)).toEqual([]);
    press(find(el, '[data-node="3"]'), "ArrowRight");
    expect(stops()).toEqual(["4"]);
  });
});

describe("the static twin", () => {
  const rules = () => document.head.querySelectorAll("style[data-mg-hides]").length;

  test("is hidden by a rule, counted over views, where no output area does it", () => {
    const { model } = open();
    open(model);
    expect(rules()).toBe(1);
    expect(document.head.textContent).toContain(".microgradext-static-r1 { display: none }");
    cleanups.pop()?.();
    expect(rules()).toBe(1);
    cleanups.pop()?.();
    expect(rules()).toBe(0);
  });

  test("is left to its own style inside an output area", () => {
    document.body.className = "jp-OutputArea";
    open();
    document.body.className = "";
    expect(rules()).toBe(0);
  });

  test("is found by the class of the live view", () => {
    expect(find(open().el, ".microgradext").classList.contains("microgradext-live-r1")).toBe(true);
  });
});

describe("cleaning up", () => {
  test("fifty views leave nothing behind", async () => {
    const added = vi.spyOn(EventTarget.prototype, "addEventListener");
    const watching = new Set<MutationObserver>();
    const observe = vi.spyOn(MutationObserver.prototype, "observe").mockImplementation(function (
      this: MutationObserver,
    ) {
      watching.add(this);
    });
    const disconnect = vi.spyOn(MutationObserver.prototype, "disconnect").mockImplementation(function (
      this: MutationObserver,
    ) {
      watching.delete(this);
    });
    const model = new FakeModel();
    const head = document.head.childNodes.length;
    for (let i = 0; i < 50; i++) {
      const { el } = open(model);
      slide(el, 0, i); // a frame is on its way when the view closes
      cleanups.pop()?.();
      expect(el.childNodes).toHaveLength(0);
    }
    await painted();
    expect(model.listeners).toBe(0);
    expect(model.sent).toHaveLength(0);
    expect([watching.size, FakeResizeObserver.atWork.size]).toEqual([0, 0]);
    expect(document.head.childNodes.length).toBe(head);
    expect(unguarded(added.mock.calls)).toEqual([]);
    for (const spy of [added, observe, disconnect]) spy.mockRestore();
  }, 60_000);

  test("follows anywidget's signal where there is one", () => {
    const life = new AbortController();
    const [model, el] = [new FakeModel(), document.createElement("div")];
    widget.render({ model, el, signal: life.signal });
    expect(model.listeners).toBeGreaterThan(0);
    life.abort();
    expect([model.listeners, el.childNodes.length]).toEqual([0, 0]);
  });

  /** Listeners that neither end with a signal nor after one event. */
  function unguarded(calls: readonly unknown[][]): unknown[] {
    const guarded = (options: unknown) =>
      typeof options === "object" && options !== null && ("signal" in options || "once" in options);
    return calls.filter(([, , options]) => !guarded(options)).map(([type]) => type);
  }
});
