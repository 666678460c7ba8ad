/** What the page uses of the model that anywidget hands it; nothing is known of what arrives until it is read. */

export interface Model {
  get(trait: "graph" | "asked" | "answered" | "layout" | Remembered): unknown;
  set(trait: "asked" | Remembered, value: unknown): void;
  save_changes(): void;
  on(event: string, hear: () => void): void;
  off(event: string, hear: () => void): void;
}

/** What page and kernel both write: how a view is set up. */
export type Remembered = "panels" | "selected" | "pinned";
