"""Courses, certifications and awards of the demo agency: drawn from the seed, with a small true PDF each, brought through the officer's hands on their days."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from app.awards.forms import AWARD_CERTIFICATE
from app.awards.models import Award
from app.awards.rules import Grade, grade_at, reached_on, service_began
from app.awards.services import add_award
from app.credentials.forms import CERTIFICATION_CERTIFICATE, COURSE_CERTIFICATE
from app.credentials.models import Certification, Course
from app.credentials.services import add_certification, add_course
from app.demo.plan import CITY, Agency, PersonPlan
from app.demo.tables.learning import AWARDS, CANCEL_REASONS, CERTIFICATIONS, COURSES, REJECT_REASONS, RETURN_REASONS
from app.demo.ways import ZONE
from app.documents.rules import DocumentKind
from app.documents.services import keep_made
from app.kernel.actor import Actor
from app.kernel.approval import take_step
from app.reference.queries import label
from app.reference.rules import CodeList

COURSES_EACH, CERTIFICATIONS_EACH, AWARDS_EACH, LONG_SERVICE_EACH = 0.25, 0.08, 0.05, 0.2
"""How many records the agency has per person."""
FOR_THE_CAST = 4
WAITING_DAYS = 25
WAYS: tuple[tuple[str, int], ...] = (("approve", 74), ("return", 10), ("reject", 7), ("approve cancel", 3), ("delete", 1))
"""Ways of what was sent long ago, with their weights; what was sent in the last days mostly waits."""
GRADES = tuple(Grade(f"karya_satya_{years}", "", years) for years in (10, 20, 30))
REASONS = {"return": RETURN_REASONS, "reject": REJECT_REASONS, "cancel": CANCEL_REASONS}


@dataclass(frozen=True)
class RecordPlan:
    """One record: whose, what it says, when it was sent, and what came of it as (act, by whom, when, why)."""

    owner: PersonPlan
    model: type[Any]
    values: dict[str, Any]
    sent_at: datetime
    acts: tuple[tuple[str, str, datetime, str | None], ...]


def draw_learning(seed: int, plan: Agency, today: date) -> tuple[RecordPlan, ...]:
    """The records of the plan's people, each with days of his own; the employee who signs in on the first page has some in several states."""
    return tuple(_Drawer(Random(seed + 2), plan, today).draw())


def happenings(
    records: Sequence[RecordPlan], actor: Callable[[str], Actor], send_one: Callable[[Actor, RecordPlan], int]
) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """What happens when: the sending of each record by `send_one` and the steps that follow; `actor` knows people by NIP."""
    for record in records:
        made: list[int] = []

        def send(record: RecordPlan = record, made: list[int] = made) -> None:
            made.append(send_one(actor(record.owner.nip), record))

        yield record.sent_at, send
        for act, by, at, note in record.acts:

            def step(record: RecordPlan = record, made: list[int] = made, act: str = act, by: str = by, note: str | None = note) -> None:
                take_step(actor(by), record.model, made[0], act, note)

            yield at, step


class _Drawer:
    def __init__(self, rng: Random, plan: Agency, today: date) -> None:
        self._rng, self._plan, self._today = rng, plan, today
        self._number = 0
        self._next_day: dict[str, date] = {}

    def draw(self) -> Iterator[RecordPlan]:
        people = [person for person in self._plan.people if person.legal_position == "01"]
        cast = next(person for person in people if person.nip == self._plan.cast.employee)
        takers = self._rng.choices([person for person in people if person is not cast], k=int(len(people) * COURSES_EACH))
        for number, person in enumerate([*[cast] * FOR_THE_CAST, *takers]):
            way = ("approve", "return", "", "approve")[number] if person is cast else None
            if record := self._course(person, way):
                yield record
        holders = self._rng.sample([person for person in people if person is not cast], int(len(people) * CERTIFICATIONS_EACH))
        for person in [cast, *holders]:
            yield self._certification(person, ends_soon=person is cast)
        winners = self._rng.sample([person for person in people if person is not cast], int(len(people) * AWARDS_EACH))
        for person, way in [(cast, "approve"), (cast, "return"), *((person, None) for person in winners)]:
            yield self._award(person, way)
        veterans = [person for person in people if person is not cast and self._grade(person)]
        for person in self._rng.sample(veterans, int(len(veterans) * LONG_SERVICE_EACH)):
            yield self._long_service(person)

    def _course(self, person: PersonPlan, way: str | None) -> RecordPlan | None:
        form, family, name, organiser, days, jp = self._rng.choice(COURSES)
        earliest = max(self._next_day.get(person.nip, date(self._today.year, 1, 8)), person.arrives)
        latest = self._today - timedelta(days=days + 4)
        if earliest > latest:
            return None
        begins = earliest + timedelta(days=self._rng.randint(0, min((latest - earliest).days, 120 if way is not None else 400)))
        ends = begins + timedelta(days=days - 1)
        self._next_day[person.nip] = ends + timedelta(days=1)
        values = {
            "course_form": form,
            "course_kind": None,
            "classification": family,
            "name": name,
            "organiser": organiser.format(city=CITY),
            "number": self._written(begins),
            "year": ends.year,
            "begins_on": begins,
            "ends_on": ends,
            "jp": Decimal(jp),
        }
        return self._record(person, Course, values, ends, way)

    def _certification(self, person: PersonPlan, ends_soon: bool) -> RecordPlan:
        family, name, body, title, years = self._rng.choice(CERTIFICATIONS)
        past = self._rng.randint(30, 330)
        day = self._today - timedelta(days=past)
        until = self._today + timedelta(days=24) if ends_soon else day + timedelta(days=365 * years - self._rng.choice((1, 1, 700)))
        values = {
            "classification": family,
            "name": name,
            "number": self._written(day),
            "certified_on": day,
            "valid_from": day,
            "valid_until": max(until, day),
            "title_places": ["back"] if title else [],
            "front_title": None,
            "back_title": title,
            "organiser": body,
        }
        return self._record(person, Certification, values, max(day, person.arrives), "approve" if ends_soon else None)

    def _award(self, person: PersonPlan, way: str | None) -> RecordPlan:
        kind, scale, giver = self._rng.choice(AWARDS)
        day = self._today - timedelta(days=self._rng.randint(30, 600))
        values = {
            "scale": scale,
            "award_group": "lainnya",
            "award_kind": kind,
            "year": day.year,
            "number": self._written(day),
            "decree_on": day,
            "granted_by": giver.format(city=CITY),
        }
        return self._record(person, Award, values, max(day, person.arrives), way)

    def _long_service(self, person: PersonPlan) -> RecordPlan:
        """The grade of his years, by the decree of a 17 August."""
        began, grade = service_began(person.nip), self._grade(person)
        if began is None or grade is None:
            raise ValueError(person.nip)
        full = reached_on(began, grade.years)
        day = date(full.year + (full > date(full.year, 8, 17)), 8, 17)
        values = {
            "scale": "4",
            "award_group": "satya_lencana",
            "award_kind": grade.code,
            "year": day.year,
            "number": f"{70 + day.year % 30}/TK/TAHUN {day.year}",
            "decree_on": day,
            "granted_by": "Presiden Republik Indonesia",
        }
        return self._record(person, Award, values, max(day, person.arrives), None)

    def _grade(self, person: PersonPlan) -> Grade | None:
        """What his years gave him by the last 17 August."""
        began = service_began(person.nip)
        last = date(self._today.year, 8, 17)
        return grade_at(began, last.replace(year=last.year - (last > self._today)), GRADES) if began else None

    def _record(self, person: PersonPlan, model: type[Any], values: dict[str, Any], known: date, way: str | None) -> RecordPlan:
        late = self._today - timedelta(days=1)
        sent = min(known + timedelta(days=self._rng.randint(1, 20)), late)
        if way is None:
            recent = (self._today - sent).days <= WAITING_DAYS
            way = (
                ""
                if recent and self._rng.random() < 0.85
                else self._rng.choices([way for way, _weight in WAYS], [weight for _way, weight in WAYS])[0]
            )
        sent_at = at = self._instant(sent)
        acts = []
        for act in way.split():
            at = self._instant(min(at.date() + timedelta(days=self._rng.randint(1, 6)), late), after=at)
            by = person.nip if act == "delete" else self._rng.choice([nip for nip in self._plan.bkpsdm_admins if nip != person.nip])
            acts.append((act, by, at, self._rng.choice(REASONS[act]) if act in REASONS else None))
        return RecordPlan(person, model, values, sent_at, tuple(acts))

    def _written(self, day: date) -> str:
        self._number += 1
        roman = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")[day.month - 1]
        return f"{self._number}/BKPSDM/{self._rng.randint(1, 9):03d}/{roman}/{day.year}"

    def _instant(self, day: date, after: datetime | None = None) -> datetime:
        at = datetime(day.year, day.month, day.day, 8, tzinfo=ZONE) + timedelta(microseconds=self._rng.randrange(8 * 3600 * 1_000_000))
        return max(at, after + timedelta(minutes=5)) if after else at


SENDING: dict[type[Any], tuple[DocumentKind, Callable[..., Any]]] = {
    Course: (COURSE_CERTIFICATE, add_course),
    Certification: (CERTIFICATION_CERTIFICATE, add_certification),
    Award: (AWARD_CERTIFICATE, add_award),
}


def send_learning(actor: Actor, record: RecordPlan) -> int:
    """Enter a course, a certification or an award with its certificate; returns its id."""
    kind, add = SENDING[record.model]
    kept = keep_made(actor, kind, certificate_pdf(record.model, record.values, actor.name), "sertifikat.pdf")
    pk: int = add(actor, record.values | {"certificate_id": kept.id}).id
    return pk


def certificate_pdf(model: type[Any], values: Mapping[str, Any], name: str) -> bytes:
    """One page that says what the record of `values` says, as an organiser would have printed it."""
    made = BytesIO()
    width, height = landscape(A4)
    canvas = Canvas(made, pagesize=(width, height), invariant=1)
    canvas.setLineWidth(3)
    canvas.rect(28, 28, width - 56, height - 56)
    award = model is Award
    day = values.get("begins_on") or values.get("certified_on") or values["decree_on"]
    lines = (
        (30, "PIAGAM PENGHARGAAN" if award else "SERTIFIKAT", 110),
        (13, f"Nomor: {values['number']}", 140),
        (13, "diberikan kepada", 190),
        (24, name, 230),
        (13, "sebagai" if award else "atas keikutsertaan dalam" if "jp" in values else "yang dinyatakan kompeten dalam", 275),
        (19, label(CodeList.AWARD_KIND, values["award_kind"]) if award else values["name"], 310),
        (13, values["granted_by"] if award else values["organiser"], 345),
        (13, f"{day:%d-%m-%Y}" + (f" s.d. {values['ends_on']:%d-%m-%Y}, {values['jp']} JP" if "jp" in values else ""), 375),
        (9, "Dokumen contoh dari data demo; semua nama direka.", height - 50),
    )
    for size, text, top in lines:
        canvas.setFont("Helvetica", size)
        canvas.drawCentredString(width / 2, height - top, text)
    canvas.save()
    return made.getvalue()
