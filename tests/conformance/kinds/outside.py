"""Code outside Python: compiled functions that want a real float, a declared difference."""

from __future__ import annotations

from collections.abc import Sequence

from .registry import Writer, kind


@kind("outside: compiled code that wants a float", "compiled")
def compiled(w: Writer) -> Sequence[str]:
    form = w.one("struct.pack('d', {})", "json.dumps({})", "array('d', [{}])", "np.array([{}], dtype=float)")
    return [f"{w.fresh()} = {form.format(w.name())}", f"{w.r} = {w.small()}"]
