/** Makes elements and patches text and attributes; what is already there is not written again. */

const SVG = ["http", "//www.w3.org/2000/svg"].join(":"); // the name of a namespace, never fetched

type Attributes = Readonly<Record<string, string | number>>;

export function html<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  return filled(document.createElement(tag), attributes, children);
}

export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[Tag] {
  return filled(document.createElementNS(SVG, tag) as SVGElementTagNameMap[Tag], attributes, children);
}

function filled<E extends Element>(element: E, attributes: Attributes, children: (Node | string)[]): E {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children); // a string becomes a text node, whatever it holds
  return element;
}

/** Text that changes often. The current text is remembered, because asking the page for it is slow. */
export class Words {
  readonly element: Element;
  readonly #node: Text;
  #text: string;

  constructor(element: Element, text = "") {
    this.element = element;
    this.#node = document.createTextNode(text);
    this.#text = text;
    element.append(this.#node);
  }

  get text(): string {
    return this.#text;
  }

  write(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#node.data = text;
  }
}

/** An attribute that changes often, remembered in the same way; nothing else may write it. */
export class Attribute {
  readonly #element: Element;
  readonly #name: string;
  #value: string | number | null = null;

  constructor(element: Element, name: string) {
    this.#element = element;
    this.#name = name;
  }

  write(value: string | number): void {
    if (value === this.#value) return;
    this.#value = value;
    this.#element.setAttribute(this.#name, String(value));
  }
}

/** Write an attribute that rarely changes. */
export function assign(element: Element, name: string, value: string | number): void {
  const text = String(value);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}
