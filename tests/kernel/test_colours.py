"""Whatever colour an agency chooses, everything written in it or on it can be read."""

from itertools import product

import pytest

from app.kernel.colours import BLACK, DARK, DARK_SURFACE, LIGHT, MARK, TEXT, WHITE, blend, contrast, least_contrast, stylesheet, tones
from tests.architecture.source import ROOT

EVERY = [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in product(range(0, 256, 51), repeat=3)]


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.01)
    assert contrast("#0b5394", WHITE) == contrast(WHITE, "#0b5394") == pytest.approx(7.84, abs=0.02)


@pytest.mark.parametrize("brand", EVERY)
def test_every_tone_of_every_colour_can_be_read(brand: str) -> None:
    made = tones(brand)
    for ground in (made.brand, made.hover, made.active):
        assert contrast(made.ink, ground) >= TEXT
    assert least_contrast(made.link, (*LIGHT, blend(WHITE, brand, 0.12), blend(WHITE, brand, 0.04))) >= TEXT
    assert least_contrast(made.dark_link, (*DARK, blend(DARK_SURFACE, brand, 0.12))) >= TEXT
    assert least_contrast(made.mark, LIGHT) >= MARK
    assert contrast(made.dark_mark, DARK_SURFACE) >= MARK
    assert contrast(made.dark_mark, WHITE) >= MARK
    assert min(made.contrasts) >= TEXT


def test_a_colour_that_reads_well_stays_as_it_is() -> None:
    made = tones("#0b5394")
    assert (made.brand, made.ink, made.link, made.mark) == ("#0b5394", WHITE, "#0b5394", "#0b5394")


def test_a_pale_one_keeps_its_buttons_and_gets_darker_links() -> None:
    made = tones("#ffe066")
    assert (made.brand, made.ink) == ("#ffe066", BLACK)
    assert made.link != made.brand


def test_the_grounds_are_those_of_the_stylesheet() -> None:
    css = (ROOT / "app/static/css/portal.css").read_text()
    light, dark = css.split("[data-bs-theme=dark]", 1)
    for name, colour in zip(("surface", "page", "tone-neutral-bg"), ("#fff", *LIGHT[1:]), strict=True):
        assert f"--{name}: {colour};" in light
    for name, colour in zip(("page", "surface", "tone-neutral-bg"), DARK, strict=True):
        assert f"--{name}: {colour};" in dark
    for name in ("brand-ink", "brand-hover", "brand-active", "link", "mark"):
        assert f"--{name}:" in stylesheet("#123456")
        assert f"var(--{name})" in css, "a tone nobody uses"
