/** What a view keeps in its model, so that it is restored and Python can set it: panels, selection, pin, sliders. */

import type { Choices, Only } from "../folds/choices";
import type { Fields } from "../wire/kinds";
import type { Model, Remembered } from "../wire/model";
import { PANELS, type PanelName } from "./panel";

/** A point by the names of its inputs. */
export type Pinned = ReadonlyMap<string, number>;

export interface MemoryEvents {
  panels(open: ReadonlySet<PanelName>): void;
  selected(name: string): void;
  pinned(): void;
  sliders(): void;
  folds(): void;
}

export class Memory {
  alive = true;
  readonly alone: boolean; // whether the page never has a kernel
  automatic = true; // whether moves that need a rerun start one by themselves
  readonly #model: Model;

  constructor(model: Model, alone: boolean) {
    this.#model = model;
    this.alone = alone;
  }

  get panels(): ReadonlySet<PanelName> {
    const raw = this.#model.get("panels");
    return new Set(PANELS.filter((name) => Array.isArray(raw) && raw.includes(name)));
  }

  get selected(): string {
    return String(this.#model.get("selected") ?? "");
  }

  /** The groups of inputs that are open. */
  get groups(): readonly string[] {
    return texts(this.#model.get("groups"));
  }

  /** The inputs in groups that have sliders, by name. */
  get sliders(): readonly string[] {
    return texts(this.#model.get("sliders"));
  }

  /** What the user has opened and closed in the graph. */
  get folds(): Choices {
    const raw = this.#model.get("folds");
    const { opened, closed, turns, within, only } = (
      typeof raw === "object" && raw !== null ? raw : {}
    ) as Fields;
    const chosen = Object.entries(typeof turns === "object" && turns !== null ? turns : {});
    const whole = chosen.filter((entry): entry is [string, number] => Number.isInteger(entry[1]));
    return {
      opened: texts(opened),
      closed: texts(closed),
      turns: Object.fromEntries(whole),
      within: typeof within === "string" ? within : "",
      only: isOnly(only) ? only : null,
    };
  }

  get pinned(): Pinned | null {
    const point = Object.entries(this.#model.get("pinned") ?? {});
    const known = point.filter((entry): entry is [string, number] => Number.isFinite(entry[1]));
    return known.length > 0 ? new Map(known) : null;
  }

  keepPanels(open: readonly PanelName[]): void {
    this.#keep("panels", [...open]);
  }

  keepSelected(name: string): void {
    this.#keep("selected", name);
  }

  keepGroups(open: readonly string[]): void {
    this.#keep("groups", [...open]);
  }

  keepSliders(names: readonly string[]): void {
    this.#keep("sliders", [...names]);
  }

  keepFolds(choices: Choices): void {
    this.#keep("folds", choices);
  }

  /** Keep the pinned point; numbers that JSON cannot hold are left out. */
  keepPinned(point: Pinned | null): void {
    const known = [...(point ?? [])].filter(([, x]) => Number.isFinite(x));
    this.#keep("pinned", Object.fromEntries(known));
  }

  /** Listen to what Python, or another view of the same model, sets. */
  listen(events: MemoryEvents, signal: AbortSignal): void {
    this.#on("panels", () => events.panels(this.panels), signal);
    this.#on("selected", () => events.selected(this.selected), signal);
    this.#on("pinned", () => events.pinned(), signal);
    this.#on("groups", () => events.sliders(), signal);
    this.#on("sliders", () => events.sliders(), signal);
    this.#on("folds", () => events.folds(), signal);
  }

  #keep(trait: Remembered, value: unknown): void {
    if (JSON.stringify(this.#model.get(trait) ?? null) === JSON.stringify(value)) return;
    this.#model.set(trait, value);
    this.#model.save_changes();
  }

  #on(trait: Remembered, hear: () => void, signal: AbortSignal): void {
    this.#model.on(`change:${trait}`, hear);
    signal.addEventListener("abort", () => this.#model.off(`change:${trait}`, hear), { once: true });
  }
}

function isOnly(raw: unknown): raw is Only {
  const { name, way } = (typeof raw === "object" && raw !== null ? raw : {}) as Fields;
  return typeof name === "string" && (way === "operands" || way === "uses");
}

function texts(raw: unknown): string[] {
  return Array.isArray(raw) ? raw.filter((each) => typeof each === "string") : [];
}
