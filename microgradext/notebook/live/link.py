"""Link: an ipywidgets control and an input of a result, each following the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...cell.problem import nearest

if TYPE_CHECKING:
    from ..result import GradResult


class Link:
    """Keeps `control.value` and one input equal until `unlink()`; the control's value comes first.

    Raises ValueError for a name that is no input, TypeError for a control without a value.
    """

    def __init__(self, result: GradResult, name: str, control: Any) -> None:
        names = list(result.inputs)
        if name not in names:
            raise ValueError(f"{name} is no input; the inputs are {', '.join(names)}.{nearest(name, names)}")
        if not hasattr(control, "observe") or not hasattr(control, "value"):
            raise TypeError(
                f"a control has a value that can be observed, as ipywidgets.FloatSlider; {control!r} has not"
            )
        self._result, self._name, self._control = result, name, control
        control.observe(self._from_control, "value")
        result.widget.observe(self._from_result, "answered")
        self._from_control()

    def unlink(self) -> None:
        """Let the two go their own ways."""
        self._control.unobserve(self._from_control, "value")
        self._result.widget.unobserve(self._from_result, "answered")

    def _from_control(self, change: object = None) -> None:
        value = float(self._control.value)
        if value != self._where():
            self._result.set(**{self._name: value})

    def _from_result(self, change: object = None) -> None:
        value = self._where()
        if value != self._control.value:
            self._control.value = type(self._control.value)(value)

    def _where(self) -> float:
        return self._result.inputs[self._name]._data
