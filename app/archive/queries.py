"""Reading the archive: the agency's scheme, what people hold, a person's archive on one page, and the recapitulation by OPD."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased, joinedload

from app.archive.models import ArchiveDocument, ArchiveScore
from app.archive.rules import Category, DocumentType, Facts, Group, Held, Level, Lift, Need, Scheme, Score, Way, lifts, score, tally
from app.awards.models import Award
from app.certificates.models import Certificate
from app.certificates.workflow import VALID
from app.credentials.models import Certification, Course
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.scope import fetch, visible
from app.organisation.models import Employee, Unit
from app.organisation.queries import active
from app.reference.queries import codes
from app.reference.rules import CodeList
from app.verification.workflow import Stage

SOURCES: dict[str, tuple[type[Any], ...]] = {
    "kursus": (Course, Certificate),
    "sertifikasi": (Certification,),
    "penghargaan": (Award,),
}
"""What fills documents of the archive without a second upload, by the word that `sumber` says: verified records, and certificates of the portal."""

VERIFIED = {VALID.key: Stage.APPROVED.value}
"""A valid certificate is as good as verified: the portal itself issued it."""
LIVE = (Stage.WAITING.value, Stage.RETURNED.value, Stage.APPROVED.value)


def scheme() -> Scheme:
    """What the agency asks for today; without a query, since codes are held."""
    categories = tuple(
        Category(
            row.code,
            row.label,
            Group(row.data.get("kelompok") or Group.MAIN),
            Fraction(str(row.data.get("bobot") or 0)),
            Way(row.data.get("cara") or Way.DOCUMENTS),
            str(row.data.get("paket") or ""),
        )
        for row in codes(CodeList.ARCHIVE_CATEGORY)
    )
    types = tuple(
        DocumentType(
            row.code,
            row.label,
            str(row.data.get("kategori") or ""),
            Need(row.data.get("keperluan") or Need.HISTORY),
            row.data.get("berulang") is True,
            _words(row.data.get("status")),
            _words(row.data.get("jabatan")),
            str(row.data.get("sumber") or "") if row.data.get("sumber") in SOURCES else "",
        )
        for row in codes(CodeList.ARCHIVE_DOCUMENT)
    )
    return Scheme(categories, types, tuple(levels()))


def levels() -> list[Level]:
    """The labels, the highest first."""
    found = [Level(row.code, row.label, Decimal(str(row.data.get("mulai") or 0))) for row in codes(CodeList.ARCHIVE_LEVEL)]
    return sorted(found, key=lambda each: each.since, reverse=True)


def facts_of(employee: Employee) -> Facts:
    return Facts(employee.employee_status, employee.job_type)


def held_by(employee_ids: Sequence[int], asked: Scheme) -> dict[int, dict[str, Held]]:
    """What each of these people holds, by type of document; one query, and one for each source."""
    found: dict[int, dict[str, Held]] = {pk: {} for pk in employee_ids}
    rows = _counted(ArchiveDocument, employee_ids, ArchiveDocument.document_type)
    for pk, key, state, number in rows:
        _put(found[pk], key, state, number)
    for word, models in SOURCES.items():
        filled = next((each.key for each in asked.types if each.source == word), None)
        for pk, state, number in [row for model in models for row in _counted(model, employee_ids)] if filled else ():
            _put(found[pk], str(filled), state, number)
    return found


@dataclass(frozen=True)
class Entry:
    """One document as the page of an archive shows it: an uploaded one, or a record of another feature that stands for one."""

    document: DocumentType
    title: str
    record: Any

    @property
    def state(self) -> Any:
        return self.record.state_now

    @property
    def verified(self) -> bool:
        return bool(self.record.counts)


@dataclass(frozen=True)
class Slot:
    """One type of document on the page: what is there, whether it is missing, and whether another may be uploaded."""

    document: DocumentType
    entries: Sequence[Entry]
    missing: bool
    open: bool


@dataclass(frozen=True)
class Archive:
    """A person's archive (S4 to S6). The score is that of this moment; `computed_at` is when the stored one was last computed."""

    employee: Employee
    score: Score
    lifts: Sequence[Lift]
    slots: dict[str, list[Slot]] = field(default_factory=dict)
    computed_at: datetime | None = None

    @property
    def waiting(self) -> int:
        return sum(
            not entry.verified and entry.record.state == Stage.WAITING
            for slots in self.slots.values()
            for slot in slots
            for entry in slot.entries
        )


def archive_of(actor: Actor, employee_id: int) -> Archive:
    """The archive of somebody the actor may see; raises Missing otherwise."""
    unit = joinedload(Employee.unit).joinedload(Unit.opd)
    employee: Employee = fetch(Employee, actor, employee_id, options=(unit,))
    asked, facts = scheme(), facts_of(employee)
    entries = _entries(employee_id, asked)
    held: dict[str, Held] = {}
    for key, found in entries.items():
        for entry in found:
            _put(held, key, entry.record.state, 1)
    slots: dict[str, list[Slot]] = {}
    for each in asked.types:
        there = entries.get(each.key, [])
        concerned = each.concerns(facts)
        if not concerned and not there:
            continue
        missing = each.need is Need.REQUIRED and concerned and not there
        slots.setdefault(each.category, []).append(Slot(each, there, missing, concerned and (each.repeats or not there)))
    computed_at = session().scalar(select(ArchiveScore.computed_at).where(ArchiveScore.employee_id == employee_id))
    return Archive(employee, score(asked, tally(asked, facts, held)), lifts(asked, facts, held), slots, computed_at)


def offered_types(employee_id: int, keep: str | None = None) -> list[tuple[str, str]]:
    """(code, "category: document") of what the person may upload now, and `keep`, the type a record already has."""
    asked, facts = scheme(), facts_of(session().get_one(Employee, employee_id))
    names = {each.key: each.label for each in asked.categories}
    taken = set(
        session().scalars(select(ArchiveDocument.document_type).where(ArchiveDocument.employee_id == employee_id, _live(ArchiveDocument)))
    )
    return [
        (each.key, f"{names.get(each.category, each.category)}: {each.label}")
        for each in asked.types
        if each.key == keep or (not each.source and each.concerns(facts) and (each.repeats or each.key not in taken))
    ]


def score_of(employee_id: int) -> ArchiveScore | None:
    """The stored score of one person."""
    return session().scalar(select(ArchiveScore).where(ArchiveScore.employee_id == employee_id))


def due_people(before: datetime, most: int) -> Sequence[int]:
    """People without a score, and those whose score is older than `before`; at most `most`."""
    query = select(Employee.id).outerjoin(ArchiveScore, ArchiveScore.employee_id == Employee.id)
    old = ArchiveScore.id.is_(None) | (ArchiveScore.computed_at < before)
    return session().scalars(query.where(old).order_by(Employee.id).limit(most)).all()


def types_with(key: str) -> bool:
    """Whether any document, deleted ones included, keeps this type."""
    return session().scalar(select(ArchiveDocument.id).where(ArchiveDocument.document_type == key).limit(1)) is not None


@dataclass(frozen=True)
class OpdRow:
    """One OPD of the recapitulation: its active people by label, and their average."""

    opd_id: int
    opd: str
    people: int = 0
    by_level: dict[str, int] = field(default_factory=dict)
    total: Decimal = Decimal()
    computed: int = 0

    @property
    def average(self) -> Decimal:
        """Over those whose score has been computed."""
        return (self.total / self.computed).quantize(Decimal("0.1")) if self.computed else Decimal()

    def number(self, level: str) -> int:
        return self.by_level.get(level, 0)


def recap(actor: Actor) -> list[OpdRow]:
    """By OPD: how many active people have which label; the one with the lowest average first. One query."""
    opd = aliased(Unit)
    query = (
        select(opd.id, opd.name, ArchiveScore.level, func.count(), func.coalesce(func.sum(ArchiveScore.points), 0))
        .select_from(Employee)
        .join(Unit, Unit.id == Employee.unit_id)
        .join(opd, opd.id == func.coalesce(Unit.opd_id, Unit.id))
        .outerjoin(ArchiveScore, ArchiveScore.employee_id == Employee.id)
        .where(visible(Employee, actor), active())
        .group_by(opd.id, opd.name, ArchiveScore.level)
    )
    found: dict[int, OpdRow] = {}
    for pk, name, level, number, total in session().execute(query):
        row = found.get(pk, OpdRow(pk, name))
        levels = row.by_level | ({level: number} if level is not None else {})
        computed = row.computed + (number if level is not None else 0)
        found[pk] = replace(row, people=row.people + number, by_level=levels, total=row.total + Decimal(str(total)), computed=computed)
    return sorted(found.values(), key=lambda row: (row.average, row.opd))


def distribution(actor: Actor) -> dict[str, int]:
    """How many active people the actor sees have which label; "" for those without a score. One query."""
    query = (
        select(ArchiveScore.level, func.count())
        .select_from(Employee)
        .outerjoin(ArchiveScore, ArchiveScore.employee_id == Employee.id)
        .where(visible(Employee, actor), active())
        .group_by(ArchiveScore.level)
    )
    return {row[0] or "": row[1] for row in session().execute(query)}


def _entries(employee_id: int, asked: Scheme) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    mine = select(ArchiveDocument).where(ArchiveDocument.employee_id == employee_id, _live(ArchiveDocument))
    for record in session().scalars(mine.order_by(ArchiveDocument.issued_on.desc(), ArchiveDocument.id.desc())):
        if document := asked.type_of(record.document_type):
            found.setdefault(document.key, []).append(Entry(document, record.detail or record.number, record))
    for word, models in SOURCES.items():
        filled = next((each for each in asked.types if each.source == word), None)
        if filled is None:
            continue
        for model in models:
            query = select(model).where(model.employee_id == employee_id, _live(model)).order_by(model.id.desc())
            found.setdefault(filled.key, []).extend(Entry(filled, record.summary, record) for record in session().scalars(query))
    return found


def _live(model: type[Any]) -> Any:
    """What fills the archive; a record that was brought over without its proof fills nothing (S7)."""
    if model is Certificate:
        return Certificate.state == VALID.key
    live = model.state.in_(LIVE)
    return live if model is ArchiveDocument else and_(live, model.certificate_id.is_not(None))


def _counted(model: type[Any], employee_ids: Iterable[int], *columns: Any) -> Sequence[Any]:
    query = select(model.employee_id, *columns, model.state, func.count()).where(model.employee_id.in_(list(employee_ids)), _live(model))
    return session().execute(query.group_by(model.employee_id, *columns, model.state)).all()


def _put(found: dict[str, Held], key: str, state: str, number: int) -> None:
    held, state = found.get(key, Held()), VERIFIED.get(state, state)
    found[key] = replace(held, **{state: getattr(held, state) + number})


def _words(text: Any) -> tuple[str, ...]:
    return tuple(word.strip() for word in str(text or "").split(",") if word.strip())
