"""Names as mathematics writes them: `sigma` is σ, `x_0` and `x1` have an index, words stay words.

Twin: js/words/typesetting.ts
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

GREEK = dict(
    zip(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda lam mu nu xi pi rho sigma tau upsilon phi chi "
        "psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split(),
        "αβγδεζηθικλλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ",
        strict=True,
    )
)

COMMA = ", "
"""Between two indices."""

_RAISED, _DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"
_VERSION = re.compile(rf"(.+)⁽([{_RAISED}]+)⁾", re.DOTALL)
_KEYS = re.compile(r"([^\[\]]+)((?:\[[^\[\]]+\])+)")
_KEY = re.compile(r"\[([^\[\]]+)\]")
_HEAD = re.compile(r"(.*?)([0-9]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Typeset:
    """A name as it is set: a base, its indices, and which of several values of that name it is."""

    base: str
    below: tuple[str, ...] = ()
    version: str = ""


def typeset(name: str) -> Typeset:
    """The name with its letters as letters and its indices as indices; what is not such a name stays as it is.

    >>> typeset("Delta_t"), typeset("lambda_").base
    (Typeset(base='Δ', below=('t',), version=''), 'λ')
    >>> [typeset(name).below for name in ("x1", "w_12", "w[0][2]", "w_in", "loss_2", "learning_rate")]
    [('1',), ('12',), ('0', '2'), ('in',), ('2',), ()]
    """
    stem, version = _split_version(name)
    stem, keys = _split_keys(stem)
    base, below = _split_indices(stem)
    return Typeset(base, (*below, *keys), version)


def typeset_all(names: Iterable[str]) -> dict[str, Typeset]:
    """Each of the names as it is set. Those that would look like another keep the spelling of the code.

    >>> [each.base for each in typeset_all(["x1", "x_1", "lam", "w_1"]).values()]
    ['x1', 'x_1', 'λ', 'w']
    """
    made = {name: typeset(name) for name in names}
    alike = Counter(map(_seen, made.values()))
    return {name: each if alike[_seen(each)] == 1 else Typeset(name) for name, each in made.items()}


def _seen(each: Typeset) -> tuple[str, ...]:
    return each.base, COMMA.join(each.below), each.version


def _split_version(name: str) -> tuple[str, str]:
    """`a⁽²⁾` is the second `a`."""
    found = _VERSION.fullmatch(name) if name.endswith("⁾") else None
    return (found[1], found[2].translate(str.maketrans(_RAISED, _DIGITS))) if found else (name, "")


def _split_keys(name: str) -> tuple[str, list[str]]:
    """`w[0][1]` is w with the indices 0 and 1."""
    found = _KEYS.fullmatch(name) if name.endswith("]") else None
    return (found[1], [key.strip("'\"") for key in _KEY.findall(found[2])]) if found else (name, [])


def _split_indices(name: str) -> tuple[str, list[str]]:
    """A letter with all that follows it as indices, or a word with the numbers at its end."""
    if not re.fullmatch(r"\w+", name):
        return name, []
    first, *rest = name.split("_")
    head, digits = _HEAD.fullmatch(first).groups()  # type: ignore[union-attr]
    letter = GREEK.get(head, head if len(head) == 1 and head.isalpha() else "")
    if letter and rest and not rest[-1] and head in GREEK:
        rest.pop()  # lambda_
    if letter and all(rest):
        return letter, [_letter(part) for part in ([digits] if digits else []) + rest]
    base = name
    numbers: list[str] = []
    while found := re.fullmatch(r"(.*[^\W_])_([0-9]+)", base, re.DOTALL):
        base, numbers = found[1], [found[2], *numbers]
    return base, numbers


def _letter(index: str) -> str:
    return GREEK.get(index, index)
