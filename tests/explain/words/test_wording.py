"""Names that are too long for their place are cut, and stay different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext.explain.words.wording import broken, cut, cut_all

PARTS = st.sampled_from(["encoder", "decoder", "layer", "_", "0", "1", "12", "[0]", "weight", "bias", "…"])
NAMES = st.builds("".join, st.lists(PARTS, min_size=1, max_size=12)) | st.text("ab…", min_size=1, max_size=40)


@given(st.lists(NAMES, max_size=20), st.integers(3, 24))
def test_names_stay_different(names: list[str], room: int) -> None:
    shown = cut_all(names, room)
    assert len(set(shown)) == len(set(names))
    assert dict(zip(names, shown, strict=True)) == dict(zip(names[::-1], cut_all(names[::-1], room), strict=True))
    for name, text in zip(names, shown, strict=True):
        assert text == name if len(name) <= room else len(text) <= len(name)


@given(NAMES, st.integers(3, 24))
def test_a_name_alone_is_cut_in_the_middle(name: str, room: int) -> None:
    assert cut_all([name, name], room) == [cut(name, room)] * 2
    assert len(cut(name, room)) == min(len(name), room)


@given(st.text("ab +*(,", max_size=90), st.integers(3, 34), st.integers(1, 3))
def test_code_is_broken_into_lines_that_have_room(code: str, room: int, lines: int) -> None:
    shown = broken(code, room, lines)
    assert len(shown) <= lines
    assert all(len(line) <= room for line in shown)
    if "…" not in "".join(shown):
        assert "".join(shown).replace(" ", "") == code.replace(" ", "")


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("d1 - sigma*sqrt(T)", ("d1 - sigma*sqrt(T)",)),
        ("S0*N(d1) - K*exp(-r*T)*N(d2) + premium", ("S0*N(d1) - K*exp(-r*T)*N(d2)", "+ premium")),
        ("alpha*beta*gamma*delta*epsilon*zeta*eta", ("alpha*beta*gamma*delta", "*epsilon*zeta*eta")),
        ("probability(of, everything)**exponent**2", ("probability(of,", "everything)**exponent**2")),
        ("a" * 70, ("a" * 34, "…" + "a" * 33)),
    ],
)
def test_a_line_of_code_ends_where_one_would_pause(code: str, shown: tuple[str, ...]) -> None:
    assert broken(code, 34, 2) == shown


@pytest.mark.parametrize(
    ("names", "room", "shown"),
    [
        (["learning_rate_of_the_decoder", "momentum"], 16, ["learning…decoder", "momentum"]),
        (["first_weight_of_all", "final_weight_of_all"], 10, ["first…_all", "final…_all"]),
        (["hidden_units_a", "hidden_units_b"], 10, ["hidde…ts_a", "hidde…ts_b"]),
        (["layer_weight_1_of_net", "layer_weight_2_of_net"], 12, ["lay…1_of_net", "lay…2_of_net"]),
        (["encoder_layer_0_weights", "encoder_layer_1_weights"], 10, ["en…er_0…ts", "en…er_1…ts"]),
    ],
)
def test_what_differs_is_kept(names: list[str], room: int, shown: list[str]) -> None:
    assert cut_all(names, room) == shown
