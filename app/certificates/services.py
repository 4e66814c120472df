"""Issuing, replacing and drawing certificates, the lists of participants, and requests for corrections.

A certificate, its file, its line in the book of JP and its history stand or fall in one transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from app.certificates.faces import unprintable
from app.certificates.holding import ON_PAPER, Holder, employee_holder, guest_holder, holder_of, locked
from app.certificates.models import Certificate, CertificateTemplate, Correction, LearningEvent, Participant
from app.certificates.occasions import Occasion, occasion_of
from app.certificates.parameters import NUMBER_PATTERN
from app.certificates.press import Press, press_for
from app.certificates.queries import asked_for, conditions_for, conditions_of, guest_certificate, guest_conditions, was_issued
from app.certificates.rules import Condition, check_outline, check_text, failed, read_nips, reasons
from app.certificates.workflow import PREPARED, VALID
from app.kernel import clock, settings, storage
from app.kernel.actor import Actor
from app.kernel.approval import content, edit, once, start
from app.kernel.crud.plain import change_record, create_record
from app.kernel.db import after_rollback, session, transaction
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import Event, publish
from app.kernel.formats import format_long_date, format_period
from app.kernel.numbering import next_number, write_number
from app.kernel.public_check import draw_code, frozen
from app.kernel.public_check import public_address as address_of
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.ledger.services import Line, LineKind, check_days, put_line, take_line
from app.organisation.models import Employee
from app.organisation.rules import full_name
from app.photos.models import Photo
from app.photos.queries import accepted_photo

SERIES = "certificate"
PUBLIC = "/v/"
PRINTED = ("full_name", "rank", "job_title", "unit", "title", "organiser", "place")
TEMPLATE_TEXTS = ("heading", "opening", "body", "signatory_title", "signatory_name", "signatory_rank")
SHORT_TEXTS = ("title", "organiser", "place")
Values = Mapping[str, Any]


def public_address(code: str) -> str:
    """The address that is printed and stands in the QR code."""
    return address_of(f"{PUBLIC}{code}")


# --- Events and their participants ------------------------------------------------------------------------------------


def add_event(actor: Actor, values: Values, submission: str | None = None) -> LearningEvent:
    """Enter an event of BKPSDM's own. Raises Denied, Invalid by field."""
    return once(actor, submission, LearningEvent, lambda: start(actor, LearningEvent(**_event(values))))


def change_event(actor: Actor, pk: int, values: Values, version: int) -> LearningEvent:
    """Write it anew while it is prepared; certificates that were issued stay what they are (G3). Raises Missing, Conflict, Denied, Invalid."""
    with transaction():
        changed: LearningEvent = edit(actor, LearningEvent, pk, _event(values), version)
        return changed


@dataclass(frozen=True)
class Listed:
    """What became of pasted NIPs: how many people were added, who stood there already, and what is nobody's."""

    added: int
    present: int
    unknown: Sequence[str]


def add_participants(actor: Actor, event_id: int, typed: str) -> Listed:
    """Put the people with these NIPs on the list of an event in preparation; the same NIP twice is one person. Raises Denied, Missing, Conflict."""
    _as_officer(actor)
    nips, wrong = read_nips(typed)
    with transaction() as current:
        event = fetch(LearningEvent, actor, event_id, lock=True)
        _still_prepared(event)
        query = select(Employee).where(Employee.nip.in_(nips))
        people = {person.nip: person for person in current.scalars(query)}
        standing = frozenset(current.scalars(select(Participant.employee_id).where(Participant.event_id == event.id)))
        fresh = [people[nip] for nip in nips if nip in people and people[nip].id not in standing]
        current.add_all([Participant(event_id=event.id, employee_id=each.id, unit_id=each.unit_id) for each in fresh])
        current.flush()
        if fresh:
            publish(Event("learning_event.participants", actor, event, {"added": len(fresh)}))
        known = sum(nip in people for nip in nips)
        return Listed(len(fresh), known - len(fresh), [*(nip for nip in nips if nip not in people), *wrong])


def remove_participant(actor: Actor, pk: int) -> None:
    """Take somebody off the list; refused once a certificate was issued to him (G11). Raises Denied, Missing, Conflict."""
    _as_officer(actor)
    with transaction() as current:
        row: Participant = fetch(Participant, actor, pk, lock=True, options=(joinedload(Participant.employee),))
        event = fetch(LearningEvent, actor, row.event_id, lock=True)
        _still_prepared(event)
        if was_issued(LearningEvent.__tablename__, event.id, row.employee_id):
            raise Conflict(_("A certificate was issued to this person; revoke it instead."))
        publish(Event("event_participant.delete", actor, row, {"before": content(row)}))
        current.delete(row)


# --- Issuing ----------------------------------------------------------------------------------------------------------


def issue(actor: Actor, kind: str, pk: int, employee_id: int, press: Press | None = None) -> Certificate:
    """Issue the certificate of a person; the second of two calls finds the first's (G5). Raises Denied, Missing, Conflict with what fails, Invalid."""
    return issue_many(actor, kind, pk, [employee_id], press)[0]


def issue_many(actor: Actor, kind: str, pk: int, employee_ids: Sequence[int], press: Press | None = None) -> list[Certificate]:
    """Those of several people in one transaction: all of them, or none where one is refused. Raises what `issue` raises."""
    _as_officer(actor)
    with transaction() as current:
        occasion = occasion_of(kind, pk)
        people = locked(employee_ids)
        standing = select(Certificate).where(
            Certificate.occasion_kind == kind,
            Certificate.occasion_id == pk,
            Certificate.employee_id.in_(employee_ids),
            Certificate.state == VALID.key,
        )
        held = {row.employee_id: row for row in current.scalars(standing.execution_options(populate_existing=True))}
        press = press or press_for(occasion)
        conditions = conditions_of(kind, pk, [each for each in employee_ids if each not in held])
        return [held.get(each) or _issue(actor, occasion, people[each], conditions[each], press) for each in employee_ids]


def issue_to_guest(actor: Actor, kind: str, pk: int, guest_id: int, press: Press | None = None) -> Certificate:
    """That of a guest: same paper and numbers, no hours, photo or training record. Raises Denied, Missing, Conflict with what fails."""
    _as_officer(actor)
    with transaction():
        occasion = occasion_of(kind, pk)
        if (held := guest_certificate(kind, pk, guest_id)) is not None:
            return held
        if failed(conditions := guest_conditions(kind, pk, guest_id)):
            raise Conflict(reasons(conditions))
        return _write(actor, occasion, guest_holder(kind, pk, guest_id), press, _first())


def _issue(actor: Actor, occasion: Occasion, person: Employee, conditions: Sequence[Condition], press: Press) -> Certificate:
    if failed(conditions):
        raise Conflict(reasons(conditions))
    return _write(actor, occasion, employee_holder(occasion.kind, occasion.id, person), press, _first())


def _first() -> dict[str, Any]:
    """The next number, of no revision."""
    day = clock.today()
    number = write_number(settings.get(NUMBER_PATTERN), next_number(SERIES, day.year), day)
    return {"number": number, "revision": 0, "replaces_id": None}


def issue_revision(actor: Actor, old: Certificate) -> Certificate:
    """The revision of a certificate that has just been replaced: the same number, the data of now. Raises Conflict with what fails."""
    with transaction():
        occasion = occasion_of(old.occasion_kind, old.occasion_id)
        conditions = conditions_for(old)
        if failed(conditions):
            raise Conflict(reasons(conditions))
        take_line(actor, Certificate.__tablename__, old.id)
        values = {"number": old.number, "revision": old.revision + 1, "replaces_id": old.id}
        return _write(actor, occasion, holder_of(old), None, values, replaces=old)


def withdraw_hours(actor: Actor, certificate: Certificate) -> None:
    """A revoked certificate brings no JP."""
    take_line(actor, Certificate.__tablename__, certificate.id)


def tell_holder(actor: Actor, certificate_id: int) -> None:
    """Tell its holder where the certificate stands, if it is still valid. Raises Denied, Missing."""
    _as_officer(actor)
    with transaction():
        certificate: Certificate = fetch(Certificate, actor, certificate_id)
        if certificate.state == VALID.key:
            publish(Event("certificate.tell", actor, certificate, {}))


def file_for(actor: Actor, certificate: Certificate) -> Path:
    """The file of a certificate the actor sees, if every condition still holds (G1). Raises Conflict with the reasons."""
    if certificate.state != VALID.key:
        raise Conflict(_("This certificate is no longer valid: %(state)s.", state=certificate.state_now.label))
    conditions = conditions_for(certificate)
    if failed(conditions):
        raise Conflict(reasons(conditions))
    path = storage.path(certificate.file_key)
    if not path.is_file():
        raise Conflict(_("The file is not there any more. Tell BKPSDM."))
    return path


def note_download(actor: Actor, certificate: Certificate) -> None:
    """Keep when its holder first took the file; what others fetch is not counted."""
    if certificate.employee_id is not None and actor.employee_id == certificate.employee_id:
        keep_download(certificate)


def keep_download(certificate: Certificate) -> None:
    """Its holder has taken the file; the first time counts."""
    if certificate.downloaded_at is not None:
        return
    with transaction() as current:
        mine = (Certificate.id == certificate.id, Certificate.downloaded_at.is_(None))
        current.execute(update(Certificate).where(*mine).values(downloaded_at=clock.now()).execution_options(synchronize_session=False))


def add_template(actor: Actor, values: Values, submission: str | None = None) -> CertificateTemplate:
    """Keep a new template. Raises Denied, Invalid by field."""
    _as_officer(actor)
    check_template(values)
    return create_record(actor, CertificateTemplate, values, submission)


def change_template(actor: Actor, pk: int, values: Values, version: str) -> CertificateTemplate:
    """Write it anew; what was issued stays byte for byte what it is (G3). Raises Denied, Missing, Conflict, Invalid."""
    _as_officer(actor)
    check_template(values)
    return change_record(actor, CertificateTemplate, pk, values, version)


# --- Corrections ------------------------------------------------------------------------------------------------------


def ask_correction(actor: Actor, certificate_id: int, values: Values, submission: str | None = None) -> Correction:
    """Ask for the correction of a valid certificate of one's own (L31). Raises Missing, Denied, Conflict."""

    def make() -> Correction:
        about: Certificate = fetch(Certificate, actor, certificate_id, lock=True)
        if actor.employee_id is None or about.employee_id != actor.employee_id:
            raise Denied
        if about.state != VALID.key:
            raise Conflict(_("Only a valid certificate can be corrected."))
        if asked_for(about) is not None:
            raise Conflict(_("You have asked for a correction of this certificate already."))
        tidy = {name: " ".join(str(values.get(name) or "").split()) or None for name in ("front_title", "name", "back_title")}
        wish = str(values["wish"]).strip()
        owner = {"employee_id": about.employee_id, "unit_id": about.unit_id}
        return start(actor, Correction(about_id=about.id, wish=wish, **owner, **tidy))

    return once(actor, submission, Correction, make)


# --- Parts ------------------------------------------------------------------------------------------------------------


def _write(
    actor: Actor,
    occasion: Occasion,
    holder: Holder,
    press: Press | None,
    values: Values,
    replaces: Certificate | None = None,
) -> Certificate:
    """The certificate with its file and its hours, inside the open transaction."""
    current, day, code = session(), clock.today(), draw_code()
    press = press or press_for(occasion)
    if occasion.jp and holder.employee_id is not None:
        check_days(holder.employee_id, occasion.begins_on, occasion.ends_on, occasion.jp_exact)
    data = _data(occasion, holder) | {
        "number": values["number"],
        "revision": values["revision"],
        "code": code,
        "issued_on": day.isoformat(),
        "issued_text": _on_paper_day(day),
        "signature": press.signature.frozen(),
        "replaces": {"code": replaces.code, "revision": replaces.revision} if replaces else None,
    }
    if not press.painter.look.outlined:
        data["outline"] = []
    photo = accepted_photo(holder.employee_id) if press.painter.look.takes_photo and holder.employee_id is not None else None
    data["photo"] = photo.sha256 if photo else None
    _check_printable(data)
    text, digest = frozen(data)
    stored = storage.put(BytesIO(press.make(data, public_address(code), _content_of(photo))), ".pdf")
    after_rollback(lambda: storage.delete(stored.key))
    certificate = start(
        actor,
        Certificate(
            employee_id=holder.employee_id,
            unit_id=holder.unit_id,
            guest_id=holder.guest_id,
            code=code,
            occasion_kind=occasion.kind,
            occasion_id=occasion.id,
            printed_name=data["full_name"],
            nip=holder.nip,
            title=occasion.title,
            begins_on=occasion.begins_on,
            ends_on=occasion.ends_on,
            jp=occasion.jp,
            issued_on=day,
            frozen_data=text,
            frozen_sha256=digest,
            file_key=stored.key,
            file_sha256=stored.sha256,
            file_size=stored.size,
            **values,
        ),
    )
    if occasion.jp and holder.employee_id is not None:
        days, subject = (occasion.begins_on, occasion.ends_on), (Certificate.__tablename__, certificate.id)
        put_line(actor, Line(holder.employee_id, *days, occasion.jp_exact, True, *subject, occasion.title, LineKind.SEMINAR))
    current.flush()
    return certificate


def _data(occasion: Occasion, holder: Holder) -> dict[str, Any]:
    names = holder.names
    with force_locale(ON_PAPER):
        return {
            "full_name": full_name(names.front_title, names.name, names.back_title),
            "front_title": names.front_title,
            "name": names.name,
            "back_title": names.back_title,
            "nip": holder.nip,
            "rank": holder.rank,
            "job_title": holder.job_title,
            "unit": holder.unit,
            "occasion": {"kind": occasion.kind, "id": occasion.id},
            "title": occasion.title,
            "begins_on": occasion.begins_on.isoformat(),
            "ends_on": occasion.ends_on.isoformat(),
            "period_text": format_period(occasion.begins_on, occasion.ends_on),
            "jp": occasion.jp,
            "organiser": occasion.organiser,
            "place": occasion.place,
            "outline": [list(line) for line in occasion.outline],
        }


def _content_of(photo: Photo | None) -> bytes | None:
    """The picture as it is now: the certificate keeps it whatever becomes of the photo."""
    return storage.path(photo.file_key).read_bytes() if photo else None


def _on_paper_day(day: Any) -> str:
    with force_locale(ON_PAPER):
        return format_long_date(day)


def check_template(values: Values) -> None:
    """Raises Invalid by field."""
    check_text(str(values["body"]))
    wrong = {name: _not_printed(signs) for name in TEMPLATE_TEXTS if (signs := unprintable(str(values.get(name) or "")))}
    if (values.get("photo_x") is None) != (values.get("photo_at") is None):
        wrong["photo_at"] = _("Say both places of the photo, or neither.")
    if wrong:
        raise Invalid(fields=wrong)


def _check_printable(data: Values) -> None:
    """Raises Conflict for what no typeface here prints, rather than print boxes."""
    texts = [str(data[name]) for name in PRINTED] + [subject for subject, _jp in data["outline"]]
    if signs := unprintable(" ".join(texts)):
        raise Conflict(_not_printed(signs))


def _not_printed(signs: str) -> str:
    return _("These signs cannot be printed: %(signs)s", signs=" ".join(signs))


def _event(values: Values) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    if values["ends_on"] < values["begins_on"]:
        wrong["ends_on"] = _("The last day cannot be before the first.")
    try:
        check_outline(values.get("outline"))
    except Invalid as refusal:
        wrong |= refusal.fields
    if wrong:
        raise Invalid(fields=wrong)
    return {**values, **{name: " ".join(str(values[name]).split()) for name in SHORT_TEXTS}}


def _as_officer(actor: Actor) -> None:
    if not actor.has(Role.BKPSDM_ADMIN, Role.SYSTEM):
        raise Denied


def _still_prepared(event: LearningEvent) -> None:
    if event.state != PREPARED.key:
        raise Conflict(_("The list is closed: the status is “%(state)s”.", state=event.state_now.label))
