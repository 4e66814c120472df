"""Every colour pair of the style sheet can be read."""

from pathlib import Path

import pytest

from app.gaya.rules import ENOUGH, PAGES, TONES, Pair, pairs, variables
from tests.architecture.source import APP

STYLE = (APP / "static" / "css" / "portal.css").read_text()


@pytest.mark.parametrize("pair", pairs(STYLE), ids=lambda pair: f"{pair.name}-{pair.theme}")
def test_every_pair_has_the_contrast_of_wcag_aa(pair: Pair) -> None:
    assert pair.contrast >= ENOUGH


def test_all_tones_are_measured_in_both_themes() -> None:
    assert len(pairs(STYLE)) == 2 * (2 * len(TONES) + 1)


def test_a_pair_that_is_too_pale_would_be_seen() -> None:
    assert Pair("", "", "#999999", "#ffffff").contrast < ENOUGH
    assert variables(":root { --a: #fff; --b: #123456; --c: 1rem; }", ":root") == {"a": "#ffffff", "b": "#123456"}


def test_every_page_has_its_template() -> None:
    templates = Path(APP / "templates" / "gaya")
    assert {name for name in PAGES if not (templates / f"{name}.html").exists()} == set()
