// @vitest-environment happy-dom
/** Large graphs: unpacked while time passes, dropped when overtaken, fetched where no file has them. */

import { beforeEach, describe, expect, test, vi } from "vitest";
import { frontEndOf, sentGraph } from "../../../js/save/page";
import { Equipped } from "../../../js/wire/front";
import { unpacked } from "../../../js/wire/parcel";
import { decodeGraph } from "../../../js/wire/protocol";
import { chance } from "../chance";
import { floats } from "../message";
import { FakeModel, find, slide, text } from "../page";
import { deflated, parcel } from "../parcels";
import { branching, closeViews, open, rerun } from "../views";

closeViews();

beforeEach(() => {
  document.body.replaceChildren();
});

const ABSENT =
  "This graph has 30,000 operations: too many to keep in the notebook; run the cell to see it live.";
const graph = (x: number, revision = 1, changes = {}) => branching(x, 3, { revision, ...changes });
const apart = (revision = 1) => ({ rid: graph(2).rid, revision, apart: ABSENT });
const output = (el: Element) => (el.querySelector(".mg-output-value") ? text(el, ".mg-output-value") : "");
const until = (holds: () => void) => vi.waitFor(holds, { timeout: 5000, interval: 5 });
const shows = (el: Element, value: string) => until(() => expect(output(el)).toBe(value));
/** Whatever is being unpacked is unpacked before several others that begin later. */
async function settled(): Promise<void> {
  for (let i = 0; i < 4; i++) await unpacked(apart(), deflated(graph(2)));
}
/** The time after which a graph is asked for has passed. */
function waited(): void {
  vi.advanceTimersByTime(600);
}

describe("a parcel in the trait", () => {
  test("is drawn once it is open, and saved as what it holds", async () => {
    const { el, model } = open(new FakeModel({ graph: parcel(graph(2)) }));
    expect(output(el)).toBe("");
    await shows(el, "36");
    const known = decodeGraph(graph(2));
    expect(decodeGraph(sentGraph(model, known))).toEqual(known);
  });

  test("is dropped when a newer graph has overtaken it, whatever the order", async () => {
    const random = chance(7);
    for (let round = 0; round < 10; round++) {
      const { el, model } = open(new FakeModel({ graph: graph(1) }));
      for (let revision = 2; revision <= 6; revision++) {
        const next = graph(revision, revision);
        model.set("graph", random(0, 1) < 0.6 ? parcel(next) : next);
        if (random(0, 1) < 0.3) await settled();
      }
      await settled();
      await shows(el, String((6 * 3) ** 2));
    }
  });

  test("keeps what was said meanwhile until it is open", async () => {
    const { el, model } = open(new FakeModel({ graph: graph(2) }));
    slide(el, 0, -1);
    await until(() => expect(model.sent).toHaveLength(1));
    model.set("graph", parcel(branching(-1, 3, { revision: 2 })));
    model.answer(1, [-1, 3], "", 2);
    await shows(el, "4");
    expect(find(el, ".microgradext").classList.contains("mg-stale")).toBe(false);
    slide(el, 0, 2);
    await until(() => expect(model.sent).toHaveLength(2)); // it did hear that its first question was answered
    rerun(model, [2, 3], 2);
    await shows(el, "36");
  });

  test("shows where the kernel stands, and why it refused to go on, in a page that is opened later", async () => {
    const asked = { seq: 4, revision: 2, point: floats([7, 3]) };
    const answered = { seq: 4, revision: 2, point: floats([2, 3]), problem: "Too far.", input: 0 };
    const { el } = open(new FakeModel({ graph: parcel(graph(1, 2)), asked, answered }));
    await until(() => expect(text(el, ".mg-note")).toContain("Too far."));
    expect(find<HTMLInputElement>(el, '[data-input="0"] input[type=range]').value).toBe("7");
  });

  test("that is damaged is refused, and the next is drawn", async () => {
    const bytes = new Uint8Array(deflated(graph(2)).byteLength).fill(7);
    const { el, model } = open(
      new FakeModel({ graph: { ...apart(), deflated: new DataView(bytes.buffer) } }),
    );
    await until(() => expect(text(el, ".mg-note")).toContain("what was deflated is damaged"));
    expect(find(el, ".microgradext").classList.contains("microgradext-said")).toBe(true);
    model.set("graph", parcel(graph(2, 2)));
    await shows(el, "36");
    expect(find(el, ".microgradext").classList.contains("microgradext-said")).toBe(false);
  });

  test("that is damaged is not even said once a newer graph is there", async () => {
    const bytes = new DataView(new Uint8Array(9).buffer);
    const { el, model } = open(new FakeModel({ graph: { ...apart(), deflated: bytes } }));
    model.set("graph", graph(2, 2));
    await settled();
    expect([output(el), find(el, ".mg-note").hidden]).toEqual(["36", true]);
  });

  test("needs a browser that can unpack it, and says so", async () => {
    vi.stubGlobal("DecompressionStream", undefined);
    Reflect.deleteProperty(globalThis, "DecompressionStream");
    const { el } = open(new FakeModel({ graph: parcel(graph(2)) }));
    await until(() =>
      expect(text(el, ".mg-note")).toContain(
        "This browser is too old to unpack a graph of this size: update it.",
      ),
    );
  });

  test("is not drawn in a view that was closed meanwhile", async () => {
    const { el, close } = open(new FakeModel({ graph: parcel(graph(2)) }));
    close();
    await settled();
    expect(el.textContent).toBe("");
  });
});

describe("a graph that comes apart from the traits", () => {
  const send = (model: FakeModel, x: number, revision = 1) =>
    model.fire("msg:custom", { kind: "graph", revision }, [deflated(graph(x, revision))]);

  test("is drawn when it comes by itself, and nothing is asked", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { el, model } = open(new FakeModel({ graph: apart() }));
    send(model, 2);
    await settled();
    expect(output(el)).toBe("36");
    waited();
    expect(model.said).toEqual([]);
    expect(sentGraph(model, decodeGraph(graph(2)))).not.toBeNull();
  });

  test("is asked for once by a page that was opened later", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { el, model } = open(new FakeModel({ graph: apart() }));
    expect(model.said).toEqual([]);
    waited();
    expect(model.said).toEqual([{ kind: "graph" }]);
    send(model, 4, 0); // an older one
    await settled();
    expect(output(el)).toBe("");
    send(model, 2);
    await settled();
    expect(output(el)).toBe("36");
  });

  test("may have come before there was a view", async () => {
    const model = new FakeModel({ graph: apart() });
    const front = { script: "s", style: "", policy: "p" };
    const sent = [{ kind: "graph", revision: 1 }, [deflated(graph(2))]] as [unknown, unknown];
    const equipped = new Equipped(model, { front, sent: () => sent });
    const { el } = open(equipped as unknown as FakeModel);
    await shows(el, "36");
    expect(frontEndOf(equipped)).toEqual(front);
  });

  test("is missed in words where there is no kernel", () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const dead = new FakeModel({ graph: apart(), layout: { comm_live: false } });
    const { el } = open(dead);
    expect(text(el, ".mg-note")).toContain(ABSENT);
    expect(find(el, ".microgradext").classList.contains("microgradext-said")).toBe(false);
    waited();
    expect(dead.said).toEqual([]);
  });
});
