/** Elements made, text and attributes patched: nothing is written that already stands there. */

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

/** Text that changes often, in its one text node. */
export function words(parent: Element, text = ""): Text {
  const node = document.createTextNode(text);
  parent.append(node);
  return node;
}

export function write(node: Text, text: string): void {
  if (node.data !== text) node.data = text;
}

export function assign(element: Element, name: string, value: string | number): void {
  const text = String(value);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}
