// @vitest-environment happy-dom
import { describe, expect, test, vi } from "vitest";
import { decodeAsked } from "../../js/wire/protocol";
import { message, README } from "./message";
import { FakeModel, find, painted, press, slide, text } from "./page";
import { closeViews, open } from "./views";

closeViews();

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
      "Stopped at line 6The graph up to there. No gradients, because the output was not reached.",
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
