/**
 * What every result brings along in place of the front end: it finds that in a model which all results of a kernel
 * share, or asks the kernel for it, and hands the view on to it. Only the default is exported: a `render` beside it
 * would make anywidget pass over the rest.
 */

import type { Found, FrontEnd } from "./wire/front";
import type { Hear, Model } from "./wire/model";

interface Props {
  readonly model: StubModel;
  readonly el: HTMLElement;
  readonly signal?: AbortSignal;
}

/** A model as ipywidgets has it, which knows others. */
interface StubModel extends Model {
  readonly widget_manager?: { get_model(id: string): Promise<{ get(trait: keyof FrontEnd): unknown }> };
}

type Widget = { readonly render: (props: Props & { found: Found }) => () => void };

const WANTED = { kind: "front end" };
const GRAPH = "graph"; // the kind of a graph that comes apart
const PATIENCE = 3000; // ms after which the shared model is no longer waited for
const STYLE = "microgradext-live-style";

/** The front ends that run in this page, by name: for the stubs of all kernels. */
const RUNNING = Symbol.for("microgradext");
const page = globalThis as { [RUNNING]?: Map<string, Promise<Widget>> };
page[RUNNING] ??= new Map();
const running = page[RUNNING];

/** One for each model: anywidget calls it. */
export default function stub() {
  let sent: Parameters<Hear> | null = null;
  const keep: Hear = (content, buffers) => {
    if (Object(content).kind === GRAPH) sent = [content, buffers];
  };
  return {
    initialize({ model }: Pick<Props, "model">): void {
      model.on("msg:custom", keep);
    },
    render: (props: Props) => render(props, () => sent),
  };
}

async function render(props: Props, sent: Found["sent"]): Promise<(() => void) | undefined> {
  const { model, signal } = props;
  const front = (await shared(model)) ?? (await asked(model));
  const name = String(model.get("front"));
  if (!running.has(name)) running.set(name, run(front.script));
  const widget = await running.get(name);
  if (signal?.aborted) return;
  dress(front.style);
  return widget?.render({ ...props, found: { front, sent } });
}

/** The front end in the model that all results share; null where the host has dropped that, or never finds it. */
async function shared(model: StubModel): Promise<FrontEnd | null> {
  const id = String(model.get("front_end")).replace("IPY_MODEL_", "");
  const late = new Promise<null>((done) => setTimeout(done, PATIENCE, null));
  const sought = async () => model.widget_manager?.get_model(id); // a host may throw at once
  const found = await Promise.race([sought(), late]).catch(() => null);
  const [script, style, policy] = [found?.get("script"), found?.get("style"), found?.get("policy")];
  return script ? ({ script, style, policy } as FrontEnd) : null;
}

/** The front end as the kernel sends it, once it has time. */
function asked(model: StubModel): Promise<FrontEnd> {
  return new Promise((done) => {
    model.on("msg:custom", function hear(content) {
      const { kind, script } = Object(content);
      if (kind !== WANTED.kind || !script) return;
      model.off("msg:custom", hear);
      done(content as FrontEnd);
    });
    model.send(WANTED);
  });
}

/** The widget that a script exports. */
async function run(script: string): Promise<Widget> {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const module = await import(address);
  URL.revokeObjectURL(address);
  return module.default;
}

/** Give the page this style: as with anywidget's own, the last to come is that of all. */
function dress(style: string): void {
  const known = document.getElementById(STYLE);
  if (known?.textContent === style) return;
  const made = known ?? document.head.appendChild(document.createElement("style"));
  made.id = STYLE;
  made.textContent = style;
}
