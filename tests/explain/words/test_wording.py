"""Names that are too long for their place are cut, and stay different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext.explain.words.wording import cut, cut_all

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
