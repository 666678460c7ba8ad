"""Values whose gradients cancel: the price of a call, and the same sum taken from itself in another order."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from microgradext import Value, erf, exp, log, sqrt


def black_scholes(spot: float, strike: float, years: float, rate: float, vol: float) -> tuple[Value, list[Value]]:
    """The price of a call, labelled as its parts are, and its inputs: by theory the gradient of d1 is 0."""
    given = {"S": spot, "K": strike, "T": years, "r": rate, "sigma": vol}
    s, k, t, r, sigma = inputs = [Value(x, label=name) for name, x in given.items()]
    drift = log(s / k)
    d1 = (drift + (r + sigma**2 / 2) * t) / (sigma * sqrt(t))
    d2 = d1 - sigma * sqrt(t)
    price = s * (0.5 * (1 + erf(d1 / sqrt(2)))) - k * exp(-r * t) * (0.5 * (1 + erf(d2 / sqrt(2))))
    drift.label, d1.label, d2.label, price.label = "drift", "d1", "d2", "price"
    return price, inputs


def reordered(random: Random) -> tuple[Value, list[Value]]:
    """A sum of products less the same in another order, plus 0.7 of one of its inputs; and the inputs."""
    inputs = [Value(random.uniform(0.1, 3), label=name) for name in "abcd"]
    factors = [random.sample(inputs, random.randint(1, 3)) for _ in range(random.randint(2, 6))]
    terms = [[*chosen, Value(random.uniform(0.1, 3))] for chosen in factors]
    one, other = (_summed(terms, random) for _ in range(2))
    return one - other + random.choice(inputs) * 0.7, inputs


def _summed(terms: Sequence[Sequence[Value]], random: Random) -> Value:
    products = []
    for factors in random.sample(terms, len(terms)):
        first, *others = random.sample(factors, len(factors))
        for factor in others:
            first = first * factor
        products.append(first)
    total = products[0]
    for product in products[1:]:
        total = total + product
    return total
