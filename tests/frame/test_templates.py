"""What every template of the portal keeps to, so that the strict Content-Security-Policy holds and no icon is an empty box."""

import re
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[2] / "app"
SCREENS = sorted(path for path in (APP / "templates").rglob("*.html") if "print" not in path.parts)
SPRITE = (APP / "static/vendor/bootstrap-icons/sprite.svg").read_text()
INLINE = re.compile(r"<style[\s>]|<script(?![^>]*\bsrc=)|<[a-z][^<>]*\s(style|on[a-z]+)=", re.IGNORECASE)
ICON = re.compile(r"""(?:\bicon\(|\b(?:icon|glyph|icon_name)=|['"]icon['"]:)\s*['"]([a-z0-9-]+)['"]""")
MACRO = re.compile(r"^\{% macro ([a-z]\w*)\(", re.MULTILINE)


def name(path: Path) -> str:
    return str(path.relative_to(APP / "templates"))


@pytest.mark.parametrize("template", SCREENS, ids=name)
def test_a_page_carries_no_inline_script_style_or_handler(template: Path) -> None:
    assert not INLINE.search(template.read_text())


@pytest.mark.parametrize("source", [*SCREENS, *sorted(APP.rglob("*.py"))], ids=lambda path: str(path.relative_to(APP)))
def test_every_icon_named_anywhere_is_in_the_sprite(source: Path) -> None:
    missing = {icon for icon in ICON.findall(source.read_text()) if f'id="{icon}"' not in SPRITE}
    assert not missing, f"add to app/static/vendor/icons.txt and run scripts/vendor: {missing}"


def test_every_icon_of_the_sprite_is_shown_somewhere() -> None:
    sources = [path.read_text() for kind in ("*.html", "*.py", "*.js") for path in APP.rglob(kind) if "vendor" not in path.parts]
    named = set(re.findall(r"""['"]([a-z0-9-]+)['"]""", "\n".join(sources)))
    unused = set(re.findall(r'<symbol id="([^"]+)"', SPRITE)) - named
    assert not unused, f"take out of app/static/vendor/icons.txt and run scripts/vendor: {unused}"


@pytest.mark.parametrize("template", sorted((APP / "templates/components").glob("*.html")), ids=name)
def test_every_component_says_in_a_line_what_it_takes(template: Path) -> None:
    text = template.read_text()
    undocumented = [macro for macro in MACRO.findall(text) if f"{{# {macro}(" not in text]
    assert not undocumented
