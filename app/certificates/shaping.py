"""Right-to-left names on paper: each Arabic letter in the form its neighbours ask for, and a line in the order the eye meets it. Pure decisions.

A line reads from left to right, as Indonesian does; what is Arabic in it is turned round, numbers in it are not. Vowel signs are not placed: whoever
draws refuses them (`faces.unprintable`).
"""

import re
import unicodedata
from collections.abc import Iterator

ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
STRETCH = "\u0640"
LAM = "\u0644"
RUN = re.compile(f"[{ARABIC}](?:[^A-Za-z\u00c0-\u024f\u1e00-\u1eff]*[{ARABIC}])?")
NUMBER = re.compile("[0-9\u0660-\u0669\u06f0-\u06f9]+(?:[.,/][0-9\u0660-\u0669\u06f0-\u06f9]+)*")
MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
FORMS = ("isolated", "final", "initial", "medial")


def _forms() -> dict[str, dict[str, str]]:
    """Form by letter (or by lam with alif), out of what Unicode says of its presentation forms."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFDD0), *range(0xFE70, 0xFEFD)):
        form, *letters = unicodedata.decomposition(chr(code)).split()[:4] or ("",)
        text = "".join(chr(int(letter, 16)) for letter in letters)
        if form.strip("<>") in FORMS and (len(text) == 1 or (text[0] == LAM and text[1:] in "آأإا" and len(text) == 2)):
            found.setdefault(text, {})[form.strip("<>")] = chr(code)
    return found


LETTERS = _forms()


def is_arabic(text: str) -> bool:
    """Whether anything in it is written from right to left."""
    return not text.isascii() and RUN.search(text) is not None


def seen(text: str) -> Iterator[tuple[str, str]]:
    """The line in pieces from left to right: (signs as they are drawn, what they say)."""
    end = 0
    for run in RUN.finditer(text):
        said = run.group()
        if run.start() > end:
            yield text[end : run.start()], text[end : run.start()]
        end = run.end()
        if said.count("(") > said.count(")") and text[end : end + 1] == ")":
            said, end = said + ")", end + 1
        yield _turned(_joined(said)), said
    if end < len(text):
        yield text[end:], text[end:]


def _joined(text: str) -> str:
    units: list[str] = []
    for sign in text:
        if units and units[-1] == LAM and LAM + sign in LETTERS:
            units[-1] += sign
        else:
            units.append(sign)
    drawn = []
    for place, unit in enumerate(units):
        before = place > 0 and _reaches_on(units[place - 1]) and _can(unit, "final")
        behind = place + 1 < len(units) and _reaches_on(unit) and _can(units[place + 1], "final")
        form = ("medial" if behind else "final") if before else ("initial" if behind else "isolated")
        drawn.append(LETTERS.get(unit, {}).get(form, unit))
    return "".join(drawn)


def _can(unit: str, form: str) -> bool:
    return unit == STRETCH or form in LETTERS.get(unit, {})


def _reaches_on(unit: str) -> bool:
    """Whether it joins the letter behind it."""
    return _can(unit, "initial")


def _turned(text: str) -> str:
    return NUMBER.sub(lambda number: number.group()[::-1], text.translate(MIRRORED)[::-1])
