/** A group of inputs: a row with its squares, from the lowest to the highest gradient, that opens to sliders. */

import { Attribute, assign, html, Words } from "../browser/dom";
import { lifeWithin } from "../browser/life";
import { kindOf } from "../picture/stroke";
import { type Flowing, ROUNDING } from "../tape/rounding";
import { brief } from "../words/numbers";
import { gradientText, numberOf, said } from "../words/reading";
import { counted } from "../words/wording";
import type { Group } from "./grouping";
import { KEYS, Roving, type Stops } from "./roving";
import type { InputRow } from "./row";
import { shapeOf } from "./shape";
import { Squares } from "./squares";

/** What a group asks of all inputs. */
export interface Host {
  readonly names: readonly string[];
  /** The gradients of all inputs, null where one is not known. */
  readonly gradients: readonly Flowing[];
  /** The inputs that have sliders, in the order in which they got them. */
  readonly sliders: readonly number[];
  row(position: number): InputRow;
  /** Let inputs have sliders from now on. */
  give(positions: readonly number[]): void;
  toggle(title: string): void;
  /** Other rows are shown. */
  changed(): void;
}

const FIRST = 3; // sliders in a group that has just been opened
const MORE = 10; // at a time

export class GroupView {
  readonly element: HTMLElement;
  readonly title: string;
  readonly members: readonly number[];
  /** The inputs whose rows it shows. */
  shown: readonly number[] = [];
  readonly #host: Host;
  readonly #names: string; // of its members
  readonly #own: ReadonlySet<number>;
  readonly #life: AbortController;
  readonly #roving: Roving;
  readonly #squares: Squares;
  readonly #label = new Words(html("b"));
  readonly #head: HTMLButtonElement;
  readonly #low = new Extreme();
  readonly #to = html("span", { class: "mg-quiet" }, " to ");
  readonly #high = new Extreme();
  readonly #list: HTMLElement;
  readonly #find = html("input", {
    class: "mg-find",
    type: "text",
    placeholder: "Find an input",
    autocomplete: "off",
    spellcheck: "false",
  });
  readonly #more = html("button", { type: "button", class: "mg-more" });
  readonly #moreText = new Words(this.#more);
  readonly #nothing = html("span", { class: "mg-quiet", role: "status" });
  readonly #nothingText = new Words(this.#nothing);
  readonly #body: HTMLElement;
  #rows: readonly InputRow[] = [];
  #isOpen = false;
  #limit = MORE; // of what is found

  /** The ids of its parts begin with `id`. */
  constructor(group: Group, host: Host, id: string, signal: AbortSignal) {
    this.title = group.title;
    this.members = group.members;
    this.#host = host;
    this.#own = new Set(group.members);
    this.#names = namesOf(group, host.names);
    this.#life = lifeWithin(signal);
    this.#squares = new Squares(shapeOf(host.names, group.members));
    this.#head = this.#button(id);
    this.#list = html("div", { class: "mg-rows", tabindex: -1 });
    const foot = html("div", { class: "mg-group-foot" }, this.#find, this.#more, this.#nothing);
    this.#body = html("div", { class: "mg-group-body", id, hidden: "" }, this.#list, foot);
    const keys = html("span", { id: `${id}-keys`, hidden: "" }, KEYS);
    const says = { role: "group", "aria-label": isAll(this.title) ? this.title : `inputs of ${this.title}` };
    this.element = html("div", { class: "mg-group", ...says }, this.#line(), keys, this.#body);
    this.#roving = new Roving(this.element, () => this.#stops(), this.#life.signal);
    this.#listen(this.#life.signal);
    this.#roving.refresh();
  }

  /** Whether this is the view of a group of a later graph. */
  isOf(group: Group, names: readonly string[]): boolean {
    const isSame = group.title === this.title && group.members.length === this.members.length;
    return (
      isSame &&
      group.members.every((member, i) => member === this.members[i]) &&
      namesOf(group, names) === this.#names
    );
  }

  has(position: number): boolean {
    return this.#own.has(position);
  }

  /** Show the title, or what is left of it. */
  call(label: string): void {
    this.#label.write(label);
  }

  /** Whether it is open and shows nothing. */
  get isEmpty(): boolean {
    return this.#isOpen && this.shown.length === 0 && !this.#isFinding;
  }

  leave(): void {
    this.#life.abort();
    this.element.remove();
  }

  /** Show what is open and which inputs have sliders. */
  arrange(isOpen: boolean): void {
    this.#isOpen = isOpen;
    assign(this.#head, "aria-expanded", String(isOpen));
    this.#body.hidden = !isOpen;
    const before = this.#rows;
    this.shown = isOpen ? this.#wanted() : [];
    this.#rows = this.shown.map((position) => this.#host.row(position));
    place(this.#list, this.#rows);
    for (const row of before) if (!this.#rows.includes(row)) row.letGo();
    if (isOpen) this.#fillFoot();
    this.#roving.refresh();
  }

  /** Give the three inputs with the largest gradients their sliders, unless as many have them. */
  begin(): void {
    this.#host.give(this.#largest(FIRST - this.#sliders().length));
  }

  stopFinding(): void {
    this.#find.value = "";
  }

  /** Scroll to an input that it shows. */
  reveal(position: number): void {
    const row = this.#rows[this.shown.indexOf(position)];
    if (row) this.#list.scrollTop = row.element.offsetTop;
  }

  paint(largest: number): void {
    const { gradients } = this.#host;
    this.#squares.paint(gradients, largest);
    const { low, high } = extremes(this.members, gradients);
    this.#low.write(low, largest);
    const isOne = Object.is(low, high);
    this.#high.write(isOne ? undefined : high, largest);
    this.#to.hidden = isOne;
  }

  /** Write what a screen reader reads; only when settled. */
  describe(): void {
    const { low, high } = extremes(this.members, this.#host.gradients);
    const words = [low, Object.is(low, high) ? null : high].flatMap((x) => (x === null ? [] : said(x)));
    const range = words.join(" to ") || "not known";
    const note = this.#squares.note && `, ${this.#squares.note}`;
    assign(this.#squares.element, "aria-label", `gradients of ${this.title}, ${range}${note}`);
    this.#roving.refresh();
  }

  #sliders(): number[] {
    return this.#host.sliders.filter((position) => this.#own.has(position));
  }

  /** The inputs that have rows: those found, or else those with sliders. */
  #wanted(): number[] {
    return this.#isFinding ? this.#found().slice(0, this.#limit) : this.#sliders();
  }

  get #query(): string {
    return this.#find.value.trim();
  }

  get #isFinding(): boolean {
    return this.#query !== "";
  }

  #found(): number[] {
    const query = this.#query.toLowerCase();
    return this.members.filter((position) => this.#host.names[position]?.toLowerCase().includes(query));
  }

  /** So many inputs without a slider, those with the largest gradients. */
  #largest(count: number): number[] {
    const { gradients } = this.#host;
    const having = new Set(this.#sliders());
    const size = (position: number) => {
      const gradient = numberOf(gradients[position]) ?? 0;
      return Number.isNaN(gradient) ? Number.POSITIVE_INFINITY : Math.abs(gradient);
    };
    const others = this.members.filter((position) => !having.has(position));
    return others
      .sort((one, other) => compare(size(other), size(one)) || one - other)
      .slice(0, Math.max(0, count));
  }

  #fillFoot(): void {
    const all = this.#isFinding ? this.#found().length : this.members.length;
    const left = all - this.#rows.length;
    this.#find.hidden = this.members.length <= MORE;
    this.#more.hidden = left === 0;
    this.#moreText.write(`${counted(left)} more`);
    this.#nothing.hidden = all > 0;
    this.#nothingText.write(all > 0 ? "" : `Nothing is called ${this.#query}.`);
  }

  #showMore(): void {
    const before = this.#rows.length;
    if (this.#isFinding) this.#limit += MORE;
    else this.#host.give(this.#largest(MORE));
    this.#again();
    const first = this.shown[before] ?? -1;
    this.reveal(first);
    if (this.#more.hidden) this.#rows[before]?.stops[1]?.focus();
  }

  #again(): void {
    this.arrange(this.#isOpen);
    this.#host.changed();
  }

  #stops(): Stops {
    if (!this.#isOpen) return [[this.#head]];
    const foot = [this.#find, this.#more].filter(({ hidden }) => !hidden);
    return [[this.#head], ...this.#rows.map(({ stops }) => stops), ...(foot.length > 0 ? [foot] : [])];
  }

  #button(id: string): HTMLButtonElement {
    const count = counted(this.members.length);
    return html(
      "button",
      {
        type: "button",
        class: "mg-group-head",
        title: this.title,
        "aria-expanded": "false",
        "aria-controls": id,
        "aria-describedby": `${id}-keys`,
      },
      this.#label.element,
      html("span", { class: "mg-unseen" }, ", "),
      html("span", { class: "mg-quiet" }, count),
      html("span", { class: "mg-unseen" }, isAll(this.title) ? "" : " inputs"),
    );
  }

  #line(): HTMLElement {
    const range = html("span", { class: "mg-extremes" }, this.#low.element, this.#to, this.#high.element);
    assign(this.#squares.element, "aria-label", `gradients of ${this.title}`);
    assign(this.#find, "aria-label", isAll(this.title) ? "Find an input" : `Find an input of ${this.title}`);
    const line = html("div", { class: "mg-group-line" }, this.#head, this.#squares.element, range);
    if (this.#squares.note) assign(line, "title", this.#squares.note);
    return line;
  }

  #listen(signal: AbortSignal): void {
    this.#head.addEventListener("click", () => this.#host.toggle(this.title), { signal });
    this.#head.addEventListener("keydown", (event) => this.#headKey(event), { signal });
    this.#more.addEventListener("click", () => this.#showMore(), { signal });
    this.#find.addEventListener("input", () => this.#searched(), { signal });
    this.#find.addEventListener("keydown", (event) => this.#findKey(event), { signal });
  }

  #headKey(event: KeyboardEvent): void {
    const opens = { ArrowRight: true, ArrowLeft: false }[event.key];
    if (opens === undefined || opens === this.#isOpen) return;
    event.preventDefault();
    this.#host.toggle(this.title);
  }

  #searched(): void {
    this.#limit = MORE;
    this.#list.scrollTop = 0;
    this.#again();
  }

  /** Enter goes to what was found, Escape forgets it. */
  #findKey(event: KeyboardEvent): void {
    if (event.key === "Enter") this.#rows[0]?.stops[1]?.focus();
    else if (event.key === "Escape" && this.#isFinding) {
      this.#find.value = "";
      this.#searched();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  }
}

/** The lowest or the highest gradient of a group. */
class Extreme {
  readonly element = html("span");
  readonly #class = new Attribute(this.element, "class");
  readonly #text = new Words(this.element);

  /** null is not known; undefined is nothing to be shown. */
  write(x: Flowing | undefined, largest: number): void {
    this.#class.write(`mg-ink mg-${kindOf(x ?? null, largest)}`);
    this.#text.write(x === undefined ? "" : x === null ? "\u2026" : gradientText(x, briefSigned));
  }
}

interface Extremes {
  readonly low: Flowing;
  readonly high: Flowing;
}

/** The lowest and highest of the gradients that are known; nan, where there is one, is the highest. */
function extremes(members: readonly number[], gradients: readonly Flowing[]): Extremes {
  let [low, high, isNan, isLost] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, false, false];
  for (const member of members) {
    const gradient = numberOf(gradients[member]);
    if (gradient === null) continue;
    if (gradients[member] === ROUNDING) isLost = true;
    if (gradient < low) low = gradient;
    if (gradient > high) high = gradient;
    if (Number.isNaN(gradient)) isNan = true;
  }
  const about = (x: number) => (x === 0 && isLost ? ROUNDING : x);
  if (isNan) return { low: low <= high ? about(low) : Number.NaN, high: Number.NaN };
  return low <= high ? { low: about(low), high: about(high) } : { low: null, high: null };
}

function briefSigned(x: number): string {
  return `${x > 0 ? "+" : ""}${brief(x)}`;
}

/** Put rows into a list in order without removing one that is in place: a removed element loses the pointer. */
export function place(list: HTMLElement, rows: readonly InputRow[]): void {
  let next = list.firstChild;
  for (const { element } of rows) {
    if (element === next) next = next.nextSibling;
    else list.insertBefore(element, next);
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
}

function namesOf({ members }: Group, names: readonly string[]): string {
  return members.map((member) => names[member]).join("\n");
}

/** Whether a title says already that these are inputs. */
function isAll(title: string): boolean {
  return title.endsWith("inputs");
}

function compare(one: number, other: number): number {
  return one === other ? 0 : one - other;
}
