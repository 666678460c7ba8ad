"""The few SVG elements that a picture is made of, as text; numbers have at most two decimals."""

from html import escape

Attribute = str | float

IN_URI = str.maketrans({c: f"%{ord(c):02X}" for c in "%#<>"})


def text(kind: str, x: float, y: float, words: str, *before: float) -> str:
    """One line of text with a class; whatever the words contain, they stay words.

    `before` holds places for the first characters; the next character is at `x`, and the rest follow it.
    """
    places = " ".join(number(place) for place in (*before, x))
    return f"<text{_attributes({'class': kind, 'x': places, 'y': y})}>{escaped(words)}</text>"


def rectangle(kind: str, x: float, y: float, width: float, height: float, radius: float = 0) -> str:
    """A filled rectangle with a class."""
    shape: dict[str, Attribute] = {"class": kind, "x": x, "y": y, "width": width, "height": height, "rx": radius}
    return f"<rect{_attributes(shape)}/>"


def circle(kind: str, x: float, y: float, radius: float) -> str:
    """A disc with a class."""
    return f"<circle{_attributes({'class': kind, 'cx': x, 'cy': y, 'r': radius})}/>"


def framed(kind: str, x: float, y: float, width: float, height: float, radius: float) -> str:
    """A rectangle with a border of one pixel, drawn inside so that it is sharp."""
    return rectangle(kind, x + 0.5, y + 0.5, width - 1, height - 1, radius)


def path(kind: str, way: str, width: float) -> str:
    """A line with a class."""
    return f"<path{_attributes({'class': kind, 'd': way, 'stroke-width': width})}/>"


def data_uri(drawing: str) -> str:
    """A document as the source of an image in a page, readable and a quarter smaller than base64.

    >>> data_uri('<rect fill="#fff" width="100%"/>')
    "data:image/svg+xml,%3Crect fill='%23fff' width='100%25'/%3E"
    """
    # Double quotes that belong to words rather than markup are written `&quot;` in a document.
    return "data:image/svg+xml," + drawing.replace('"', "'").translate(IN_URI)


def image(drawing: str) -> str:
    """A document as an image for HTML: nbconvert and untrusted notebooks leave it as it is, unlike an SVG."""
    source = escape(data_uri(drawing.replace("\n", " ")), quote=False)  # a URI loses its line breaks
    return f'<img alt="Computation graph" src="{source}">'


def number(x: float) -> str:
    """
    >>> number(12.50), number(3.0), number(1 / 3)
    ('12.5', '3', '0.33')
    """
    return f"{x:.2f}".rstrip("0").rstrip(".")


def escaped(words: str) -> str:
    """The words as text of an XML document, which cannot hold control characters at all, not even escaped."""
    return escape("".join(" " if _unfit(c) else c for c in words))


def _unfit(c: str) -> bool:
    return c < " " or "\x7f" <= c <= "\x9f" or "\ud800" <= c <= "\udfff" or c in "\ufffe\uffff"


def _attributes(values: dict[str, Attribute]) -> str:
    """The attributes as text, without an empty class or a radius of 0."""
    shown = {name: value if isinstance(value, str) else number(value) for name, value in values.items()}
    return "".join(f' {name}="{value}"' for name, value in shown.items() if value and (name, value) != ("rx", "0"))
