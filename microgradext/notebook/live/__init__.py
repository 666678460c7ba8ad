"""The live view: the widget, and the views that are open."""
