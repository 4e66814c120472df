"""Events and certificates as they come to be: entered, listed, validated, issued."""

from datetime import timedelta
from typing import Any

from app.certificates.models import Certificate, Correction, LearningEvent
from app.certificates.services import add_event, add_participants, ask_correction, issue
from app.kernel import clock
from app.kernel.approval import take_step
from tests.factories.city import City

NOTE = "<p>Gelar belum tercantum.</p>"
KIND = LearningEvent.__tablename__
OFFICER = "second_bkpsdm_admin"
PATHS: dict[str, tuple[str, ...]] = {"valid": (), "revoked": ("revoke",), "replaced": ("reissue",)}


def event_values(**changes: Any) -> dict[str, Any]:
    """What is typed into the form."""
    day = clock.today() - timedelta(days=2)
    values = {
        "title": "Bimbingan Teknis Pelayanan Publik",
        "begins_on": day,
        "ends_on": day,
        "jp": 4,
        "organiser": "BKPSDM Kota Contoh",
        "place": "Aula Balai Kota",
        "outline": "Etika publik | 2\nStandar pelayanan | 2",
        "template_id": None,
    }
    return values | changes


def event_in(city: City, state: str = "validated", people: tuple[str, ...] = ("owner",), **changes: Any) -> LearningEvent:
    """An event with these people on its list, in `state`."""
    officer = city.actor(OFFICER)
    event = add_event(officer, event_values(**changes))
    if people:
        add_participants(officer, event.id, "\n".join(city.person(name).nip for name in people))
    for act in {"prepared": (), "validated": ("validate",), "called_off": ("call_off",)}[state]:
        take_step(officer, LearningEvent, event.id, act, NOTE)
    return event


def certificate_in(city: City, state: str = "valid", owner: str = "owner", **changes: Any) -> Certificate:
    """A certificate of `owner`, brought to `state` by an officer."""
    event = event_in(city, people=(owner,), **changes)
    made = issue(city.actor(OFFICER), KIND, event.id, city.ids[owner])
    for act in PATHS[state]:
        take_step(city.actor(OFFICER), Certificate, made.id, act, NOTE)
    return made


def correction_in(city: City, state: str = "asked", owner: str = "owner", **changes: Any) -> Correction:
    """A request of `owner` about a certificate of his, decided if `state` says so."""
    about = certificate_in(city, owner=owner)
    values = {"front_title": "Dr.", "name": "Ahmad Yani", "back_title": "M.Si.", "wish": "Gelar saya belum tercantum."} | changes
    made = ask_correction(city.actor(owner), about.id, values)
    for act in {"asked": (), "accepted": ("accept",), "refused": ("refuse",)}[state]:
        take_step(city.actor(OFFICER), Correction, made.id, act, NOTE)
    return made
