/** The panels and their tabs: knows which are open, and passes everything on to those. */

import { assign, html } from "../browser/dom";
import type { Panel, PanelName } from "../stage/panel";
import type { Replay } from "../tape/replay";
import type { Graph } from "../wire/protocol";

export class Panels {
  readonly tabs: readonly HTMLButtonElement[];
  readonly #panels: readonly Panel[];
  readonly #toggled: (open: PanelName[]) => void;
  readonly #offered = new Set<Panel>();
  #open: ReadonlySet<PanelName> = new Set();

  /** `toggled` is called with the open panels whenever the user opens or closes one. */
  constructor(panels: readonly Panel[], toggled: (open: PanelName[]) => void, signal: AbortSignal) {
    this.#panels = panels;
    this.#toggled = toggled;
    this.tabs = panels.map((panel) => this.#tab(panel, signal));
  }

  isOpen(name: PanelName): boolean {
    return this.#open.has(name);
  }

  /** Show a later graph; a panel with nothing to say about it hides its tab until it has something again. */
  adopt(graph: Graph): void {
    this.#panels.forEach((panel, i) => {
      const isOffered = panel.adopt(graph);
      if (isOffered) this.#offered.add(panel);
      else this.#offered.delete(panel);
      this.tabs[i]?.toggleAttribute("hidden", !isOffered);
    });
    this.show(this.#open);
  }

  /** Open these, close the others. */
  show(open: ReadonlySet<PanelName>): void {
    this.#open = open;
    this.#panels.forEach((panel, i) => {
      const isOpen = open.has(panel.name) && this.#offered.has(panel);
      assign(this.tabs[i] as Element, "aria-expanded", String(isOpen));
      panel.open(isOpen);
    });
  }

  paint(replay: Replay): void {
    for (const panel of this.#panels) if (this.#open.has(panel.name)) panel.paint(replay);
  }

  settle(replay: Replay): void {
    for (const panel of this.#panels) panel.settle(replay);
  }

  select(node: number | null): void {
    for (const panel of this.#panels) panel.select(node);
  }

  point(node: number | null): void {
    for (const panel of this.#panels) panel.point?.(node);
  }

  refused(sentence: string): void {
    for (const panel of this.#panels) panel.refused?.(sentence);
  }

  #tab(panel: Panel, signal: AbortSignal): HTMLButtonElement {
    const title = panel.name[0]?.toUpperCase() + panel.name.slice(1);
    const says = { "aria-controls": panel.element.id, "aria-expanded": "false" };
    const tab = html("button", { type: "button", ...says }, title);
    tab.addEventListener("click", () => this.#toggle(panel.name), { signal });
    panel.element.addEventListener("keydown", (event) => this.#key(event, panel, tab), { signal });
    return tab;
  }

  #key(event: KeyboardEvent, panel: Panel, tab: HTMLElement): void {
    if (event.key !== "Escape" || event.defaultPrevented || !this.#open.has(panel.name)) return;
    this.#toggle(panel.name);
    tab.focus();
  }

  #toggle(name: PanelName): void {
    const now = this.#panels
      .map((panel) => panel.name)
      .filter((each) => this.#open.has(each) !== (each === name));
    this.show(new Set(now));
    this.#toggled(now);
    if (this.#open.has(name)) this.#reveal(name);
  }

  /** Scroll to a panel that has opened outside the screen, once it is filled. */
  #reveal(name: PanelName): void {
    const panel = this.#panels.find((each) => each.name === name);
    requestAnimationFrame(() => panel?.element.scrollIntoView({ block: "nearest", inline: "nearest" }));
  }
}
