"""The static twin: nothing in it would be stripped from an untrusted notebook, and no text of the user's is markup."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from microgradext import grad
from microgradext.engine.frame import frame_of
from microgradext.engine.graph import graph_of
from microgradext.engine.value import Value
from microgradext.explain.view import view
from microgradext.notebook.static import Still, static_html, static_text

KEPT = {"div", "style", "p", "code", "b", "img", "table", "thead", "tbody", "tr", "th", "td"}


class Reader(HTMLParser):
    """The tags, attributes and words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _html(label: str = "f", notes: tuple[str, ...] = (), reached: bool = True) -> str:
    a = Value(3.0, label=label)
    b = a + a
    b.label = "b"
    graph, values = graph_of(b, inputs=[a])
    frame = frame_of(graph, values) if reached else None
    return static_html(Still(view(graph), graph, frame, "b", notes=tuple(notes), rid="1f2e"))


def test_only_what_an_untrusted_notebook_keeps() -> None:
    page = Reader(_html())
    assert page.tags == KEPT
    assert page.attributes == {"class", "alt", "width", "height", "src"}


def test_the_live_view_hides_it_and_it_hides_a_live_view_that_is_not_there() -> None:
    page = _html()
    live, static, child = ".microgradext-live-1f2e", ".microgradext-static-1f2e", ".jp-OutputArea-child"
    assert f".jp-OutputArea:has({live}) {child}:has({static}){{display:none}}" in page
    seen = f"{live},.microgradext-said"  # a live view, or a sentence about why there is none
    lost = f"{child}:has(> .jp-OutputArea-output:not([data-mime-type])):not(:has({seen}))"
    assert f"{child}:has({static}) + {lost}{{display:none}}" in page
    lost = f".output_area:has(> .jupyter-widgets-view):not(:has({seen}))"  # in nbclassic
    assert f".output_area:has({static}) + {lost}{{display:none}}" in page
    assert page.startswith('<div class="microgradext-static microgradext-static-1f2e">')


def test_the_numbers_are_in_the_table() -> None:
    words = [word.strip() for word in Reader(_html()).words]
    assert {"b", "6", "a + a" if "a + a" in words else "f + f", "+2", "∂b/∂name"} <= set(words)


def test_without_an_output_there_is_no_number_for_it() -> None:
    words = Reader(_html(reached=False)).words
    assert " = " not in words
    assert "–" in [word.strip() for word in words]


@given(st.text(), st.text())
def test_names_and_notes_are_words(label: str, note: str) -> None:
    page = Reader(_html(label, (note,)))
    assert page.tags == KEPT
    assert page.attributes == {"class", "alt", "width", "height", "src"}


def test_the_table_alone() -> None:
    a = Value(3.0, label="a")
    graph, values = graph_of(-a, inputs=[a])
    frame = frame_of(graph, values)
    page = static_html(Still(view(graph), graph, frame, "−a", rid="1"), picture_too=False)
    assert "<img" not in page
    assert static_text(Still(view(graph), graph, frame, "−a")).startswith("−a = −3")


def test_where_a_bad_number_was_born_is_said() -> None:
    result = grad("x = -0.3\nq = log(x)\nL = q * 2", {})
    said = "The first nan: q, log of −0.3, line 2."
    assert said in result.html()
    assert said in repr(result)
    assert "first" not in repr(grad("x = 0.3\nL = log(x)", {}))
    assert "The first inf: what y, sqrt of 0, line 2, passes back to x." in repr(grad("x = 0.0\ny = sqrt(x)", {}))
