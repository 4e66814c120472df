"""A locale in which every translated text stands between ‹ and ›: what a page shows outside them was never handed to the catalogue.

The texts inside are the Indonesian ones, so that one walk through the portal also shows which words are not.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask_babel import Domain

OPEN, CLOSE = "‹", "›"
INNERMOST = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")


class Marked:
    """The translations beneath, each marked."""

    def __init__(self, translations: Any) -> None:
        self.translations = translations

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.translations, name)
        if not name.endswith("gettext"):
            return found
        return lambda *args: f"{OPEN}{found(*args)}{CLOSE}"


@contextmanager
def every_translation_marked() -> Iterator[None]:
    """For the length of the block, whatever is translated is marked."""
    original = Domain.get_translations
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Domain, "get_translations", lambda self: Marked(original(self)))
        yield


def untranslated(text: str) -> str:
    """What of `text` stands outside all marks; a text that was cut is one to its end."""
    found = 1
    while found:
        text, found = INNERMOST.subn(" ", text)
    return text.partition(OPEN)[0]


def unmarked(text: str) -> str:
    """`text` as a person would read it."""
    return text.replace(OPEN, "").replace(CLOSE, "")
