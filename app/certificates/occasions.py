"""Where certificates come from: a kind of occasion that offers title, days, JP, organiser and who is eligible joins by one registration.

>>> register_source(WebinarSource())  # in the listeners of the feature that keeps such occasions

The certificates ask a source by its `kind` and the number of the occasion, and know nothing else of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from app.certificates.rules import Facts
from app.kernel.errors import Missing, Text


@dataclass(frozen=True)
class Occasion:
    """What a certificate is for. `outline` is page 2, (subject, JP) a line each; empty means one page."""

    kind: str
    id: int
    title: str
    begins_on: date
    ends_on: date
    jp: int
    organiser: str
    place: str
    outline: tuple[tuple[str, str], ...] = ()
    template_id: int | None = None

    @property
    def jp_exact(self) -> Decimal:
        """The hours as the book of JP counts them."""
        return Decimal(self.jp)


@dataclass(frozen=True)
class Names:
    """A person's name as it is to be printed."""

    front_title: str | None
    name: str
    back_title: str | None


@dataclass(frozen=True)
class Guest:
    """Somebody from outside the agency, as he is to be printed; without a NIP where he has none."""

    names: Names
    nip: str
    job_title: str
    institution: str


class Source(Protocol):
    """One kind of occasion. `kind` is kept with every certificate, so it never changes."""

    kind: str
    label: Text

    def occasion(self, pk: int) -> Occasion | None:
        """The occasion `pk`; None if there is none."""

    def people(self, pk: int) -> Sequence[int]:
        """The ids of the employees who took part, in the order in which certificates are numbered."""

    def facts(self, pk: int, employee_ids: Iterable[int]) -> Mapping[int, Facts]:
        """What is known of each of these people; one query or two for all of them."""

    def names(self, pk: int, employee_id: int) -> Names | None:
        """How the person gave his name for this occasion; None for what his record says."""

    def guests(self, pk: int) -> Sequence[int]:
        """The source's own numbers of those from outside the agency who took part; none where there cannot be any."""

    def guest(self, pk: int, guest_id: int) -> tuple[Guest, Facts]:
        """Who such a guest is, and what is known of him. Raises Missing."""


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Let occasions of this kind give certificates. Raises ValueError for a second one under the same kind."""
    if type(_sources.setdefault(source.kind, source)) is not type(source):
        raise ValueError(f"two sources of certificates are called {source.kind}")


def source_of(kind: str) -> Source:
    """Raises Missing for a kind nobody registered."""
    if kind not in _sources:
        raise Missing
    return _sources[kind]


def occasion_of(kind: str, pk: int) -> Occasion:
    """Raises Missing."""
    found = source_of(kind).occasion(pk)
    if found is None:
        raise Missing
    return found
