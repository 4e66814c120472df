"""Taking in Zoom's participant report, and putting a guess right. A report that comes again changes nothing."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import IO, Any

from flask_babel import gettext as _

from app.kernel import clock, storage
from app.kernel.actor import Actor
from app.kernel.approval import edit, start
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import Event, publish
from app.kernel.importing.reading import open_book
from app.kernel.jobs import Job, start_job
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.webinars import zoom_queries as queries
from app.webinars.models import Registration, Webinar
from app.webinars.workflow import FINISHED, REGISTERED, RUNNING
from app.webinars.zoom_models import ZoomPerson
from app.webinars.zoom_rules import FoundBy, Guesser, Seen, joined, minutes_of, pack_stays, read_report, unpack_stays
from app.webinars.zoom_workflow import GUESSED

REPORT = "webinars.zoom_report"
AT_ONCE, PORTION = 300, 100
"""So many people are taken in while the organiser waits; more are left to the worker, in portions."""
Tell = Callable[[int, int], object]


def take_in(actor: Actor, webinar_id: int, stream: IO[bytes], name: str) -> Job | Counter[str]:
    """Read a report and keep who was seen: at once, or by a job for a large one. Raises Denied, Missing, Invalid (field `file`)."""
    if not actor.has(Role.BKPSDM_ADMIN):
        raise Denied
    webinar: Webinar = fetch(Webinar, actor, webinar_id)
    if webinar.state not in (RUNNING.key, FINISHED.key):
        raise Invalid(fields={"webinar_id": _("A report is read once the webinar has begun.")})
    stored = storage.put(stream)
    handed_on = False
    try:
        people = read_file(webinar, stored.key)
        if len(people) > AT_ONCE:
            params = {"webinar": webinar.id, "file": stored.key, "name": _short(name)}
            started = start_job(actor, REPORT, _("Zoom report: %(title)s", title=webinar.title[:120]), params)
            handed_on = True
            return started
        return keep(actor, webinar, people, _short(name))
    except Invalid as refusal:
        raise Invalid(fields={"file": refusal.message}) from None
    finally:
        if not handed_on:
            storage.delete(stored.key)


def read_file(webinar: Webinar, key: str) -> list[Seen]:
    """Who stands in the stored file. Raises Invalid."""
    book = open_book(storage.path(key))
    return read_report(book.rows(book.names[0]), webinar.starts_at, webinar.meeting_id, clock.zone())


def keep(actor: Actor, webinar: Webinar, people: Sequence[Seen], name: str, tell: Tell = lambda done, total: None) -> Counter[str]:
    """Write new ones with a guess, join what is known with new stays; answers how many are new, changed, unchanged and guessed."""
    counts: Counter[str] = Counter()
    guesser = Guesser(queries.seats_of(webinar.id))
    for first in range(0, len(people), PORTION):
        with transaction():
            fetch(Webinar, actor, webinar.id, lock=True)
            known = queries.people_of(webinar.id)
            for each in people[first : first + PORTION]:
                counts[_keep_one(actor, webinar.id, each, known.get(each.key), guesser)] += 1
        tell(min(first + PORTION, len(people)), len(people))
    with transaction():
        publish(Event("webinar.zoom_report", actor, webinar, {"file": name, "counts": dict(counts)}))
    return counts


def _keep_one(actor: Actor, webinar_id: int, seen: Seen, before: ZoomPerson | None, guesser: Guesser) -> str:
    stays = joined((*unpack_stays(before.period), *seen.stays) if before else seen.stays)
    guess = guesser.guess(seen.name, seen.email)
    values = {
        "period": pack_stays(stays),
        "starts_at": stays[0][0],
        "ends_at": max(ends for _begins, ends in stays),
        "minutes": minutes_of(stays),
    }
    if before is None or before.state == GUESSED.key:
        values |= {
            "registration_id": guess.seat_id if guess else None,
            "likeness": guess.score if guess else None,
            "source": guess.found_by.value if guess else None,
        }
    if before is None:
        start(actor, ZoomPerson(webinar_id=webinar_id, key=seen.key, name=seen.name, email=seen.email, **values))
        return "new"
    changed = {name: value for name, value in values.items() if _differs(getattr(before, name), value)}
    for name, value in changed.items():
        setattr(before, name, value)
    session().flush()
    return "changed" if changed else "unchanged"


def _differs(held: object, value: object) -> bool:
    return unpack_stays(held) != unpack_stays(value) if isinstance(held, list) and isinstance(value, list) else held != value


def choose(actor: Actor, pk: int, registration_id: int | None, version: int) -> ZoomPerson:
    """Say who it was: the organiser's own choice is a confirmation. Raises Missing, Denied, Conflict, Invalid."""
    with transaction():
        record: ZoomPerson = fetch(ZoomPerson, actor, pk)
        seat: Registration | None = fetch(Registration, actor, registration_id) if registration_id is not None else None
        if seat is None or seat.webinar_id != record.webinar_id or seat.state != REGISTERED.key:
            raise Invalid(fields={"registration_id": _("Choose somebody who is registered for this webinar.")})
        same = seat.id == record.registration_id
        changes: dict[str, Any] = {"registration_id": seat.id, "employee_id": seat.employee_id}
        if not same:
            changes |= {"likeness": None, "source": FoundBy.HAND.value}
        return edit(actor, ZoomPerson, pk, changes, version)


def bind(record: ZoomPerson) -> None:
    """A confirmed row is that person's. Raises Conflict where nobody was guessed."""
    if record.registration is None or record.registration.state != REGISTERED.key:
        raise Conflict(_("Nobody registered has been found for it: choose the person first."))
    record.employee_id = record.registration.employee_id


def report_told(counts: Counter[str]) -> str:
    """What came of a report, in a line."""
    told = {name: counts[name] for name in ("new", "changed", "unchanged")}
    return str(_("%(new)s new, %(changed)s changed, %(unchanged)s as before.", **told))


def _short(name: str) -> str:
    return PurePath(name.replace("\\", "/")).name[-200:]
