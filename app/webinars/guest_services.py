"""Guests of other agencies: they ask, confirm their address, take a seat or wait like everybody else, and may leave again. Their mails go by an outbox of their own."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from app.kernel import clock
from app.kernel.actor import Actor, system_actor
from app.kernel.approval import start, take_step
from app.kernel.db import after_commit, session, transaction
from app.kernel.errors import N_, Conflict, Missing
from app.kernel.formats import format_datetime
from app.kernel.outbox import Delivery, Outbox, Outcome
from app.kernel.public_check import public_address
from app.kernel.queue import run_soon
from app.kernel.scope import fetch
from app.kernel.sealing import Seal
from app.notifications.channels import Message, Sender
from app.webinars import queries
from app.webinars.guest_models import GuestMail
from app.webinars.guest_rules import GuestRequest, read_guest, read_request
from app.webinars.models import Registration, Webinar
from app.webinars.rules import GONE
from app.webinars.services import Values, give_seats, refuse_if_over
from app.webinars.workflow import CANCEL, LIVE, REGISTERED, WAITING

REQUESTS, PAGES = Seal("portal: requests of webinar guests"), Seal("portal: pages of webinar guests")
SEND = "webinars.send_guest_mail"
LIVE_KEYS = [state.key for state in LIVE]
CONFIRM_PAGE, OWN_PAGE = "/g/confirm/", "/g/"
NO_MAIL = N_("The portal sends no e-mail.")
GUEST = "Peserta tamu"
"""Who acts, as the trail names it: nobody of the agency, by the link of his mail."""


def as_guest() -> Actor:
    """Whoever holds the link of a mail acts under the portal's own name."""
    return system_actor(GUEST)


# --- Registering ------------------------------------------------------------------------------------------------------------


def open_webinar(webinar_id: int) -> Webinar:
    """The webinar if guests may see its form. Raises Missing."""
    found: Webinar = fetch(Webinar, as_guest(), webinar_id)
    if not found.guests or found.state not in LIVE_KEYS:
        raise Missing
    return found


def ask_to_register(webinar_id: int, values: Values) -> GuestRequest:
    """Send a link to the address that was typed; who is registered already is sent his own page. Raises Missing, Conflict once it is closed, Invalid by field.

    The answer is the same in both cases: nobody learns from the form who takes part.
    """
    webinar = open_webinar(webinar_id)
    if refusal := webinar.window.refusal(clock.now()):
        raise Conflict(refusal)
    asked = read_guest(webinar_id, values, clock.now())
    with transaction(), force_locale("id"):
        if (own := queries.guest_registration(webinar_id, asked.email)) is not None:
            tell_guest(
                own,
                _("Your registration for: %(title)s", title=webinar.title),
                _("You are registered already; your page is behind this link."),
            )
        else:
            text = _(
                "Confirm your registration within two days by the link below. If you did not ask for it, do nothing: nothing is kept of you."
            )
            _write(
                asked.email,
                _("Confirm your registration: %(title)s", title=webinar.title),
                text,
                CONFIRM_PAGE + REQUESTS.close(asked.written()),
            )
    return asked


def asked_by(sealed: str) -> GuestRequest:
    """What stands in the link of a mail. Raises Missing for a changed, foreign or old one."""
    found = read_request(REQUESTS.open(sealed))
    if found is None or not found.holds(clock.now()):
        raise Missing
    return found


def confirm(sealed: str) -> Registration:
    """Register whoever reads the mail: with a seat while there is one, else on the waiting list. A second press finds the first's. Raises Missing, Conflict."""
    asked = asked_by(sealed)
    try:
        with transaction():
            webinar: Webinar = fetch(Webinar, as_guest(), open_webinar(asked.webinar_id).id, lock=True)
            if (own := queries.guest_registration(webinar.id, asked.email)) is not None:
                return own
            if refusal := webinar.window.refusal(clock.now()):
                raise Conflict(refusal)
            record = start(as_guest(), Registration(guest=True, **asked.columns()))
            give_seats(webinar)
            if record.state == WAITING.key:
                with force_locale("id"):
                    tell_guest(
                        record,
                        _("On the waiting list: %(title)s", title=webinar.title),
                        _("All seats are taken; you are on the waiting list and will be told when one is free."),
                    )
            return record
    except IntegrityError:
        if (own := queries.guest_registration(asked.webinar_id, asked.email)) is not None:
            return own
        raise


def page_of(seat: Registration) -> str:
    """The path of a guest's own page; whoever holds it is taken for him."""
    return OWN_PAGE + PAGES.close(str(seat.id))


def guest_of(sealed: str) -> Registration:
    """The registration behind such a path. Raises Missing, also once his data have gone."""
    number = PAGES.open(sealed) or ""
    found = session().scalar(select(Registration).where(Registration.id == int(number), Registration.guest)) if number.isdecimal() else None
    if found is None or found.email == GONE:
        raise Missing
    return found


def leave(seat: Registration) -> Registration:
    """Cancel by the guest himself; the seat goes to who waits. Raises Conflict."""
    refuse_if_over(seat.webinar)
    left: Registration = take_step(as_guest(), Registration, seat.id, CANCEL.key)
    return left


# --- Telling ----------------------------------------------------------------------------------------------------------------


def tell_seat(seat: Registration) -> None:
    """He has a seat: how to join, and his own page."""
    webinar = seat.webinar
    with force_locale("id"):
        joining = (
            (_("Join link"), webinar.join_url),
            (_("Webinar ID"), webinar.meeting_number),
            (_("Passcode"), webinar.passcode),
        )
        lines = [f"{_('Begins')}: {format_datetime(webinar.starts_at)}", *(f"{name}: {value}" for name, value in joining if value)]
        lines.append(_("Record your attendance and find your certificate on your own page; do not pass its link on."))
        tell_guest(seat, _("You are registered: %(subject)s", subject=webinar.title), "\n".join(lines))


def tell_guest_cancelled(seat: Registration) -> None:
    """His seat is gone, by himself or by the organiser."""
    with force_locale("id"):
        tell_guest(
            seat,
            _("Your webinar registration has been cancelled: %(subject)s", subject=seat.webinar.title),
            _("You can register again on the public page of the webinar while registration is open."),
        )


def tell_certificate(guest_id: int, *, revoked: bool) -> None:
    """His certificate was issued or taken back; it stands on his own page."""
    seat = session().get_one(Registration, guest_id)
    if seat.email == GONE:
        return
    with force_locale("id"):
        words = _("Your certificate has been revoked") if revoked else _("Your certificate is ready to be downloaded")
        tell_guest(seat, f"{words}: {seat.webinar.title}", words if revoked else _("It stands on your own page, behind this link."))


def tell_guests(webinar: Webinar, title: str, *states: str) -> None:
    """The same short mail to every guest in one of these states (by default with a seat), with the moment and the link to his page. `title` is a msgid."""
    with force_locale("id"):
        words, when = (
            _(title, subject=webinar.title),
            _("It begins on %(time)s. The present join link stands on its page.", time=format_datetime(webinar.starts_at)),
        )
        for seat in queries.guests_of(webinar.id, *(states or (REGISTERED.key,))):
            tell_guest(seat, words, when)


def tell_guest(seat: Registration, title: str, text: str) -> None:
    """One mail to a guest, with the link to his own page, sent after the transaction."""
    _write(seat.email, title, text, page_of(seat), seat.id)


def _write(address: str, title: str, text: str, path: str, registration_id: int | None = None) -> None:
    session().add(
        GuestMail(
            key=f"guest-{uuid4().hex}",
            due_at=clock.now(),
            registration_id=registration_id,
            address=address,
            title=title[:320],
            text=text,
            link=public_address(path),
        )
    )
    session().flush()
    after_commit(lambda: run_soon(SEND))


class GuestOutbox(Outbox[GuestMail, Message]):
    """The mails to guests; without a mail server none goes out."""

    model = GuestMail
    no_way = NO_MAIL

    def __init__(self, sender: Sender | None) -> None:
        self._sender = sender

    def candidates(self) -> Select[Any]:
        return select(GuestMail)

    def pack(self, row: GuestMail, now: datetime) -> Message | None:
        return Message(row.address, row.title, row.text, row.link, row.key) if self._sender is not None else None

    def send(self, parcel: Message) -> Delivery:
        return self._sender.send(parcel) if self._sender is not None else Delivery(Outcome.CLOSED)
