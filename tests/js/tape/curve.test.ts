import { describe, expect, test } from "vitest";
import {
  firstH,
  fittingH,
  heldH,
  limitsOf,
  Probe,
  quotients,
  SAMPLES,
  samples,
} from "../../../js/tape/curve";
import { Tape } from "../../../js/tape/tape";
import { decodeGraph } from "../../../js/wire/protocol";
import { chance } from "../chance";
import { message, type Sketch } from "../message";
import { branching } from "../views";

const random = chance(7);
const TRIES = 200;

/** A point of (a, b), and an h. */
const tries = () =>
  Array.from({ length: TRIES }, () => [random(-5, 5), random(-5, 5), random(-2, 2)] as const);

describe("quotients of a²b + ab²", () => {
  const graph = decodeGraph(message());
  const probe = new Probe(graph);
  const along = (a: number, b: number) => (x: number) => probe.at(Float64Array.of(a, b), 0, x);

  test("the secant is the gradient and b·h, the symmetric quotient the gradient itself", () => {
    for (const [a, b, h] of tries()) {
      const here = a * b * (a + b);
      const gradient = 2 * a * b + b * b;
      const { ahead, secant, symmetric } = quotients(along(a, b), a, here, h);
      expect(ahead).toBeCloseTo((a + h) * b * (a + h + b), 9);
      expect(secant).toBeCloseTo(gradient + b * h, 6);
      expect(symmetric).toBeCloseTo(gradient, 6);
    }
  });
});

test("the symmetric quotient comes to the gradient as h², the secant as h", () => {
  const sketches: readonly Sketch[] = [
    { name: "x", value: 0.7 },
    { name: "t", op: "tanh", of: ["x"] },
    { name: "y", op: "exp", of: ["t"] },
  ];
  const graph = decodeGraph(message(sketches));
  const [probe, tape] = [new Probe(graph), new Tape(graph)];
  for (const x of Array.from({ length: 50 }, () => random(-1, 1))) {
    tape.evaluate([x]);
    const [gradient, here] = [tape.gradient(0) as number, tape.values[2] as number];
    const errors = [0.1, 0.01, 0.001].map((h) => {
      const found = quotients((at) => probe.at(Float64Array.of(x), 0, at), x, here, h);
      return [(found.secant as number) - gradient, (found.symmetric as number) - gradient].map(Math.abs);
    });
    for (const [i, bound] of [0.1, 0.01, 0.001].entries()) {
      expect(errors[i]?.[0]).toBeLessThan(4 * bound); // half the largest second derivative, and room
      expect(errors[i]?.[1]).toBeLessThan(4 * bound * bound);
    }
  }
});

describe("a probe", () => {
  test("leaves the numbers of a graph as they are", () => {
    const graph = decodeGraph(message());
    const tape = new Tape(graph);
    tape.evaluate([-2, 3]);
    new Probe(graph).at(Float64Array.of(1, 1), 0, 7);
    expect([...tape.values]).toEqual([-2, 3, -6, 1, -6]);
    expect([...graph.data]).toEqual([-2, 3, 0, 0, 0]);
  });

  test("knows nothing where a guard does not hold", () => {
    const probe = new Probe(decodeGraph(branching(2, 3)));
    const along = (x: number) => probe.at(Float64Array.of(2, 3), 0, x);
    expect([along(1), along(-1)]).toEqual([9, null]);
    const { ahead, secant, symmetric } = quotients(along, 0.5, 2.25, 1);
    expect([ahead, secant, symmetric]).toEqual([20.25, 18, null]);
    expect(quotients(along, 0.5, 2.25, -1).secant).toBe(null);
  });

  test("hands on nan and inf", () => {
    const sketches: readonly Sketch[] = [
      { name: "x", value: 1 },
      { name: "y", op: "log", of: ["x"] },
    ];
    const probe = new Probe(decodeGraph(message(sketches)));
    const along = (x: number) => probe.at(Float64Array.of(1), 0, x);
    expect([along(0), along(-1)]).toEqual([Number.NEGATIVE_INFINITY, Number.NaN]);
  });
});

describe("what a plot shows", () => {
  test("samples go from end to end", () => {
    const places = samples({ min: -2, max: 2, scale: "linear" }, false);
    expect([places.length, places[0], places[30], places.at(-1)]).toEqual([SAMPLES, -2, 0, 2]);
    expect(samples({ min: 0, max: 5, scale: "linear" }, true)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test("lies between the least and the greatest value, and holds the point", () => {
    for (let i = 0; i < TRIES; i++) {
      const values = Array.from({ length: 61 }, () => (random(0, 1) < 0.2 ? Number.NaN : random(-9, 9) ** 5));
      const here = random(-9, 9) ** 5;
      const { low, high } = limitsOf([...values, null], here);
      const known = [...values.filter(Number.isFinite), here];
      expect(low).toBeLessThan(high);
      expect(low).toBeLessThanOrEqual(here);
      expect(high).toBeGreaterThanOrEqual(here);
      expect(low).toBeGreaterThanOrEqual(Math.min(...known));
      expect(high).toBeLessThanOrEqual(Math.max(...known));
    }
  });

  test("is all of a parabola, and not the pole of a reciprocal", () => {
    const places = samples({ min: -2, max: 2, scale: "linear" }, false);
    expect(
      limitsOf(
        places.map((x) => x * x),
        1,
      ),
    ).toEqual({ low: 0, high: 4 });
    const { low, high } = limitsOf(
      places.map((x) => 1 / (x + 1e-6)),
      1,
    );
    expect(high).toBeLessThan(20);
    expect(low).toBeGreaterThan(-20);
  });

  test("is something where nothing is known, or nothing changes", () => {
    expect(limitsOf([], Number.NaN)).toEqual({ low: 0, high: 1 });
    expect(limitsOf([null, Number.NaN], 3)).toEqual({ low: 2, high: 4 });
    expect(limitsOf([5, 5, 5], 5)).toEqual({ low: 4, high: 6 });
    expect(limitsOf([1, 2], Number.POSITIVE_INFINITY)).toEqual({ low: 1, high: 2 });
  });
});

describe("h", () => {
  const free = { whole: false };

  test("is never zero, and whole where the input is", () => {
    for (let i = 0; i < TRIES; i++) {
      const [h, range] = [random(-3, 3) ** 9, { min: random(-9, -1), max: random(1, 9) }];
      for (const whole of [false, true]) {
        const held = heldH(h, { whole }, range);
        expect(held).not.toBe(0);
        expect(held < 0).toBe(h < 0);
        if (whole) expect(Number.isInteger(held) || Math.abs(held) === range.max - range.min).toBe(true);
      }
    }
    expect(heldH(0, free, { min: -5, max: 5 })).toBe(1e-6);
  });

  test("ends within the range where the point is, and is no longer than it was chosen", () => {
    for (let i = 0; i < TRIES; i++) {
      const range = { min: random(-9, -1), max: random(1, 9) };
      const [x, h] = [random(range.min, range.max), random(-20, 20)];
      const used = fittingH(h, x, range);
      expect(x + used).toBeGreaterThanOrEqual(range.min - 1e-12);
      expect(x + used).toBeLessThanOrEqual(range.max + 1e-12);
      expect(Math.abs(used)).toBeLessThanOrEqual(Math.abs(h));
      expect(used).not.toBe(0);
    }
  });

  test("begins as a fifth of the range", () => {
    expect(firstH(free, { min: -5, max: 5 })).toBe(2);
    expect(firstH({ whole: true }, { min: 0, max: 2 })).toBe(1);
  });
});
