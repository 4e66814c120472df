"""The score of the digital archive as one pure function, with its reasons: how much each category earns, and which upload lifts it most (S4 to S8, standards 9).

>>> score(scheme, tallies).total
Decimal('92.50')
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from fractions import Fraction

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

HUNDREDTH = Decimal("0.01")
WHOLE = Fraction(1)


class Group(StrEnum):
    """Both are mandatory (S5)."""

    MAIN = "utama"
    CONDITIONAL = "kondisional"

    @property
    def label(self) -> LazyString:
        return _("Main archive") if self is Group.MAIN else _("Conditional archive")


class Way(StrEnum):
    """How the categories of one package earn its weight together; a category without a package stands alone."""

    DOCUMENTS = "dokumen"
    """The share of verified documents among all that should be there."""
    EITHER = "salah_satu"
    """The best of them is enough: SK CPNS or SPMT."""
    PER_KIND = "per_jenis"
    """Each category that the person has weighs the same."""
    GIVEN = "otomatis"
    """The portal itself holds it: DRH."""


class Need(StrEnum):
    """Who must have a document: everybody it concerns, whoever has that history, or nobody."""

    REQUIRED = "wajib"
    HISTORY = "riwayat"
    OPTIONAL = "opsional"


@dataclass(frozen=True)
class Facts:
    """What of a person decides which documents concern him: employment status and job type."""

    status: str
    job: str


@dataclass(frozen=True)
class Category:
    """One row of a group. `weight` is what its package earns in all."""

    key: str
    label: str
    group: Group
    weight: Fraction
    way: Way = Way.DOCUMENTS
    package: str = ""


@dataclass(frozen=True)
class DocumentType:
    """One kind of document of a category; `statuses` and `jobs` name whom it concerns (empty: all), `source` the records that fill it without an upload."""

    key: str
    label: str
    category: str
    need: Need
    repeats: bool = False
    statuses: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()
    source: str = ""

    def concerns(self, facts: Facts) -> bool:
        return (not self.statuses or facts.status in self.statuses) and (not self.jobs or facts.job in self.jobs)


@dataclass(frozen=True)
class Level:
    """A label, given from a score on (inclusive)."""

    key: str
    label: str
    since: Decimal


@dataclass(frozen=True)
class Scheme:
    """Everything the agency decides about the score, in its order."""

    categories: tuple[Category, ...]
    types: tuple[DocumentType, ...]
    levels: tuple[Level, ...]

    def type_of(self, key: str) -> DocumentType | None:
        return next((each for each in self.types if each.key == key), None)


@dataclass(frozen=True)
class Held:
    """How many documents of one type somebody has: verified, waiting for it, returned to him."""

    approved: int = 0
    waiting: int = 0
    returned: int = 0

    @property
    def number(self) -> int:
        return self.approved + self.waiting + self.returned


@dataclass(frozen=True)
class Tally:
    """`complete` of the `rows` documents that a category should have are uploaded and verified (S7)."""

    rows: int = 0
    complete: int = 0

    @property
    def share(self) -> Fraction:
        """All of it where nothing is asked for."""
        return Fraction(self.complete, self.rows) if self.rows else WHOLE

    @property
    def percent(self) -> int:
        """100 only when everything is there."""
        return int(self.share * 100)


@dataclass(frozen=True)
class Part:
    """One category of the result; `satisfied` is one whose package another category has earned."""

    category: Category
    tally: Tally
    satisfied: bool = False

    @property
    def percent(self) -> int:
        return 100 if self.category.way is Way.GIVEN else self.tally.percent

    @property
    def missing(self) -> bool:
        """Whether it is shown in red (S6)."""
        return self.percent < 100 and not self.satisfied


@dataclass(frozen=True)
class Package:
    """Categories that earn `points` of `most` together."""

    group: Group
    way: Way
    points: Decimal
    most: Decimal
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Score:
    """The result; points have two decimals and are never rounded up, so that 100 says that everything is there."""

    total: Decimal
    main: Decimal
    conditional: Decimal
    level: Level | None
    packages: tuple[Package, ...]

    def parts(self, group: Group) -> tuple[Part, ...]:
        return tuple(part for package in self.packages if package.group is group for part in package.parts)


class Why(StrEnum):
    """Why an upload is proposed."""

    MISSING = "missing"
    RETURNED = "returned"

    @property
    def label(self) -> LazyString:
        return _("not uploaded yet") if self is Why.MISSING else _("needs correction")


@dataclass(frozen=True)
class Lift:
    """One document that would lift the score by `gain` points once it is verified."""

    document: DocumentType
    gain: Decimal
    why: Why


def score(scheme: Scheme, tallies: Mapping[str, Tally]) -> Score:
    """What the person has, by category, in points and a label; categories that `tallies` do not name have nothing to show and earn all."""
    earned = {Group.MAIN: Fraction(), Group.CONDITIONAL: Fraction()}
    packages = []
    for members in _packages(scheme):
        group, way = members[0].group, _way(members)
        share = _share(way, [tallies.get(each.key, Tally()) for each in members])
        weight = max(each.weight for each in members)
        earned[group] += weight * share
        satisfied = way is Way.EITHER and share == WHOLE
        parts = tuple(Part(each, tallies.get(each.key, Tally()), satisfied) for each in members)
        packages.append(Package(group, way, _points(weight * share), _points(weight), parts))
    main, conditional = _points(earned[Group.MAIN]), _points(earned[Group.CONDITIONAL])
    return Score(main + conditional, main, conditional, level_of(scheme.levels, main + conditional), tuple(packages))


def level_of(levels: Sequence[Level], total: Decimal) -> Level | None:
    """The highest label that the score reaches; None below all of them."""
    return max((each for each in levels if total >= each.since), key=lambda each: each.since, default=None)


def tally(scheme: Scheme, facts: Facts, held: Mapping[str, Held]) -> dict[str, Tally]:
    """What each category should have and has: a document that everybody concerned must have counts as a row even while it is missing."""
    found: dict[str, Tally] = {}
    for each in scheme.types:
        if each.need is Need.OPTIONAL:
            continue
        has = held.get(each.key, Held())
        rows = max(has.number, 1) if each.need is Need.REQUIRED and each.concerns(facts) else has.number
        before = found.get(each.category, Tally())
        found[each.category] = Tally(before.rows + rows, before.complete + has.approved)
    return found


def lifts(scheme: Scheme, facts: Facts, held: Mapping[str, Held]) -> list[Lift]:
    """The uploads that lift the score, the one that lifts it most first; what already waits for verification needs nothing from its owner."""
    tallies = tally(scheme, facts, held)
    now = score(scheme, tallies).total
    found: list[Lift] = []
    for each in scheme.types:
        has, before = held.get(each.key, Held()), tallies.get(each.category, Tally())
        missing = each.need is Need.REQUIRED and each.concerns(facts) and not has.number and not _waits(scheme, each, held)
        if each.need is Need.OPTIONAL or not (missing or has.returned):
            continue
        gain = score(scheme, tallies | {each.category: replace(before, complete=before.complete + 1)}).total - now
        if gain > 0 and not (missing and any(_either(scheme, each, lift.document) for lift in found)):
            found.append(Lift(each, gain, Why.MISSING if missing else Why.RETURNED))
    return sorted(found, key=lambda lift: -lift.gain)


def _waits(scheme: Scheme, wanted: DocumentType, held: Mapping[str, Held]) -> bool:
    """Whether another document that is enough in its stead is already on its way."""
    return any(held.get(each.key, Held()).waiting for each in scheme.types if _either(scheme, wanted, each))


def _either(scheme: Scheme, one: DocumentType, other: DocumentType) -> bool:
    """Whether one of the two is enough: they belong to different categories of an either-or package."""
    members = next((each for each in _packages(scheme) if any(member.key == one.category for member in each)), ())
    keys = {member.key for member in members} - {one.category}
    return other.category in keys and _way(members) is Way.EITHER


def _packages(scheme: Scheme) -> list[tuple[Category, ...]]:
    found: dict[tuple[Group, str], list[Category]] = {}
    for each in scheme.categories:
        found.setdefault((each.group, each.package or f" {each.key}"), []).append(each)
    return [tuple(members) for members in found.values()]


def _way(members: Sequence[Category]) -> Way:
    return next((each.way for each in members if each.way is not Way.DOCUMENTS), Way.DOCUMENTS)


def _share(way: Way, tallies: Sequence[Tally]) -> Fraction:
    owned = [each for each in tallies if each.rows]
    if way is Way.GIVEN or not owned:
        return WHOLE
    match way:
        case Way.EITHER:
            return max(each.share for each in owned)
        case Way.PER_KIND:
            return sum((each.share for each in owned), Fraction()) / len(owned)
        case _:
            return Fraction(sum(each.complete for each in owned), sum(each.rows for each in owned))


def _points(exact: Fraction) -> Decimal:
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(HUNDREDTH, ROUND_DOWN)
