// @vitest-environment happy-dom

/** A page of its own: what is in it, whatever the labels and the code are, and that it opens where it was saved. */

import { expect, test } from "vitest";
import { frontEndOf, offlinePage, ownFrontEnd, sentGraph } from "../../../js/save/page";
import { Replay } from "../../../js/tape/replay";
import type { FrontEnd } from "../../../js/wire/front";
import { decodeGraph } from "../../../js/wire/protocol";
import { SAVED, SavedModel, savedText } from "../../../js/wire/saved";
import { floats, message, README, type Sketch } from "../message";
import { FakeModel } from "../page";

const FRONT: FrontEnd = { script: "let own = '{{body}}'", style: "b > i {}", policy: "script-src 'x'" };

/** The page of a graph at a point. */
function page(sent: ReturnType<typeof message>, point: number[], panels: string[] = []): Document {
  const picture = { text: '<svg a="#1"/>', width: 8, height: 6 };
  const replay = new Replay(decodeGraph(sent), point);
  return new DOMParser().parseFromString(offlinePage(FRONT, sent, panels, replay, picture), "text/html");
}

const texts = (from: ParentNode, which: string) =>
  [...from.querySelectorAll(which)].map(({ textContent }) => textContent);

function graphIn(found: Document) {
  return decodeGraph(new SavedModel(texts(found, SAVED)[0] ?? "").get("graph"));
}

test("a page has title, code, picture, values and formula, and the front end as it is", () => {
  const found = page(message(), [1, 2], ["slopes", "table"]);
  expect(texts(found, "title, h1, h2")).toEqual(["f", "f", "Code", "Formula in LaTeX"]);
  expect(texts(found, "pre")).toEqual(["a = \nb = \nd = a b\ne = a b\nf = d e", "f = d \\cdot e"]);
  expect(texts(found, ".microgradext-output")).toEqual(["f = 6"]);
  expect(texts(found, "tr")).toEqual([
    "nameexpressionvaluegradient",
    "a1+8",
    "b2+5",
    "da b2+3",
    "ea b3+2",
    "fd e6+1",
  ]);
  expect(found.querySelector("img")?.getAttribute("src")).toBe(
    "data:image/svg+xml,%3Csvg%20a%3D%22%231%22%2F%3E",
  );
  expect(texts(found, "head script")).toEqual([FRONT.script]);
  expect(texts(found, "head style")).toEqual([FRONT.style]);
  expect(found.querySelector("meta[http-equiv]")?.getAttribute("content")).toBe(FRONT.policy);
});

test("it opens at the point where it was saved, with the panels that were open", () => {
  const sent = message(README, { printed: "x", revision: 7 });
  const graph = graphIn(page(sent, [0.1, Number.NaN], ["table"]));
  expect([...graph.data.slice(0, 2)]).toEqual([0.1, Number.NaN]);
  expect([graph.revision, graph.printed]).toEqual([1, ""]);
  const { panels } = JSON.parse(texts(page(sent, [1, 2], ["table"]), SAVED)[0] ?? "");
  expect(panels).toEqual(["table"]);
});

test.each(["</script><b>", "<!--<script>", "{{body}}", "$&", "&amp;", "\ud800"])(
  "%s stays a word",
  (word) => {
    const sketches: Sketch[] = [
      { name: word, value: 2 },
      { name: `${word}²`, op: "square", of: [word] },
    ];
    const found = page(message(sketches, { listing: word, formula: word, notes: [word], title: word }), [3]);
    expect(texts(found, "title, h1, pre, td:first-child, .microgradext-static > p:last-child")).toEqual([
      word,
      word,
      word,
      word,
      `${word}²`,
      word,
      word,
    ]);
    expect(found.querySelectorAll("script")).toHaveLength(2);
    expect(graphIn(found).inputs[0]?.name).toBe(word);
  },
);

test("a graph is written and read without a loss", () => {
  const sent = message(README, { data: floats([-2, Number.POSITIVE_INFINITY, -0, 1e-300, Number.NaN]) });
  const read = new SavedModel(savedText(sent)).get("graph");
  expect(decodeGraph(read)).toEqual(decodeGraph(sent));
});

test("nothing is made of a front end or a graph that is not there", () => {
  expect(frontEndOf(new FakeModel())).toBeNull();
  expect(frontEndOf(new FakeModel({ script: "x", style: "", policy: "" }))).toBeNull();
  expect(frontEndOf(new FakeModel({ script: "x", style: "", policy: "p" }))).not.toBeNull();
  expect(ownFrontEnd()).toBeNull();
  expect(sentGraph(new FakeModel(), decodeGraph(message()))).not.toBeNull();
  expect(sentGraph(new FakeModel({ graph: null }), decodeGraph(message()))).toBeNull();
  expect(sentGraph(new FakeModel(), decodeGraph(message(README, { revision: 2 })))).toBeNull();
});
