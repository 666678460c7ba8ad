// What a reader would see, measured: text that is cut off, things on top of each other, colours too close.
// Injected with the harness; every function answers with plain data.

// Chromium takes the parts of an SVG group that is not displayed for visible; but they are nowhere.
const shown = (element) =>
  element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
  element.getClientRects().length > 0;
const named = (element) =>
  `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""} “${element.textContent.trim().slice(0, 40)}”`;
const paints = (element) =>
  [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

// The box of the text itself, not of the element around it.
function textBox(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect();
}

// The part of an element that boxes around it, within the root, do not cut off. What is around the root can be scrolled,
// and the box of a body with `overflow: hidden` may be empty.
function seenBox(element, root) {
  let { left, right, top, bottom } = paints(element) ? textBox(element) : element.getBoundingClientRect();
  for (let at = element; at && at !== root.parentElement; at = at.parentElement) {
    if (getComputedStyle(at).overflowX === "visible" || at.clientWidth === 0) continue;
    const frame = at.getBoundingClientRect();
    [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
    [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
  }
  return { left, right, top, bottom };
}

// Text for screen readers alone is cut on purpose.
function forReaders(element) {
  for (let at = element; at; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.clipPath !== "none" || (style.position === "absolute" && at.clientWidth <= 1)) return true;
  }
  return false;
}

const visible = (root, selector) =>
  [...root.querySelectorAll(selector)].filter((element) => shown(element) && !forReaders(element));

function overflow(root, slack) {
  const outer = root.getBoundingClientRect();
  const found = [];
  for (const element of [root, ...root.querySelectorAll("*")]) {
    if (!shown(element) || forReaders(element)) continue;
    const style = getComputedStyle(element);
    const cut = style.overflowX === "hidden" && style.textOverflow !== "ellipsis";
    if (cut && element.scrollWidth > element.clientWidth + slack)
      found.push({ what: named(element), by: element.scrollWidth - element.clientWidth });
    if (!paints(element) || scrolls(element, root)) continue;
    const box = textBox(element);
    const by = Math.max(outer.left - box.left, box.right - outer.right);
    if (by > slack) found.push({ what: named(element), by });
  }
  return found;
}

// Inside a box that scrolls sideways, being wider than the root is no fault.
function scrolls(element, root) {
  for (let at = element; at && at !== root.parentElement; at = at.parentElement)
    if (["auto", "scroll"].includes(getComputedStyle(at).overflowX)) return true;
  return false;
}

function overlaps(root, selector, slack) {
  const elements = visible(root, selector);
  const boxes = elements.map((element) => seenBox(element, root));
  const found = [];
  for (let i = 0; i < boxes.length; i++)
    for (let j = i + 1; j < boxes.length; j++) {
      if (elements[i].contains(elements[j]) || elements[j].contains(elements[i])) continue;
      const across = Math.min(boxes[i].right, boxes[j].right) - Math.max(boxes[i].left, boxes[j].left);
      const down = Math.min(boxes[i].bottom, boxes[j].bottom) - Math.max(boxes[i].top, boxes[j].top);
      if (Math.min(across, down) > slack)
        found.push({ first: named(elements[i]), second: named(elements[j]), across, down });
    }
  return found;
}

// Any CSS colour as [r, g, b, a], by painting it: also color-mix() and oklch().
const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
function rgba(colour, opacity = 1) {
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = "transparent";
  pixel.fillStyle = colour;
  pixel.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
  return [r, g, b, (a / 255) * opacity];
}

const over = (top, below) => [
  ...[0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])),
  top[3] + below[3] * (1 - top[3]),
];

function luminance([r, g, b]) {
  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
}

function ratio(a, b) {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const inSvg = (element) => element instanceof SVGElement && !(element instanceof SVGSVGElement);

function opacityOf(element) {
  let opacity = 1;
  for (let at = element; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
  return opacity;
}

function surface(element) {
  const style = getComputedStyle(element);
  if (!inSvg(element)) return rgba(style.backgroundColor);
  return ["g", "text", "tspan", "line"].includes(element.tagName) || style.fill === "none"
    ? [0, 0, 0, 0]
    : rgba(style.fill, Number(style.fillOpacity) * Number(style.opacity));
}

// What is painted below an element's text, down to the first opaque layer.
function background(element, x, y) {
  const stack = document.elementsFromPoint(x, y);
  const layers = stack.slice(Math.max(0, stack.indexOf(element)));
  let colour = [0, 0, 0, 0];
  for (const layer of layers) {
    colour = over(colour, surface(layer));
    if (colour[3] > 0.999) break;
  }
  return over(colour, [255, 255, 255, 1]);
}

function contrast(root, selector) {
  // Shapes that let the mouse through would not be found under the text.
  const style = document.head.appendChild(document.createElement("style"));
  style.textContent = "* { pointer-events: all !important }";
  const scrolled = positions(root);
  try {
    return visible(root, selector).filter(paints).map(measured);
  } finally {
    style.remove();
    for (const [element, left, top] of scrolled) element.scrollTo(left, top);
  }
}

// Measuring scrolls texts into view; this is where everything stood.
function positions(root) {
  const around = [];
  for (let at = root; at; at = at.parentElement) around.push(at);
  return [...around, ...root.querySelectorAll("*")]
    .filter((at) => at.scrollWidth > at.clientWidth || at.scrollHeight > at.clientHeight)
    .map((at) => [at, at.scrollLeft, at.scrollTop]);
}

function measured(element) {
  element.scrollIntoView({ block: "center", inline: "center" });
  const box = textBox(element);
  const style = getComputedStyle(element);
  const below = background(element, box.x + box.width / 2, box.y + box.height / 2);
  const ink = inSvg(element) ? rgba(style.fill, Number(style.fillOpacity)) : rgba(style.color);
  ink[3] *= opacityOf(element);
  return {
    what: named(element),
    ratio: ratio(over(ink, below), below),
    ink: style.color,
    size: parseFloat(style.fontSize),
  };
}

window.geometry = { overflow, overlaps, contrast };
