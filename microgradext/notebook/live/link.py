"""Link: an ipywidgets control and an input of a result that follow each other."""

from __future__ import annotations

from typing import Any

from ...cell.moving import MovingRun
from .widget import LiveGraph


class Link:
    """Keeps `control.value` and one input equal until `unlink()`, starting with the control's value.

    Raises ValueError for a name that is not an input, and TypeError for a control without a value.
    """

    def __init__(self, moving: MovingRun, view: LiveGraph, name: str, control: Any) -> None:
        moving.point_with({name: 0.0})
        if not hasattr(control, "observe") or not hasattr(control, "value"):
            raise TypeError(
                f"a control must have a value that can be observed, as ipywidgets.FloatSlider does, not {control!r}"
            )
        self._moving, self._view, self._name, self._control = moving, view, name, control
        control.observe(self._from_control, "value")
        view.observe(self._from_result, "answered")
        self._from_control()

    def unlink(self) -> None:
        """Stop keeping the two equal."""
        self._control.unobserve(self._from_control, "value")
        self._view.unobserve(self._from_result, "answered")

    def _from_control(self, change: object = None) -> None:
        value = float(self._control.value)
        if value != self._where():
            self._view.go(self._moving.point_with({self._name: value}))

    def _from_result(self, change: object = None) -> None:
        value = self._where()
        if value != self._control.value:
            self._control.value = type(self._control.value)(value)

    def _where(self) -> float:
        return self._moving.inputs[self._name]._data
