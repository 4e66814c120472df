"""What a guide is: steps, each with the screen it happens on and the words of that screen, so that a test can go and look whether they are still there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup, escape

from app.kernel.errors import Text
from app.kernel.roles import Role

PICTURES = Path(__file__).parents[1] / "static" / "guides"
HAND_HELD = (Role.EMPLOYEE, Role.SUPERVISOR)
"""Whose guides show the portal on a phone; the others work at a desk."""


@dataclass(frozen=True)
class Step:
    """`text` names buttons and fields as %(word)s, their labels stand in `words`; they are read on the screen `at`, or on its first `record`."""

    text: Text
    words: Mapping[str, Text] = field(default_factory=dict)
    at: str = ""
    record: bool = False
    picture: bool = False

    @property
    def html(self) -> Markup:
        """The sentence with the portal's own words in bold."""
        return escape(str(self.text)) % {key: Markup("<strong>%s</strong>") % str(word) for key, word in self.words.items()}

    def __str__(self) -> str:
        return str(self.text) % {key: str(word) for key, word in self.words.items()}


@dataclass(frozen=True)
class Guide:
    """One job of one role."""

    key: str
    role: Role
    title: Text
    about: Text
    steps: tuple[Step, ...]

    @property
    def on_phone(self) -> bool:
        return self.role in HAND_HELD

    def picture(self, number: int, language: str) -> str:
        """The file of a step's picture in PICTURES; a language of which none was taken has the Indonesian one."""
        return f"{self.key}-{number}-{language if language in ('id', 'en') else 'id'}.png"

    def pictures(self, language: str) -> list[str]:
        """The files this guide needs."""
        return [self.picture(number, language) for number, step in enumerate(self.steps, start=1) if step.picture]

    def holds(self, typed: str) -> bool:
        """Whether every typed word stands somewhere in it."""
        text = " ".join((str(self.title), str(self.about), str(self.role.label), *map(str, self.steps))).casefold()
        return all(word in text for word in re.split(r"\s+", typed.casefold().strip()))
