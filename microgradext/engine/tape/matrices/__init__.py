"""Matrices found again in scalar code: sums of products that form a grid are computed as matrix products.

Everything works on columns, without a loop over nodes. `reduced` folds additions that only an addition uses into sums
of many terms, and products that only a sum uses into its terms. `ranks` orders what is left, and makes repeated
operations one. Among the sums of one rank, `grids` looks for first factors that meet the same second factors: a
complete block of rows and columns is a matrix product, and only a complete one, since a made-up zero times inf would be
nan. `groups` collects them, and what forms no grid side by side or end to end. `placement` puts all numbers into one
vector, leaves in the order in which matrices meet them, so that most operands are strided views of it. `program` holds
the steps, NumPy calls that are prepared once; going backward, the first step that reaches a place assigns, later ones
add. `recovery` compares the first evaluation with the interpreter's, and `words` says what was found.
"""
