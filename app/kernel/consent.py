"""Consent to what goes beyond the law, asked where it is needed; the feature that keeps the log (privacy) says how."""

from collections.abc import Callable
from dataclasses import dataclass

from app.kernel.actor import Actor
from app.kernel.errors import Text

PHOTO = "photo"


@dataclass(frozen=True)
class Agreement:
    """`words` are what is agreed to, `agreed` answers for a user id, `give` notes that the acting person agrees."""

    words: Text
    agreed: Callable[[int], bool]
    give: Callable[[Actor], object]


_known: dict[str, Agreement] = {}


def define_consent(purpose: str, agreement: Agreement) -> None:
    """Called once for each purpose by the feature that keeps the log."""
    _known[purpose] = agreement


def consent_to(purpose: str) -> Agreement:
    """The consent to this purpose."""
    return _known[purpose]
