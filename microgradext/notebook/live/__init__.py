"""The live view: its widget, and the views that are open."""
