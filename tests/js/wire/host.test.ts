// @vitest-environment happy-dom

/** In a page that says it has no kernel, nothing waits for one. */

import { afterEach, expect, test, vi } from "vitest";
import { FakeModel, find, painted, slide, text } from "../page";
import { branching, closeViews, open } from "../views";

closeViews();
afterEach(() => vi.unstubAllGlobals());

test("a branch that flips in marimo's exported page needs a kernel, and says so", async () => {
  vi.stubGlobal("__MARIMO_STATIC__", { files: {} });
  const model = new FakeModel({ graph: branching(2, 3) });
  const { el } = open(model);
  slide(el, 0, -1);
  await painted();
  expect(text(el, ".mg-note")).toContain("No kernel");
  expect(find(el, ".mg-note").textContent).toContain("needs a running kernel");
});
