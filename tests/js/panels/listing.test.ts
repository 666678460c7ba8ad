import { describe, expect, test } from "vitest";
import { lines } from "../../../js/panels/code/listing";
import type { Box, Span } from "../../../js/view/view";
import { decodeGraph } from "../../../js/wire/protocol";
import { draft, wired } from "../message";

type Marked = Partial<Box> & { readonly span: Span | null };

/** The lines of a listing whose nodes stand where they are told. */
function listed(listing: string, marked: readonly Marked[], firstLine = 1) {
  const sketches = marked.map((_, i) => ({ name: `n${i}`, value: i }));
  const raw = draft(sketches, { listing, first_line: firstLine });
  const boxes = raw.boxes.map((box, i) => ({ ...box, ...marked[i] }));
  return lines(decodeGraph(wired({ ...raw, boxes })));
}

function span(line: number, column: number, endColumn: number, endLine = line): Span {
  return { line, column, endLine, endColumn };
}

describe("a listing", () => {
  test("is whole, whatever spans cut it", () => {
    const text = "a = 1\n\nb = a *\\\n   (a + 2)  # ü 𝑥\n";
    const found = listed(text, [{ span: span(3, 4, 10, 4) }, { span: span(4, 4, 9) }]);
    expect(found.map(({ stretches }) => stretches.map((each) => each.text).join(""))).toEqual(
      text.trimEnd().split("\n"),
    );
    expect(found.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });

  test("knows the innermost span of each character, and all around it", () => {
    const [line] = listed("f = a*b + c", [
      { kind: "unnamed", span: span(1, 4, 7) },
      { kind: "named", label: "f", span: span(1, 4, 11) },
    ]);
    expect(line?.stretches.map(({ text, nodes, within }) => [text, nodes, within])).toEqual([
      ["f", [1], [1]],
      [" = ", [], []],
      ["a*b", [0], [0, 1]],
      [" + c", [1], [1]],
    ]);
    expect([line?.nodes, line?.node]).toEqual([[0, 1], 1]);
  });

  test("counts characters, not the halves of some", () => {
    const [line] = listed("𝑥 = 𝑎 * 𝑏", [{ kind: "named", label: "𝑥", span: span(1, 4, 9) }]);
    expect(line?.stretches.map(({ text }) => text)).toEqual(["𝑥", " = ", "𝑎 * 𝑏"]);
  });

  test("gives a span in a loop all of its nodes", () => {
    const marked = ["y⁽¹⁾", "y⁽²⁾", "y"].map(
      (label) => ({ kind: "named", label, span: span(2, 8, 13) }) as const,
    );
    const [, line] = listed("for i in range(3):\n    y = y * x", marked);
    expect(line?.stretches.filter(({ nodes }) => nodes.length > 0)).toMatchObject([
      { text: "y", nodes: [0, 1, 2] },
      { text: "y * x", nodes: [0, 1, 2] },
    ]);
    expect(line?.node).toBe(2);
  });

  test("begins at the line that the cell's code begins at", () => {
    const found = listed("a = 2\nb = a*a", [{ kind: "named", label: "b", span: span(4, 4, 7) }], 3);
    expect(found.map(({ number, node }) => [number, node])).toEqual([
      [3, null],
      [4, 0],
    ]);
  });

  test("leaves out spans that are not known or not in it, and is empty where there is none", () => {
    const found = listed("a = 2", [{ span: null }, { span: span(7, 0, 3) }, { span: span(1, 3, 99) }]);
    expect(found[0]?.stretches.map(({ text }) => text)).toEqual(["a =", " 2"]);
    expect(listed("", [{ span: span(1, 0, 1) }])).toEqual([]);
  });
});
