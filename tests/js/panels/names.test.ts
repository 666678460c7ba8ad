// @vitest-environment happy-dom

/** Names in the strip are set as in mathematics, and are read out and copied as in the code. */

import { expect, test } from "vitest";
import { written } from "../../../js/panels/chain_rule/names";
import { typesetAll } from "../../../js/words/typesetting";
import { message, type Sketch } from "../message";
import { FakeModel, find } from "../page";
import { closeViews, open } from "../views";

closeViews();

function line(code: string, ...names: string[]): HTMLElement {
  const element = document.createElement("p");
  element.append(...written(code, typesetAll(names)));
  return element;
}

/** What is to be seen: without what has no size, and with what CSS puts before it; an index is in brackets. */
function seen(element: Element): string {
  return [...element.childNodes]
    .map((node) => {
      if (!(node instanceof HTMLElement)) return node.textContent;
      if (node.className === "mg-unsized") return "";
      const inner = (node.getAttribute("data-shown") ?? "") + seen(node);
      return node.localName === "sub" ? `<${inner}>` : inner;
    })
    .join("");
}

test.each([
  ["x_0 * w_12 + b", "x<0> * w<12> + b"],
  ["sigma**2 + lam", "σ**2 + λ"],
  ["Delta_t / x1", "Δ<t> / x<1>"],
  ["w[0][2] * lambda_", "w<02> * λ"],
  ["learning_rate * loss_2", "learning_rate * loss<2>"],
  ["x_0⁽²⁾", "x<0>⁽²⁾"],
  ["beta_alpha_1", "β<α1>"],
  ["sigma(x) + m.sigma + max_0…x_0", "sigma(x) + m.sigma + max_0…x_0"],
])("%s is set as %s", (code, shown) => {
  const element = line(code, ...(code.match(/[a-z]\w*(?:\[\d\])*(?:⁽²⁾)?/gi) ?? []));
  expect(element.textContent).toBe(code);
  expect(seen(element)).toBe(shown);
});

test("names that would look alike keep the spelling of the code", () => {
  expect(line("x1 + x_1", "x1", "x_1").children).toHaveLength(0);
  expect(seen(line("x1 + x_2", "x1", "x_2"))).toBe("x<1> + x<2>");
});

test("the strip sets the names of its node and of what uses it", () => {
  const sketch: Sketch[] = [
    { name: "x_0", value: 3 },
    { name: "sigma", op: "mul", of: ["x_0", "x_0"] },
    { name: "y", op: "exp", of: ["sigma"] },
  ];
  const { el } = open(new FakeModel({ graph: message(sketch) }));
  find(el, '[data-node="0"] .mg-label').dispatchEvent(new MouseEvent("click", { bubbles: true }));
  const lead = find(el, ".mg-chain .mg-fraction");
  expect(lead.textContent).toBe("∂y∂x_0");
  expect(seen(lead)).toBe("∂y∂x<0>");
  expect(find(el, ".mg-chain [data-shown]").getAttribute("data-shown")).toBe("σ");
  expect(find(el, '[data-node="1"] .mg-label').textContent).toBe("sigma");
});
