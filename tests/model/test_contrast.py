"""Contrast as WCAG 2.1 counts it, the nearest colour that reaches it, and looks that are always legible."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategiplan.model.contrast import SHAPE, TEXT, at_lightness, contrast, luminance, nearest
from strategiplan.model.legibility import PAIRS, PAPER, look_of, shortfalls
from strategiplan.model.theme import DARK, LIGHT, Colours, Theme
from strategiplan.model.types import kebab

STYLE = Path(__file__).parents[2] / "templates/style.css"
COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
COLOURS = st.fixed_dictionaries({}, optional={kebab(key): COLOUR for key in Colours.model_fields})
THEMES = st.builds(lambda light, dark: Theme.model_validate({"light": light, "dark": dark}), COLOURS, COLOURS)


@pytest.mark.parametrize(("one", "other", "ratio"), [
    ("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#ffffff", 4.54),
    ("#777777", "#ffffff", 4.48),
    ("#ff0000", "#ffffff", 4.00), ("#0000ff", "#ffffff", 8.59), ("#949494", "#ffffff", 3.03),
    ("#00ff00", "#000000", 15.30),
])
def test_known_ratios(one: str, other: str, ratio: float) -> None:
    """Values that are published for these colours."""
    assert round(contrast(one, other), 2) == ratio


@given(COLOUR, COLOUR)
def test_contrast_is_the_same_both_ways_and_within_its_bounds(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21
    assert contrast(one, one) == 1


@given(COLOUR, st.lists(st.floats(0, 1), min_size=2, max_size=8))
def test_luminance_only_grows_with_lightness(colour: str, levels: list[float]) -> None:
    found = [luminance(at_lightness(colour, level)) for level in sorted(levels)]
    assert found == sorted(found)
    assert (at_lightness(colour, 0), at_lightness(colour, 1)) == ("#000000", "#ffffff")


def lightness(colour: str) -> float:
    """Half the sum of the strongest and the weakest channel."""
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return (max(channels) + min(channels)) / 510


@given(COLOUR, st.lists(st.tuples(COLOUR, st.sampled_from([TEXT, SHAPE])), min_size=1, max_size=3))
@settings(max_examples=60)
def test_what_is_suggested_passes_and_nothing_nearer_does(
    colour: str, facing: list[tuple[str, float]]
) -> None:
    found = nearest(colour, facing)
    every = [at_lightness(colour, step / 510) for step in range(511)]
    passing = [one for one in every if all(contrast(one, other) >= least for other, least in facing)]
    if found is None:
        assert not passing
        return
    assert all(contrast(found, other) >= least for other, least in facing)
    if all(contrast(colour, other) >= least for other, least in facing):
        assert found == colour
        return
    # A channel has 256 steps, so what is found by another walk may be one of them away.
    moved = abs(lightness(found) - lightness(colour))
    assert moved <= min((abs(lightness(one) - lightness(colour)) for one in passing), default=2) + 1.5 / 255


@given(COLOUR, COLOUR)
def test_one_ground_always_has_an_answer(colour: str, ground: str) -> None:
    found = nearest(colour, [(ground, TEXT)])
    assert found is not None and contrast(found, ground) >= TEXT


def test_the_programs_own_colours_are_those_of_the_style_sheet_and_reach_it_all() -> None:
    css = STYLE.read_text("utf-8")
    names = {"background": "paper", "text": "ink", "muted": "soft", "gone": "old", "gone-background": "old-soft",
             "new-background": "new-soft", "moved-background": "moved-soft"}
    light, dark = css.split("prefers-color-scheme: dark", 1)[0], css.split("prefers-color-scheme: dark", 1)[1]
    for palette, sheet in ((LIGHT, light), (DARK, dark)):
        assert list(palette) == [kebab(key) for key in Colours.model_fields]
        for key, colour in palette.items():
            if key != "link":
                found = re.search(rf"--{names.get(key, key)}: (#[0-9a-f]{{6}});", sheet)
                assert found and found[1] == colour, key
        assert palette["link"] == palette["accent"]
        for seen, ground, least in PAIRS:
            assert contrast(palette[seen], palette[ground]) >= least, (seen, ground)


@given(THEMES)
@settings(max_examples=25)
def test_a_look_is_legible_whatever_the_theme_says(theme: Theme) -> None:
    look = look_of(theme)
    for palette in (dict(look.light), dict(look.dark)):
        for seen, ground, least in PAIRS:
            assert contrast(palette[seen], palette[ground]) >= least, (seen, ground)
    for key in ("accent", "link", "new", "gone", "moved", "good"):
        assert contrast(dict(look.light)[key], "#ffffff") >= TEXT


@given(COLOURS)
@settings(max_examples=25)
def test_a_theme_without_shortfalls_is_worn_as_it_is(light: dict[str, str]) -> None:
    theme = Theme.model_validate({"light": light})
    if not list(shortfalls(theme)):
        assert light.items() <= dict(look_of(theme).light).items()
    else:
        for short in shortfalls(theme):
            assert short.key in light and short.ratio < short.least
            assert round(contrast(short.colour, short.other_colour), 6) == round(short.ratio, 6)
            assert short.other == PAPER or short.other in LIGHT


@given(st.sampled_from(["link", "new", "gone", "good", "muted", "focus"]), COLOUR)
def test_taking_what_is_suggested_mends_it(key: str, colour: str) -> None:
    for short in shortfalls(Theme.model_validate({"light": {key: colour}})):
        assert short.better is not None
        assert not list(shortfalls(Theme.model_validate({"light": {key: short.better}})))


def test_links_follow_the_accent_and_are_mended_with_it() -> None:
    (short,) = shortfalls(Theme.model_validate({"light": {"accent": "#ffa94d"}}))
    assert short.key == "accent" and short.better
    worn = dict(look_of(Theme.model_validate({"light": {"accent": "#ffa94d"}})).light)
    assert worn["accent"] == worn["link"] == short.better
