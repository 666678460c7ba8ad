"""Everything that knows IPython and widgets: magics, the wire, the widget, the result."""
