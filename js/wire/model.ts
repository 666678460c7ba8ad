/** The part of anywidget's model that the page uses; whatever arrives is of unknown type until it is read. */

export interface Model {
  get(trait: "graph" | "asked" | "answered" | "layout" | Remembered | Around): unknown;
  set(trait: "asked" | Remembered, value: unknown): void;
  save_changes(): void;
  on(event: string, hear: () => void): void;
  off(event: string, hear: () => void): void;
}

/** What both the page and the kernel write: how a view is set up. */
export type Remembered = "panels" | "selected" | "pinned";

/** The front end as text, the policy of a page with it, and what the picture is called in links to the page. */
export type Around = "_esm" | "_css" | "policy" | "key";
