/** What the table says of a row, beside its numbers. */

import type { Nodes } from "../../stage/nodes";
import type { Graph } from "../../wire/protocol";
import { derivative } from "../../words/wording";

/** What stands in the first columns of a row. */
export interface Said {
  readonly name: string; // "" for a node that is known by its code alone
  readonly isNamed: boolean;
  readonly expression: string;
  readonly line: string;
}

export class Wording {
  readonly nodes: Nodes;
  readonly gradient: string; // the head of the gradients
  readonly #inputs: ReadonlySet<number>;

  constructor(nodes: Nodes, { inputs, title }: Graph) {
    this.nodes = nodes;
    this.gradient = derivative(title, "name");
    this.#inputs = new Set(inputs.map(({ node }) => node));
  }

  /** Beside the path of its scopes; a node without a name goes by what it does there. */
  within(row: number): Said {
    const { nodes } = this;
    const [name, source, line] = [nodes.names.at(row), nodes.sources.at(row), nodes.line[row]];
    const expression = this.#inputs.has(nodes.node[row] as number) ? "input" : source;
    return { name: name || source, isNamed: name !== "", expression, line: line ? String(line) : "" };
  }

  /** The same with the path in front; a node that is in no scope and has no name is known by its code alone. */
  of(row: number): Said {
    const [said, path] = [this.within(row), this.nodes.path(row)];
    return { ...said, name: said.isNamed || path ? path + said.name : "" };
  }
}
