// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import { message, type Sketch } from "../message";
import { FakeModel, find, press, text } from "../page";
import { closeViews, open } from "../views";

closeViews();

/** A chain of so many nodes, of which some are not drawn. */
function chain(nodes: number, hidden = 0): Element {
  const names = Array.from({ length: nodes - 1 }, (_, i): Sketch => {
    return { name: `h${i}`, op: "tanh", of: [i ? `h${i - 1}` : "x"] };
  });
  return open(new FakeModel({ graph: message([{ name: "x", value: 0.5 }, ...names], { hidden }) })).el;
}

const buttons = (el: Element) => find(el, ".mg-zoom");

describe("the row above a graph", () => {
  test("counts its nodes and has buttons from 17 nodes on", () => {
    expect([text(chain(17), ".mg-graph-head .mg-count"), buttons(chain(17)).hidden]).toEqual([
      "17 nodes",
      false,
    ]);
    expect([text(chain(16), ".mg-graph-head .mg-count"), buttons(chain(16)).hidden]).toEqual(["", true]);
  });

  test("says how many are drawn where not all are", () => {
    expect(text(chain(18, 3), ".mg-graph-head .mg-count")).toBe("18 nodes, 18 drawn");
    expect(text(chain(5, 3), ".mg-graph-head .mg-count")).toBe("5 nodes, 5 drawn");
  });

  test("is one tab stop", () => {
    const el = chain(20);
    const stops = () =>
      [...buttons(el).querySelectorAll("button:not([hidden])")].map((each) => each.getAttribute("tabindex"));
    expect(stops()).toEqual(["0", "-1", "-1", "-1"]);
    find(el, ".mg-zoom button:not([hidden])").focus();
    press(find(el, ".mg-zoom button:not([hidden])"), "End");
    expect(stops()).toEqual(["-1", "-1", "-1", "0"]);
    expect(document.activeElement?.textContent).toBe("Fit");
  });
});

test("a key with Ctrl stays the browser's", () => {
  const el = chain(20);
  const node = find(el, ".mg-node[tabindex='0']");
  press(node, "+", { ctrlKey: true });
  expect(find(el, ".mg-slot").classList.contains("mg-zoomed")).toBe(false);
  press(node, "+");
  expect(find(el, ".mg-slot").classList.contains("mg-zoomed")).toBe(true);
  press(node, "f");
  expect(find(el, ".mg-slot").classList.contains("mg-zoomed")).toBe(false);
});
