"""Plain words: what Python says about a Value, said about the number."""

from __future__ import annotations

import re

VALUE = re.compile(r"Value\(data=(?P<number>[^,]+), grad=[^)]+\)")
CONDITION = re.compile(r"Condition\((?P<truth>True|False)\)")
CLASS = re.compile(r"(?<![\w.])(Value|Condition)(?![\w(])")
"""The name of one of our classes, where it is not called."""


def in_plain_words(error: Exception) -> str:
    """What an error says, with the numbers for the Values and the classes of numbers for theirs; empty if it has none.

    >>> in_plain_words(TypeError("object of type 'Value' has no len()"))
    "object of type 'float' has no len()"
    >>> in_plain_words(ValueError('Value(data=2.5, grad=0.0) is not in list'))
    '2.5 is not in list'
    """
    said = str(error)
    plain = CONDITION.sub(r"\g<truth>", VALUE.sub(r"\g<number>", said))
    plain = CLASS.sub(lambda found: "float" if found[1] == "Value" else "bool", plain)
    return plain if plain != said else ""
