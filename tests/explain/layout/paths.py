"""Where the paths of edges go."""

import re


def points(path: str) -> list[tuple[float, float]]:
    """Points on a path of M, H and C commands."""
    points: list[tuple[float, float]] = []
    for command, text in re.findall(r"([MHC])([^MHC]*)", path):
        numbers = [float(number) for number in text.split()]
        if command == "C":
            points += _cubic(points[-1], *zip(numbers[::2], numbers[1::2], strict=True))
        elif command == "H":
            points += [(points[-1][0] + (numbers[0] - points[-1][0]) * k / 24, points[-1][1]) for k in range(1, 25)]
        else:
            points.append((numbers[0], numbers[1]))
    return points


def _cubic(*controls: tuple[float, float]) -> list[tuple[float, float]]:
    weights = [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in (k / 24 for k in range(1, 25))]
    return [
        (sum(w * x for w, (x, _) in zip(four, controls, strict=True)),
         sum(w * y for w, (_, y) in zip(four, controls, strict=True)))
        for four in weights
    ]  # fmt: skip
