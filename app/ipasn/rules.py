"""The Indeks Profesionalitas ASN as one pure function: facts and weights in, four dimensions with their reasons out (standards 6).

The official value is BKN's; what is computed here is an estimate, and says so wherever it is shown.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.formats import format_long_date, format_number
from app.organisation.rules import JobType
from app.reference.rules.structural import StructuralStep, structural_step


class Group(StrEnum):
    """How the competence dimension counts: by the kind of position."""

    STRUCTURAL = "struktural"
    FUNCTIONAL = "fungsional"
    GENERAL = "pelaksana"

    @property
    def label(self) -> LazyString:
        return {Group.STRUCTURAL: _("Managerial position"), Group.FUNCTIONAL: _("Functional position"), Group.GENERAL: _("Pelaksana")}[self]


class Education(StrEnum):
    """The highest completed formal education."""

    S3 = "s3"
    S2 = "s2"
    S1 = "s1"
    D3 = "d3"
    SLTA = "slta"
    BELOW = "di_bawah_slta"

    @property
    def label(self) -> LazyString:
        return EDUCATION_LABELS[self]


EDUCATION_LABELS: dict[Education, LazyString] = {
    Education.S3: _("S-3"),
    Education.S2: _("S-2"),
    Education.S1: _("S-1 or D-IV"),
    Education.D3: _("D-III"),
    Education.SLTA: _("D-II, D-I or SLTA"),
    Education.BELOW: _("Below SLTA"),
}


class Performance(StrEnum):
    """Last year's predicate of performance."""

    VERY_GOOD = "sangat_baik"
    GOOD = "baik"
    FAIR = "butuh_perbaikan"
    POOR = "kurang"
    BAD = "sangat_kurang"

    @property
    def label(self) -> LazyString:
        return PERFORMANCE_LABELS[self]


PERFORMANCE_LABELS: dict[Performance, LazyString] = {
    Performance.VERY_GOOD: _("Very good"),
    Performance.GOOD: _("Good"),
    Performance.FAIR: _("Needs improvement"),
    Performance.POOR: _("Poor"),
    Performance.BAD: _("Very poor"),
}


class Discipline(StrEnum):
    """The heaviest disciplinary punishment of the last five years."""

    NONE = "tidak_ada"
    LIGHT = "ringan"
    MEDIUM = "sedang"
    HEAVY = "berat"

    @property
    def label(self) -> LazyString:
        return DISCIPLINE_LABELS[self]


DISCIPLINE_LABELS: dict[Discipline, LazyString] = {
    Discipline.NONE: _("No punishment"),
    Discipline.LIGHT: _("Light punishment"),
    Discipline.MEDIUM: _("Medium punishment"),
    Discipline.HEAVY: _("Heavy punishment"),
}


class Component(StrEnum):
    """The parts of the competence dimension."""

    LEADERSHIP = "kepemimpinan"
    FUNCTIONAL = "fungsional"
    TECHNICAL = "teknis"
    SEMINAR = "seminar"

    @property
    def label(self) -> LazyString:
        return COMPONENT_LABELS[self]


COMPONENT_LABELS: dict[Component, LazyString] = {
    Component.LEADERSHIP: _("Leadership training for the level held"),
    Component.FUNCTIONAL: _("Functional training for the position"),
    Component.TECHNICAL: _("Technical training"),
    Component.SEMINAR: _("Seminar, workshop, internship, course or the like"),
}

COMPONENTS: Mapping[Group, tuple[Component, ...]] = {
    Group.STRUCTURAL: (Component.LEADERSHIP, Component.TECHNICAL, Component.SEMINAR),
    Group.FUNCTIONAL: (Component.FUNCTIONAL, Component.TECHNICAL, Component.SEMINAR),
    Group.GENERAL: (Component.TECHNICAL, Component.SEMINAR),
}
"""What each kind of position is asked for."""


class Category(StrEnum):
    """What the sum is called."""

    VERY_HIGH = "sangat_tinggi"
    HIGH = "tinggi"
    MEDIUM = "sedang"
    LOW = "rendah"
    VERY_LOW = "sangat_rendah"

    @property
    def label(self) -> LazyString:
        return CATEGORY_LABELS[self]


CATEGORY_LABELS: dict[Category, LazyString] = {
    Category.VERY_HIGH: _("Very high"),
    Category.HIGH: _("High"),
    Category.MEDIUM: _("Medium"),
    Category.LOW: _("Low"),
    Category.VERY_LOW: _("Very low"),
}


@dataclass(frozen=True)
class Weights:
    """The agency's numbers of a day; `above` holds the sums that the four upper categories begin above."""

    education: Mapping[Education, Decimal]
    competence: Mapping[tuple[Group, Component], Decimal]
    technical_jp: Decimal
    performance: Mapping[Performance, Decimal]
    discipline: Mapping[Discipline, Decimal]
    above: Mapping[Category, Decimal]


@dataclass(frozen=True)
class Proof:
    """The record by which a component is met."""

    title: str
    ended_on: date


@dataclass(frozen=True)
class Facts:
    """What is known or supposed of a person; None is what nobody has said. `technical_jp` counts within the window, as `seminar` does.

    `leadership_of` is the level of a leadership training he has, where that is not the level he holds. `proofs` are the records that meet a
    component, `deemed_by` the position that needs no functional training of its own.
    """

    group: Group
    education: Education | None = None
    leadership: bool = False
    functional: bool = False
    technical_jp: Decimal = Decimal()
    seminar: bool = False
    performance: Performance | None = None
    discipline: Discipline | None = None
    leadership_of: JobType | None = None
    proofs: Mapping[Component, Proof] = field(default_factory=dict)
    deemed_by: str = ""


@dataclass(frozen=True)
class Part:
    """One reason of a dimension: `points` of at most `most`, and why."""

    label: LazyString | str
    points: Decimal
    most: Decimal
    why: LazyString | str


@dataclass(frozen=True)
class Dimension:
    """One of the four; its points are those of its parts. `known` is False while what it asks is not known."""

    key: str
    label: LazyString
    parts: tuple[Part, ...]
    known: bool = True

    @property
    def points(self) -> Decimal:
        return sum((part.points for part in self.parts), Decimal())

    @property
    def most(self) -> Decimal:
        return sum((part.most for part in self.parts), Decimal())


@dataclass(frozen=True)
class Estimate:
    """The four dimensions, their sum and what it is called; `complete` is False while one of them is not known."""

    dimensions: tuple[Dimension, ...]
    total: Decimal
    category: Category

    @property
    def complete(self) -> bool:
        return all(dimension.known for dimension in self.dimensions)


def group_of(job_type: JobType) -> Group:
    """The group of a kind of position."""
    if job_type.managerial:
        return Group.STRUCTURAL
    return Group.FUNCTIONAL if job_type is JobType.FUNGSIONAL else Group.GENERAL


def estimate(facts: Facts, weights: Weights) -> Estimate:
    """The index of `facts` by `weights`. A missing component is 0, never partial; what is not known counts 0 until somebody says it."""
    dimensions = (_qualification(facts, weights), _competence(facts, weights), _performance(facts, weights), _discipline(facts, weights))
    total = sum((dimension.points for dimension in dimensions), Decimal())
    return Estimate(dimensions, total, category_of(total, weights))


def category_of(total: Decimal, weights: Weights) -> Category:
    """What a sum is called: above 90 very high, above 80 high, and so on down."""
    reached = [category for category, above in weights.above.items() if total > above]
    return max(reached, key=lambda category: weights.above[category], default=Category.VERY_LOW)


UNKNOWN = _("The portal does not know it: choose below.")


def _qualification(facts: Facts, weights: Weights) -> Dimension:
    most, level = max(weights.education.values()), facts.education
    points = weights.education[level] if level else Decimal()
    part = Part(_("Highest completed education"), points, most, level.label if level else UNKNOWN)
    return Dimension("qualification", _("Qualification"), (part,), level is not None)


def _competence(facts: Facts, weights: Weights) -> Dimension:
    parts = []
    for component in COMPONENTS[facts.group]:
        most = weights.competence[facts.group, component]
        met = _met(facts, component, weights)
        if component is Component.TECHNICAL:
            why = _("%(jp)s of %(needed)s JP", jp=_number(facts.technical_jp), needed=_number(weights.technical_jp))
        elif component is Component.LEADERSHIP and not met and facts.leadership_of:
            why = _("There is one for %(level)s, which is not the level held.", level=facts.leadership_of.label)
        else:
            why = _why_met(facts, component) if met else _("None within the time that counts.")
        parts.append(Part(component.label, most if met else Decimal(), most, why))
    return Dimension("competence", _("Competence"), tuple(parts))


def _why_met(facts: Facts, component: Component) -> LazyString:
    """Which record it is, or what else meets the component."""
    if proof := facts.proofs.get(component):
        return _("%(title)s, ended on %(day)s.", title=proof.title, day=LazyString(format_long_date, proof.ended_on))
    if component is Component.FUNCTIONAL and facts.deemed_by:
        return _("Deemed fulfilled by the position: %(job)s.", job=facts.deemed_by)
    return _("As ticked below; the portal knows no record of it.")


def _met(facts: Facts, component: Component, weights: Weights) -> bool:
    match component:
        case Component.LEADERSHIP:
            return facts.leadership
        case Component.FUNCTIONAL:
            return facts.functional
        case Component.TECHNICAL:
            return facts.technical_jp >= weights.technical_jp
        case Component.SEMINAR:
            return facts.seminar


def _performance(facts: Facts, weights: Weights) -> Dimension:
    most, rating = max(weights.performance.values()), facts.performance
    points = weights.performance[rating] if rating else Decimal()
    part = Part(_("Performance of last year (SKP)"), points, most, rating.label if rating else UNKNOWN)
    return Dimension("performance", _("Performance"), (part,), rating is not None)


def _discipline(facts: Facts, weights: Weights) -> Dimension:
    most, punished = max(weights.discipline.values()), facts.discipline
    points = weights.discipline[punished] if punished else Decimal()
    part = Part(_("Punishments of the last five years"), points, most, punished.label if punished else UNKNOWN)
    return Dimension("discipline", _("Discipline"), (part,), punished is not None)


def _number(value: Decimal) -> LazyString:
    """Written as the reader's language does, once he reads it: 22,5."""
    return LazyString(format_number, value)


def fulfils_by_job(job_title: str, jobs: str) -> bool:
    """Whether the position is one of `jobs` (divided by commas) whose functional training is deemed fulfilled, such as dokter or guru: by whole words."""
    title = _words(job_title)
    return any(bool(words.strip()) and words in title for words in map(_words, jobs.split(",")))


def _words(text: str) -> str:
    return " ".join(["", *re.findall(r"\w+", text.lower()), ""])


LEVELS: Mapping[StructuralStep, JobType] = {
    StructuralStep.PIM_I: JobType.JPT_MADYA,
    StructuralStep.PIM_II: JobType.JPT_PRATAMA,
    StructuralStep.PIM_III: JobType.ADMINISTRATOR,
    StructuralStep.PIM_IV: JobType.PENGAWAS,
}
"""The level that a step of the structural ladder prepares for."""


def level_named(title: str) -> JobType | None:
    """The level whose leadership training this is, by its name; None for a name that tells none."""
    return LEVELS.get(structural_step(title))


def fits_level(job: JobType, titles: Iterable[str]) -> tuple[bool, JobType | None]:
    """Whether one of these leadership trainings is that of the level held, or tells no level; and the level of one that is not."""
    held = JobType.JPT_MADYA if job is JobType.JPT_UTAMA else job
    levels = [level_named(title) for title in titles]
    fits = any(level in (held, None) for level in levels)
    return fits, None if fits else next(iter(levels), None)


APART = re.compile(r"\b((?:S|M|A|Ph)\.)\s+(?=[A-Z])")
"""The blank that many write within a title: "S. Kom."."""
TITLES: tuple[tuple[Education, re.Pattern[str]], ...] = (
    (Education.S3, re.compile(r"^(Dr\.|Ph\.?D)")),
    (Education.S2, re.compile(r"^M\.?[A-Z]|^Sp\.")),
    (Education.S1, re.compile(r"^S\.?[A-Z]|^(Drs|Dra|Ir|dr|drg|drh|apt|Ns)\.?$")),
    (Education.D3, re.compile(r"^A\.?Md")),
)


def education_of(front_title: str | None, back_title: str | None) -> Education | None:
    """The highest education that a person's titles speak of; None when they speak of none. A guess to begin with, not a fact."""
    front_title, back_title = (APART.sub(r"\1", text) if text else text for text in (front_title, back_title))
    titles = [title.strip() for text in (front_title, back_title) if text for title in re.split(r"[,\s]+(?=\D)", text) if title.strip()]
    return next((level for level, pattern in TITLES if any(pattern.search(title) for title in titles)), None)
