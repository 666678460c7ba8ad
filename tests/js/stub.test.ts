// @vitest-environment happy-dom
/** What a result brings along finds the front end, whatever the host does with the model that holds it. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import stub from "../../js/stub";
import { chance } from "./chance";
import { FakeModel } from "./page";

/** A front end that writes down what it is given. */
const SCRIPT =
  "export default { render({ el, found: { front } }) { el.append(front.policy); return () => el.replaceChildren(); } }";
const REFERENCE = "IPY_MODEL_s";
const random = chance(16);
let names = 0;
let front: { script: string; style: string; policy: string };

beforeEach(() => {
  names += 1;
  front = { script: SCRIPT, style: `b { order: ${names} }`, policy: `policy ${names}` };
  vi.spyOn(URL, "createObjectURL").mockImplementation(() => `data:text/javascript,${SCRIPT}//${names}`);
  vi.spyOn(URL, "revokeObjectURL").mockImplementation(() => {});
});

afterEach(() => {
  vi.useRealTimers();
  document.head.replaceChildren();
});

type Lookup = (id: string) => Promise<FakeModel>;

/** A view whose host looks models up like this; none if it cannot. */
function view(lookup?: Lookup, signal?: AbortSignal) {
  const traits = { front: String(names), front_end: REFERENCE };
  const model = Object.assign(new FakeModel(traits), lookup && { widget_manager: { get_model: lookup } });
  const el = document.createElement("div");
  return { model, el, drawn: stub().render({ model, el, ...(signal && { signal }) }) };
}

const holding = () => new FakeModel({ ...front });
const never = () => new Promise<never>(() => {});
const style = () => document.querySelectorAll("style");

test("it is in the model that is referred to, and is dressed once", async () => {
  const asked: string[] = [];
  const lookup: Lookup = async (id) => {
    asked.push(id);
    return holding();
  };
  const views = [view(lookup), view(lookup), view(lookup)];
  for (const { el, model, drawn } of views) {
    const close = await drawn;
    expect([el.textContent, model.said]).toEqual([front.policy, []]);
    close?.();
    expect(el.textContent).toBe("");
  }
  expect(asked).toEqual(["s", "s", "s"]);
  expect([style().length, style()[0]?.textContent]).toEqual([1, front.style]);
  expect(URL.createObjectURL).toHaveBeenCalledTimes(1);
});

const DROPPED: Record<string, Lookup | undefined> = {
  "throws at once": () => {
    throw new Error("widget model not found");
  },
  rejects: () => Promise.reject(new Error("widget model not found")),
  "gives an empty model": async () => new FakeModel(),
  "never answers": never,
  "knows no other models": undefined,
};

test.each(Object.entries(DROPPED))("where the host %s, the kernel is asked once", async (_, lookup) => {
  vi.useFakeTimers();
  const { el, model, drawn } = view(lookup);
  await vi.advanceTimersByTimeAsync(3000);
  expect(model.said).toEqual([{ kind: "front end" }]);
  vi.useRealTimers();
  for (const other of [undefined, {}, { kind: "graph" }, { kind: "front end" }])
    model.fire("msg:custom", other);
  expect(el.textContent).toBe("");
  model.fire("msg:custom", { kind: "front end", ...front });
  await drawn;
  expect([el.textContent, model.listeners]).toEqual([front.policy, 0]);
});

test("a view that is gone by then is not drawn", async () => {
  const life = new AbortController();
  const { el, drawn } = view(async () => holding(), life.signal);
  life.abort();
  expect(await drawn).toBeUndefined();
  expect(el.textContent).toBe("");
});

test("another front end in the page runs beside it, and its style is the newest", async () => {
  await view(async () => holding()).drawn;
  const earlier = names;
  names += 1;
  front = { ...front, style: "i {}", policy: "another" };
  const { el, drawn } = view(async () => holding());
  await drawn;
  expect([names - earlier, el.textContent, style().length]).toEqual([1, "another", 1]);
  expect(style()[0]?.textContent).toBe("i {}");
  expect(URL.createObjectURL).toHaveBeenCalledTimes(2);
});

test("whatever each of many views finds, all are drawn", async () => {
  for (let round = 0; round < 20; round++) {
    names += 1;
    const lookups = Object.values(DROPPED).filter((lookup) => lookup !== never);
    const views = Array.from({ length: 5 }, () =>
      view(random(0, 1) < 0.5 ? async () => holding() : lookups[Math.floor(random(0, lookups.length))]),
    );
    await new Promise((done) => setTimeout(done));
    for (const { model } of views)
      if (model.said.length > 0) model.fire("msg:custom", { kind: "front end", ...front });
    await Promise.all(views.map(({ drawn }) => drawn));
    expect(views.map(({ el }) => el.textContent)).toEqual(views.map(() => front.policy));
  }
});
