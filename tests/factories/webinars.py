"""Series, webinars and registrations made through the portal's own services."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.approval import take_step
from app.kernel.crud.plain import create_record
from app.kernel.db import session
from app.webinars.attendance_models import Attendance, WebinarQuestion, WebinarSession
from app.webinars.attendance_queries import sessions_of
from app.webinars.attendance_services import Shown, add_question, attend, attend_as_guest, close_attendance, open_attendance, present_code
from app.webinars.guest_models import GuestMail
from app.webinars.guest_services import CONFIRM_PAGE, as_guest, ask_to_register, confirm
from app.webinars.models import Registration, Webinar, WebinarSeries
from app.webinars.request_models import AttendanceRequest
from app.webinars.request_rules import RequestKind
from app.webinars.request_services import ask
from app.webinars.services import add_webinar, register
from app.webinars.zoom_models import ZoomPerson
from app.webinars.zoom_services import take_in
from tests.factories.city import City

NOTE = "Narasumber berhalangan."
PATHS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "open": ("publish",),
    "running": ("publish", "start"),
    "finished": ("publish", "start", "finish"),
    "called_off": ("publish", "cancel"),
}
JOIN = {"join_url": "https://zoom.us/j/95643049530?pwd=rahasia", "meeting_id": "95643049530", "passcode": "Belajar5"}


def series_in(city: City, number: int | None = None) -> WebinarSeries:
    """A series; every one has the next number."""
    number = number or (session().scalar(select(func.max(WebinarSeries.number))) or 0) + 1
    values = {"number": number, "title": "Webinar Langsa SiBelang Seri", "code": f"seri-{number}", "about": None}
    return create_record(city.actor("bkpsdm_admin"), WebinarSeries, values)


def typed(series_id: int, **changes: Any) -> dict[str, Any]:
    """What is typed into the form: in three days from nine to eleven."""
    starts = _nine(clock.now() + timedelta(days=3))
    values = {
        "series_id": series_id,
        "title": "Literasi Digital bagi ASN",
        "topic": "Bekerja dengan data",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "organiser": "BKPSDM Kota Rantau Lestari",
        "speakers": "Pemateri Satu\nPembawa Acara",
        "jp": 3,
        "requirements": "Perangkat: Komputer/laptop (disarankan)",
    }
    return values | JOIN | changes


def webinar_in(city: City, state: str = "open", **changes: Any) -> Webinar:
    """A webinar brought to `state` by BKPSDM's own steps."""
    actor = city.actor("second_bkpsdm_admin")
    series_id = changes.pop("series_id", None) or series_in(city).id
    webinar = add_webinar(actor, typed(series_id, **changes))
    for act in PATHS[state]:
        take_step(actor, Webinar, webinar.id, act, NOTE if act == "cancel" else None)
    return webinar


def registration_of(city: City, webinar: Webinar, person: str = "owner", **changes: Any) -> Registration:
    """The person registers himself."""
    values = {"front_title": None, "back_title": "S.E.", "email": "pegawai@kota.go.id"} | changes
    return register(city.actor(person), webinar.id, values)


def open_session_of(city: City, **changes: Any) -> WebinarSession:
    """The first session of a webinar under way, with its attendance open."""
    webinar = webinar_in(city, "running", **changes)
    return open_attendance(city.actor("second_bkpsdm_admin"), sessions_of(webinar.id)[0].id)


def question_in(city: City, found: WebinarSession, **changes: Any) -> WebinarQuestion:
    """A question of the session; a required choice by default."""
    values = {"session_id": found.id, "position": 1, "question": "Apakah materi mudah dipahami?", "kind": "pilihan"}
    return add_question(city.actor("second_bkpsdm_admin"), values | {"choices": "Ya\nTidak", "must_answer": True} | changes)


def attendance_of(city: City, person: str = "owner", found: WebinarSession | None = None) -> Attendance:
    """The person registers for a webinar under way and records his attendance by the code of the moment."""
    found = found or open_session_of(city)
    registration_of(city, found.webinar, person)
    return attend(city.actor(person), found.id, present_code(found))


def late_request_of(city: City, person: str = "owner", found: WebinarSession | None = None) -> AttendanceRequest:
    """The person was registered, missed the list, and asks for it afterwards."""
    if found is None:
        found = open_session_of(city)
        close_attendance(city.actor("second_bkpsdm_admin"), found.id)
    registration_of(city, found.webinar, person)
    return ask(city.actor(person), found.id, RequestKind.LATE, {"reason": "Listrik padam saat kode ditampilkan."})


def names_request_of(city: City, person: str = "owner", **changes: Any) -> AttendanceRequest:
    """The person attended and asks for another title."""
    record = attendance_of(city, person)
    values = {"name": record.registration.name, "back_title": "S.E., M.Si.", "reason": "Gelar baru belum tercatat."}
    return ask(city.actor(person), record.session_id, RequestKind.NAMES, values | changes)


def validated_webinar_in(city: City, *people: str, **changes: Any) -> Webinar:
    """A finished webinar of today whose attendance has been validated for these people; the owner alone by default."""
    starts = clock.now() - timedelta(hours=1)
    found = open_session_of(city, **{"starts_at": starts, "ends_at": starts + timedelta(minutes=90)} | changes)
    officer, pks = city.actor("second_bkpsdm_admin"), [attendance_of(city, name, found).id for name in people or ("owner",)]
    take_step(officer, Webinar, found.webinar_id, "finish")
    for pk in pks:
        take_step(officer, Attendance, pk, "validate")
    return found.webinar


def _nine(moment: datetime) -> datetime:
    return clock.local(moment).replace(hour=9, minute=0, second=0, microsecond=0)


def zoom_report(webinar: Webinar, *people: tuple[str, str], begins: int = 0, minutes: int = 90) -> bytes:
    """Zoom's usage report with its mark, block and header: each (name, e-mail) there from `begins` minutes after the webinar's beginning on."""
    starts = clock.local(webinar.starts_at) + timedelta(minutes=begins)
    ends = starts + timedelta(minutes=minutes)
    form = "%m/%d/%Y %I:%M:%S %p"
    lines = [
        "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants",
        f'{webinar.meeting_number},"{webinar.title}",{starts:{form}},{ends:{form}},panitia@kota.go.id,{minutes},{len(people)}',
        "",
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent",
        *(f'"{name}",{email},{starts:{form}},{ends:{form}},{minutes},Yes,' for name, email in people),
    ]
    return b"\xef\xbb\xbf" + "\r\n".join(lines).encode()


def seen_in_zoom(city: City, webinar: Webinar, *people: tuple[str, str], **span: int) -> list[ZoomPerson]:
    """BKPSDM uploads a report of these people; all that are known of the webinar come back."""
    take_in(city.actor("second_bkpsdm_admin"), webinar.id, BytesIO(zoom_report(webinar, *people, **span)), "participants_95643049530.csv")
    return list(session().scalars(select(ZoomPerson).where(ZoomPerson.webinar_id == webinar.id).order_by(ZoomPerson.id)))


GUEST = {
    "name": "Rahma Tamu",
    "front_title": "dr.",
    "back_title": "M.Kes.",
    "nip": "",
    "unit_name": "Pemerintah Kota Tetangga",
    "job_title": "Analis",
    "email": "rahma@tetangga.go.id",
    "consent": True,
}


def guest_request_of(webinar: Webinar, **changes: Any) -> str:
    """The sealed end of the link that is mailed to somebody from outside who filled in the form."""
    ask_to_register(webinar.id, GUEST | changes)
    mail = session().scalars(select(GuestMail).order_by(GuestMail.id.desc()).limit(1)).one()
    return mail.link.partition(CONFIRM_PAGE)[2]


def guest_in(webinar: Webinar, **changes: Any) -> Registration:
    """A guest who has confirmed his address."""
    return confirm(guest_request_of(webinar, **changes))


def guest_attendance_in(found: WebinarSession, **changes: Any) -> Attendance:
    """A guest of the webinar who records his attendance by the code of the moment."""
    return attend_as_guest(as_guest(), guest_in(found.webinar, **changes), found.id, Shown(present_code(found), "", None, {}))
