"""Kinds that do not conform yet, each with the reason. A kind that does conform must leave: a test asks for it."""

NOT_YET: dict[str, str] = {
    "formula: functions of math without a derivative of ours": "refused",
    "formula: remainders of real numbers": "divmod and math.remainder are refused",
    "hash: a memo dict of an earlier cell": "equal numbers are several keys, unsaid",
    "hash: a dict of the cell, by its numbers": "an equal number is not found, unsaid",
    "hash: hash itself": "equal numbers have several hashes, unsaid",
    "numpy: an array of zeros is filled": "refused",
    "numpy: in-place operators": "refused",
    "numpy: questions": "refused",
    "numpy: reductions of one number or a list": "np.sum of one number is refused",
    "numpy: softmax": "refused where a plain number stands beside Values",
    "numpy: statistics": "refused",
    "type: is True": "a comparison is not True itself, unsaid",
    "type: type(a) is float": "the other branch is taken, unsaid",
    "whole: exact beyond 2**53": "whole numbers beyond 2**53 are rounded, unsaid",
}
