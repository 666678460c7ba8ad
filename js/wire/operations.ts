/** The operations in a graph message: each node's operands and its row of the op table. */

import { ARITY, NAMES } from "../mathematics/generated/ops";
import { type GraphMessage, LEAF_CODE, WRITTEN_CODE } from "./generated/messages";
import { Refusal, require, wrong } from "./kinds";

/** Check that operands are earlier nodes, and that all nodes or none have gradients. */
export function checkOperands({ data, start, operands, gradients, contributions }: GraphMessage): void {
  const nodes = data.length;
  require(start.length === nodes + 1, `"start" has ${start.length} numbers for ${nodes} nodes`);
  require(start[0] === 0 && start[nodes] === operands.length, `"start" does not span "operands"`);
  for (let node = 0; node < nodes; node++) checkOperandsOf(node, start, operands);
  checkLength(gradients, nodes, "gradients");
  checkLength(contributions, operands.length, "contributions");
}

function checkOperandsOf(node: number, start: Int32Array, operands: Int32Array): void {
  const [from, to] = [start[node] as number, start[node + 1] as number];
  if (from > to || to > operands.length) throw wrong(`"start" decreases at node ${node}`);
  for (let slot = from; slot < to; slot++) {
    const operand = operands[slot] as number;
    if (operand < 0 || operand >= node) throw wrong(`an operand of node ${node} is not an earlier node`);
  }
}

function checkLength(numbers: Float64Array | null, length: number, name: string): void {
  if (numbers === null) return;
  require(numbers.length === length, `"${name}" has ${numbers.length} numbers instead of ${length}`);
}

/** For each node an opcode of this page, LEAF_CODE or WRITTEN_CODE. */
export function decodeOpcodes({ ops, code, data, start }: GraphMessage): Int32Array {
  const opcodes = ops.map(opcodeOf);
  require(code.length === data.length, `"code" has ${code.length} numbers for ${data.length} nodes`);
  const decoded = new Int32Array(code.length);
  for (let node = 0; node < code.length; node++) {
    const position = code[node] as number;
    const count = (start[node + 1] as number) - (start[node] as number);
    decoded[node] =
      position < 0 ? leafOrWritten(position, node, count) : known(opcodes, position, node, count);
  }
  return decoded;
}

function opcodeOf(name: string): number {
  const opcode = NAMES.indexOf(name);
  if (opcode >= 0) return opcode;
  throw new Refusal(`This page does not know the operation “${name}”: reload the page.`);
}

function leafOrWritten(code: number, node: number, count: number): number {
  if (code !== LEAF_CODE && code !== WRITTEN_CODE) throw wrong(`node ${node} has the unknown code ${code}`);
  if (code === LEAF_CODE && count > 0) throw wrong(`node ${node} is a leaf with operands`);
  return code;
}

function known(opcodes: readonly number[], position: number, node: number, count: number): number {
  const opcode = opcodes[position];
  if (opcode === undefined) throw wrong(`node ${node} has the unknown code ${position}`);
  const arity = ARITY[opcode] as number;
  if (arity < 0 ? count > 0 : arity === count) return opcode;
  throw wrong(`${NAMES[opcode]} takes ${arity} operands and node ${node} has ${count}`);
}
