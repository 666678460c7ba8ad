// @vitest-environment happy-dom
/// <reference types="vite/client" />
/** Graphs that earlier versions kept in notebooks and pages are read, and run. */

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Replay } from "../../../js/tape/replay";
import { decodeGraph, type Graph } from "../../../js/wire/protocol";
import { SavedModel } from "../../../js/wire/saved";
import { FakeResizeObserver, text } from "../page";

const MIME = "application/vnd.microgradext.graph+json";
const SCRIPT = /<script type="application\/vnd\.microgradext\.graph\+json">(.*?)<\/script>/g;
const FILES = import.meta.glob<string>("../../fixtures/earlier/*.{html,ipynb}", {
  query: "?raw",
  import: "default",
  eager: true,
});

interface Output {
  readonly data?: Readonly<Record<string, { readonly graph: string }>>;
}

function inNotebook(content: string): string[] {
  const { cells } = JSON.parse(content) as { cells: { outputs?: Output[] }[] };
  const kept = cells.flatMap(({ outputs = [] }) => outputs.map(({ data }) => data?.[MIME]?.graph));
  return kept.filter((graph) => graph !== undefined);
}

function inPage(content: string): string[] {
  return Array.from(content.matchAll(SCRIPT), ([, graph]) => graph as string);
}

function file(name: string): string {
  return FILES[`../../fixtures/earlier/${name}`] ?? "";
}

function opened(graph: string): Graph {
  return decodeGraph(new SavedModel(graph).get("graph"));
}

describe.each([
  ["a notebook", inNotebook(file("notebook.ipynb")), 5],
  ["a page of a notebook", inPage(file("notebook.html")), 5],
  ["a page of a result", inPage(file("result.html")), 1],
] as const)("graphs of version 4 in %s", (_, graphs, count) => {
  test("are all read", () => {
    expect(graphs.map((graph) => opened(graph).title)).toHaveLength(count);
  });

  test("give the numbers of the README", () => {
    const graph = opened(graphs[0] as string);
    const replay = new Replay(graph, [-2, 3]);
    expect(graph.inputs.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(replay.value(graph.output)).toBe(-6);
    expect(graph.inputs.map(({ node }) => replay.gradient(node))).toEqual([-3, -8]);
    replay.moveTo([1, 2]);
    expect(replay.value(graph.output)).toBe(6);
  });
});

describe("a page with today's script", () => {
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

  test.each([
    ["result.html", 1],
    ["notebook.html", 5],
  ])("%s shows all of its pictures alive", async (name, count) => {
    const page = new DOMParser().parseFromString(file(name), "text/html");
    document.body.append(...page.body.children);
    await import("../../../js/page");
    FakeResizeObserver.resizeAll(1000);
    const pictures = [...document.querySelectorAll<HTMLElement>(".microgradext")];
    expect(pictures).toHaveLength(count);
    expect(text(pictures[0] as HTMLElement, ".mg-output-value")).toBe("−6");
  });
});
