"""Reading certificates: what they are worth, who still waits for one, and who may have the file."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.certificates.models import Certificate, CertificateTemplate, Correction, LearningEvent, Participant
from app.certificates.occasions import Occasion, source_of
from app.certificates.rules import Condition, Facts, Standing, eligibility, failed, reasons
from app.certificates.workflow import ACCEPTED, ASKED, REVOKED, VALID
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.scope import visible
from app.organisation.models import Employee

MOST_FOUND = 20
NOTHING_KNOWN = Facts(listed=False, takes_place=True, over=False, validated=False)
LIVING = {VALID.key: Standing.VALID, REVOKED.key: Standing.REVOKED}


@dataclass(frozen=True)
class Tally:
    """How far an occasion is: people on its list, those with a valid certificate, those of them who took the file, and those who wait for one."""

    people: int
    issued: int
    downloaded: int = 0

    @property
    def waiting(self) -> int:
        return max(self.people - self.issued, 0)


def conditions_of(kind: str, pk: int, employee_ids: Iterable[int]) -> Mapping[int, tuple[Condition, ...]]:
    """Every condition of a certificate, for each of these people; what the source says, and what was issued before."""
    wanted = list(employee_ids)
    facts = source_of(kind).facts(pk, wanted)
    taken = select(Certificate.employee_id).where(
        Certificate.occasion_kind == kind,
        Certificate.occasion_id == pk,
        Certificate.employee_id.in_(wanted),
        Certificate.state == REVOKED.key,
    )
    revoked = frozenset(session().scalars(taken))
    return {each: eligibility(replace(facts.get(each, NOTHING_KNOWN), revoked=each in revoked)) for each in wanted}


def guest_conditions(kind: str, pk: int, guest_id: int) -> tuple[Condition, ...]:
    """The same for a guest. Raises Missing."""
    _guest, facts = source_of(kind).guest(pk, guest_id)
    query = select(Certificate.id).where(Certificate.occasion_kind == kind, Certificate.occasion_id == pk, Certificate.guest_id == guest_id)
    revoked = session().scalar(query.where(Certificate.state == REVOKED.key).limit(1)) is not None
    return eligibility(replace(facts, revoked=revoked))


def conditions_for(certificate: Certificate) -> tuple[Condition, ...]:
    """Those of a certificate's own person and occasion."""
    person = certificate.employee_id
    if person is None:
        return guest_conditions(certificate.occasion_kind, certificate.occasion_id, certificate.guest_id or 0)
    return conditions_of(certificate.occasion_kind, certificate.occasion_id, [person])[person]


def problems_of(certificates: Sequence[Certificate]) -> Mapping[int, str]:
    """Why these valid certificates do not hold for now, by id, those that hold left out; two queries for each occasion."""
    occasions: dict[tuple[str, int], list[Certificate]] = {}
    for each in certificates:
        if each.counts:
            occasions.setdefault((each.occasion_kind, each.occasion_id), []).append(each)
    found: dict[int, str] = {}
    for (kind, pk), rows in occasions.items():
        conditions = conditions_of(kind, pk, [row.employee_id for row in rows if row.employee_id is not None])
        found |= {row.id: why for row in rows if (why := reasons(conditions.get(row.employee_id or 0, ())))}
    return found


def standing_of(certificate: Certificate) -> Standing:
    """What it is worth now: a valid one whose conditions no longer hold is under review."""
    standing = LIVING.get(certificate.state, Standing.REPLACED)
    return Standing.SUSPENDED if standing is Standing.VALID and failed(conditions_for(certificate)) else standing


def certificate_called(code: str) -> Certificate | None:
    """The certificate behind a public address."""
    return session().scalar(select(Certificate).where(Certificate.code == code))


def successor_of(certificate: Certificate) -> Certificate | None:
    """The revision that replaced it."""
    return session().scalar(select(Certificate).where(Certificate.replaces_id == certificate.id))


def holders(kind: str, pk: int) -> frozenset[int]:
    """The employees who hold a valid certificate of the occasion."""
    return frozenset(person for person in session().scalars(_held(Certificate.employee_id, kind, pk)) if person is not None)


def guest_holders(kind: str, pk: int) -> frozenset[int]:
    """The guests who hold one, by the numbers of the occasion's source."""
    return frozenset(number for number in session().scalars(_held(Certificate.guest_id, kind, pk)) if number is not None)


def guest_certificate(kind: str, pk: int, guest_id: int) -> Certificate | None:
    """The valid certificate of a guest."""
    query = select(Certificate).where(Certificate.occasion_kind == kind, Certificate.occasion_id == pk, Certificate.guest_id == guest_id)
    return session().scalar(query.where(Certificate.state == VALID.key))


def _held(column: InstrumentedAttribute[int | None], kind: str, pk: int) -> Select[int | None]:
    return select(column).where(Certificate.occasion_kind == kind, Certificate.occasion_id == pk, Certificate.state == VALID.key)


def downloads(kind: str, pk: int) -> int:
    """How many holders of valid certificates of the occasion have taken their file; for the organiser's numbers."""
    query = select(func.count()).select_from(Certificate).where(Certificate.occasion_kind == kind, Certificate.occasion_id == pk)
    return session().scalar(query.where(Certificate.state == VALID.key, Certificate.downloaded_at.is_not(None))) or 0


def was_issued(kind: str, pk: int, employee_id: int | None = None) -> bool:
    """Whether any certificate of the occasion, or of this person for it, was ever issued."""
    query = select(Certificate.id).where(Certificate.occasion_kind == kind, Certificate.occasion_id == pk)
    if employee_id is not None:
        query = query.where(Certificate.employee_id == employee_id)
    return session().scalar(query.limit(1)) is not None


def valid_ids(kind: str, pk: int) -> Sequence[int]:
    """The ids of the valid certificates of an occasion, by number."""
    query = select(Certificate.id).where(Certificate.occasion_kind == kind, Certificate.occasion_id == pk, Certificate.state == VALID.key)
    return session().scalars(query.order_by(Certificate.id)).all()


def tally_of(event_id: int, kind: str) -> Tally:
    """The numbers of one of BKPSDM's own events."""
    people = session().scalar(select(func.count()).select_from(Participant).where(Participant.event_id == event_id))
    return Tally(people or 0, len(holders(kind, event_id)), downloads(kind, event_id))


def asked_for(certificate: Certificate) -> Correction | None:
    """The open request for its correction."""
    return session().scalar(select(Correction).where(Correction.about_id == certificate.id, Correction.state == ASKED.key))


def correctable(actor: Actor) -> Sequence[Certificate]:
    """The actor's own valid certificates without an open request, the newest first."""
    open_ones = select(Correction.about_id).where(Correction.state == ASKED.key)
    query = select(Certificate).where(
        Certificate.employee_id == actor.employee_id, Certificate.state == VALID.key, Certificate.id.not_in(open_ones)
    )
    return session().scalars(query.order_by(Certificate.id.desc())).all()


def latest_of(actor: Actor, most: int) -> Sequence[Certificate]:
    """The actor's own valid certificates, the newest first, at most `most`."""
    if actor.employee_id is None:
        return []
    query = select(Certificate).where(Certificate.employee_id == actor.employee_id, Certificate.state == VALID.key)
    return session().scalars(query.order_by(Certificate.id.desc()).limit(most)).all()


def last_correction(certificate: Certificate) -> Correction | None:
    """The last accepted names of this person for this occasion, over all revisions."""
    query = (
        select(Correction)
        .join(Certificate, Certificate.id == Correction.about_id)
        .where(
            Certificate.occasion_kind == certificate.occasion_kind,
            Certificate.occasion_id == certificate.occasion_id,
            Correction.employee_id == certificate.employee_id,
            Correction.state == ACCEPTED.key,
        )
    )
    return session().scalar(query.order_by(Correction.id.desc()).limit(1))


def template_for(occasion: Occasion) -> CertificateTemplate | None:
    """The template of an occasion; the first one where it names none."""
    if occasion.template_id is not None:
        return session().get(CertificateTemplate, occasion.template_id)
    return session().scalar(select(CertificateTemplate).order_by(CertificateTemplate.id).limit(1))


def templates() -> Sequence[tuple[int, str]]:
    """(id, name) of all, by name."""
    query = select(CertificateTemplate.id, CertificateTemplate.name).order_by(CertificateTemplate.name)
    return [(row.id, row.name) for row in session().execute(query)]


def search_events(actor: Actor, words: str) -> Sequence[tuple[int, str]]:
    """(id, title) of at most twenty events whose title holds `words`, the newest first; for selects."""
    query = select(LearningEvent.id, LearningEvent.title).where(visible(LearningEvent, actor))
    query = query.where(LearningEvent.title.icontains(words, autoescape=True)).order_by(LearningEvent.begins_on.desc(), LearningEvent.id)
    return [(row.id, row.title) for row in session().execute(query.limit(MOST_FOUND))]


def event_called(actor: Actor, value: str) -> Sequence[tuple[int, str]]:
    """The event a filter names, if the actor sees it."""
    if not value.isdecimal() or len(value) > 9:
        return []
    query = select(LearningEvent.id, LearningEvent.title).where(visible(LearningEvent, actor), LearningEvent.id == int(value))
    return [(row.id, row.title) for row in session().execute(query)]


def names_of(employee_ids: Sequence[int]) -> Mapping[int, str]:
    """The full names of these people."""
    query = select(Employee).where(Employee.id.in_(employee_ids))
    return {person.id: person.full_name for person in session().scalars(query)}


def printed_names(certificate: Certificate) -> Mapping[str, str | None]:
    """The names of a certificate in their parts, as they were frozen."""
    data = json.loads(certificate.frozen_data)
    return {name: data[name] for name in ("front_title", "name", "back_title")}
