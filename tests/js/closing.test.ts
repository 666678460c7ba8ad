// @vitest-environment happy-dom
/** What a view puts beside itself in the page, and that it takes it away again. */

import { describe, expect, test, vi } from "vitest";
import widget from "../../js/widget";
import { FakeModel, FakeResizeObserver, find, painted, slide } from "./page";
import { closeViews, open } from "./views";

closeViews();

describe("the static twin", () => {
  const rules = () => document.head.querySelectorAll("style[data-mg-hides]").length;

  test("is hidden by a rule, counted over views, where no output area does it", () => {
    const first = open();
    const second = open(first.model);
    expect(rules()).toBe(1);
    expect(document.head.textContent).toContain(".microgradext-static-r1 { display: none }");
    second.close();
    expect(rules()).toBe(1);
    first.close();
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
      const { el, close } = open(model);
      slide(el, 0, i); // a frame is on its way when the view closes
      close();
      expect(el.childNodes).toHaveLength(0);
    }
    await painted();
    expect(model.listeners).toBe(0);
    expect(model.sent).toHaveLength(0);
    expect([watching.size, FakeResizeObserver.atWork.size]).toEqual([0, 0]);
    expect(document.head.childNodes.length).toBe(head);
    expect(unguarded(added.mock.calls)).toEqual([]);
    for (const spy of [added, observe, disconnect]) spy.mockRestore();
  });

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
