// @vitest-environment happy-dom

/** The box in which a node is looked for, with the list below it. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FindView } from "../../../js/search/find";
import { Replay } from "../../../js/tape/replay";
import { runPoint } from "../../../js/wire/point";
import { decodeGraph, type Graph } from "../../../js/wire/protocol";
import { short, signed } from "../../../js/words/numbers";
import { message } from "../message";
import { find, press, text } from "../page";
import { many } from "./many";

const FIGURES = /[\u2007\u2008]/g;
const life = { end: new AbortController() };

beforeEach(() => {
  life.end = new AbortController();
});

afterEach(() => {
  life.end.abort();
  document.body.replaceChildren();
});

/** A search in an output with a button and a text box besides. */
function opened(graph: Graph = decodeGraph(message())) {
  const root = document.createElement("div");
  const [button, other] = [document.createElement("button"), document.createElement("input")];
  const walked: number[] = [];
  const lit: number[][] = [];
  const events = {
    walk: (node: number) => walked.push(node),
    lit: (nodes: Int32Array) => lit.push([...nodes]),
  };
  const view = new FindView("f1", root, events, life.end.signal);
  root.append(button, other, view.element);
  document.body.append(root);
  const replay = new Replay(graph, runPoint(graph));
  view.adopt(graph);
  view.settle(replay);
  const box = find<HTMLInputElement>(root, "[role=combobox]");
  const type = (words: string) => {
    box.focus();
    box.value = words;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  return { root, button, other, view, box, replay, walked, lit, type };
}

const options = (root: Element) => [...root.querySelectorAll<HTMLElement>("[role=option]")];
const shown = (root: Element) =>
  options(root).map((option) =>
    [...option.children].map((part) => (part.textContent ?? "").replace(FIGURES, "")),
  );
const chosen = (root: Element) =>
  options(root).findIndex((each) => each.getAttribute("aria-selected") === "true");

describe("the search", () => {
  test("lists what is called so, with its numbers", () => {
    const { root, type, lit, box } = opened();
    type("b");
    expect(shown(root)).toEqual([
      ["b", "3", "−8"],
      ["d", "−6", "+1"], // d = a * b, e = a + b
      ["e", "1", "−6"],
    ]);
    expect(lit).toEqual([[1, 2, 3]]);
    expect(box.getAttribute("aria-expanded")).toBe("true");
    expect(box.getAttribute("aria-activedescendant")).toBe(options(root)[0]?.id);
    expect(find(root, "[role=status]").hidden).toBe(true);
  });

  test("lists at most 8, with their paths, and says how many more there are", () => {
    const graph = many(2000);
    const { root, type, lit } = opened(graph);
    type("relu1");
    expect(options(root)).toHaveLength(8);
    const found = lit.at(-1) ?? [];
    expect(text(root, "[role=status]")).toBe(`and ${found.length - 8} more`);
    const known = new Map([...graph.undrawn].map((each) => [each.node, each]));
    const names = found.slice(0, 8).map((node) => {
      const { label, source, place } = known.get(node) ?? { label: "", source: "", place: "" };
      return (place && `${place} › `) + (label || source);
    });
    expect(shown(root).map(([name]) => name)).toEqual(names);
    expect(options(root).map(({ title }) => title)).toEqual(names);
  });

  test("says when there is nothing, and what to write instead of what it cannot read", () => {
    const { root, type, lit, box } = opened();
    type("q");
    expect(text(root, "[role=status]")).toBe("Nothing is called q.");
    expect(box.getAttribute("aria-expanded")).toBe("false");
    type("value > 1e9");
    expect(text(root, "[role=status]")).toBe("No node matches value > 1e9.");
    type("grad >");
    expect(text(root, "[role=status]")).toBe("grad > what? Write a number after >, as in grad > 1.");
    expect(lit).toEqual([[], [], []]);
    expect(options(root)).toEqual([]);
    type("");
    expect(find(root, ".mg-found").hidden).toBe(true);
  });

  test("is walked by arrow keys, and Enter goes to the node", () => {
    const { root, type, box, walked, lit } = opened();
    type("b");
    press(box, "ArrowDown");
    expect(chosen(root)).toBe(1);
    press(box, "ArrowUp");
    press(box, "ArrowUp");
    expect(chosen(root)).toBe(2);
    expect(box.getAttribute("aria-activedescendant")).toBe(options(root)[2]?.id);
    press(box, "Enter");
    expect(walked).toEqual([3]);
    expect(lit.at(-1)).toEqual([]);
    expect(find(root, ".mg-found").hidden).toBe(true);
    press(box, "ArrowDown");
    expect(find(root, ".mg-found").hidden).toBe(false);
    expect(chosen(root)).toBe(0);
  });

  test("is used by mouse", () => {
    const { root, type, walked } = opened();
    type("b");
    find(options(root)[1] as Element, "b").dispatchEvent(new MouseEvent("click", { bubbles: true }));
    expect(walked).toEqual([2]);
  });

  test("is reached by / from anywhere but where text is typed, and Escape leads back", () => {
    const { button, other, box, root, type } = opened();
    let outside = 0;
    root.addEventListener("keydown", () => outside++);
    other.focus();
    press(other, "/");
    expect(document.activeElement).toBe(other);
    button.focus();
    press(button, "/", { ctrlKey: true });
    expect(document.activeElement).toBe(button);
    press(button, "/");
    expect(document.activeElement).toBe(box);
    type("b");
    const before = outside;
    press(box, "Escape");
    expect(outside).toBe(before); // or it closed the panel around it
    expect(find(root, ".mg-found").hidden).toBe(true);
    expect(document.activeElement).toBe(button);
  });

  test("closes when the focus goes on", () => {
    const { type, other, root, lit } = opened();
    type("b");
    other.focus();
    expect(find(root, ".mg-found").hidden).toBe(true);
    expect(lit.at(-1)).toEqual([]);
  });

  test("shows the numbers of now, and looks again once nothing moves", () => {
    const { type, root, replay, view, lit } = opened();
    type("value > 2");
    expect(shown(root)).toEqual([["b", "3", "−8"]]);
    replay.move(0, 4);
    view.paint(replay);
    expect(shown(root)).toEqual([["b", short(3), signed(replay.gradient(1) as number)]]);
    view.settle(replay);
    expect(shown(root).map(([name]) => name)).toEqual(["a", "b", "d", "e", "f"]);
    expect(lit.at(-1)).toEqual([0, 1, 2, 3, 4]);
  });

  test("finds in a later graph what is there", () => {
    const { type, root, view } = opened();
    type("b");
    const graph = decodeGraph(message([{ name: "bb", value: 1 }]));
    view.adopt(graph);
    view.settle(new Replay(graph, runPoint(graph)));
    expect(shown(root).map(([name]) => name)).toEqual(["bb"]);
  });
});
