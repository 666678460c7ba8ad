/** The part of anywidget's model that the page uses; whatever arrives is of unknown type until it is read. */

export interface Model {
  get(trait: Known): unknown;
  set(trait: Written, value: unknown): void;
  save_changes(): void;
  /** Send the kernel what is no trait. */
  send(content: object): void;
  on(event: string, hear: Hear): void;
  off(event: string, hear: Hear): void;
}

/** Called when a trait has changed, or with a message of the kernel's. */
export type Hear = (content?: unknown, buffers?: unknown) => void;

export type Known = "graph" | "asked" | "answered" | "layout" | Remembered | Around | Shared;
export type Written = "asked" | Remembered;

/** What both the page and the kernel write: how a view is set up. */
export type Remembered = "panels" | "selected" | "pinned" | "groups" | "sliders" | "folds";

/** The front end as text, the policy of a page with it, and what the picture is called in links to the page. */
export type Around = "script" | "style" | "policy" | "key";

/** Where a stub finds the front end: the name of one, and the model that holds it. */
export type Shared = "front" | "front_end";
