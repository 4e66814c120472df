"""Pure decisions about webinars: who is meant, when one may register, how a Webinar ID is written, and where somebody stands among the five stages (L3)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.kernel.errors import Invalid, Text
from app.kernel.formats import format_datetime

LONGEST_TITLE, LONGEST_URL, LONGEST_CODE = 200, 1000, 20
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]{2,}")
MEETING_ID = re.compile(r"[0-9]{9,11}")
PASSCODE = 50
GONE = "–"
"""What stands where the data of a guest were."""
DAY_BEFORE, HOUR_BEFORE = timedelta(days=1), timedelta(hours=1)


def read_meeting_id(text: str) -> str | None:
    """The digits of a Webinar ID as people copy it ("956 4304 9530", "956-4304-9530"); None for an empty one. Raises Invalid unless there are 9 to 11 (L16)."""
    digits = re.sub(r"[\s-]", "", text)
    if not digits:
        return None
    if not MEETING_ID.fullmatch(digits):
        raise Invalid(fields={"meeting_id": gettext("A Webinar ID has 9 to 11 digits, like 956 4304 9530.")})
    return digits


def write_meeting_id(digits: str | None) -> str:
    """In groups of 3, 4 and the rest, as Zoom shows it: 956 4304 9530 (L16)."""
    return f"{digits[:3]} {digits[3:7]} {digits[7:]}" if digits else ""


def read_url(text: str, field: str) -> str | None:
    """An address people may be sent to; None for an empty one. Raises Invalid beside `field`."""
    url = text.strip()
    if not url:
        return None
    if not url.lower().startswith(("https://", "http://")) or any(ord(sign) < 33 for sign in url) or not url.partition("://")[2]:
        raise Invalid(fields={field: gettext("A link begins with https:// and has no blanks.")})
    return url


def read_links(text: str) -> str:
    """One link a line, each perhaps behind its name ("Materi 1: https://…"); raises Invalid for a line without a link."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    for line in lines:
        read_url(line[found.start() :] if (found := re.search(r"https?://", line)) else line, "materials")
    return "\n".join(lines)


def links_of(text: str) -> list[tuple[str, str]]:
    """The lines of `read_links` as (name, address); a link without a name is its own."""
    found = []
    for line in text.splitlines():
        name, mark, rest = line.partition("http")
        if mark:
            found.append((name.strip(" :-–") or mark + rest, mark + rest))
    return found


def read_code(text: str) -> str:
    """The short address of a series: small letters, digits and hyphens. Raises Invalid."""
    code = text.strip().lower()
    if not CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        raise Invalid(fields={"code": gettext("Small letters, digits and hyphens only, like seri-5.")})
    return code


def read_email(text: str) -> str:
    """An e-mail address that could receive the confirmation (L8); raises Invalid."""
    address = text.strip()
    if not EMAIL.fullmatch(address) or len(address) > 254:
        raise Invalid(fields={"email": gettext("Write an e-mail address like nama@contoh.go.id.")})
    return address


def pairs_of(text: str) -> list[tuple[str, str]]:
    """Lines "Name: text" as a table of two columns (L14); a line without a name has none."""
    found = []
    for line in text.splitlines():
        name, mark, rest = line.partition(":")
        if line.strip():
            found.append((name.strip(), rest.strip()) if mark else ("", line.strip()))
    return found


# --- Whom it is meant for ---------------------------------------------------------------------------------------------------


def pack_choices(values: Iterable[object]) -> str:
    """Chosen OPDs or job types as one text: ",3,7,"; "" means everybody."""
    kept = [str(value) for value in values]
    return f",{','.join(kept)}," if kept else ""


def unpack_choices(text: str) -> list[str]:
    return [part for part in text.split(",") if part]


def is_meant(audience_opds: str, audience_jobs: str, opd_id: int | None, job_type: str) -> bool:
    """Whether somebody of this OPD and job type belongs to the audience; an empty choice leaves nobody out."""
    right_opd = not audience_opds or str(opd_id) in unpack_choices(audience_opds)
    return right_opd and (not audience_jobs or job_type in unpack_choices(audience_jobs))


# --- When one may register --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Window:
    """When registration takes place: without a first moment from publication on, without a last one until the webinar ends."""

    opens_at: datetime | None
    closes_at: datetime | None
    ends_at: datetime

    def refusal(self, now: datetime) -> str:
        """Why one cannot register at `now`; "" if one can."""
        if self.opens_at is not None and now < self.opens_at:
            return str(gettext("Registration opens on %(time)s.", time=format_datetime(self.opens_at)))
        last = self.closes_at or self.ends_at
        return str(gettext("Registration closed on %(time)s.", time=format_datetime(last))) if now >= last else ""


# --- The five stages --------------------------------------------------------------------------------------------------------


class Standing(StrEnum):
    """Where somebody stands at a stage."""

    DONE = "done"
    NOW = "now"
    LATER = "later"
    OVER = "over"


@dataclass(frozen=True)
class Stage:
    """One of the five stages: number, name and what it is about, in the words of the guide."""

    number: int
    name: Text
    text: Text


STAGES = (
    Stage(1, _("Webinar registration"), _("Fill in the registration form; your name is printed from it.")),
    Stage(2, _("Joining the Zoom meeting"), _("Open the join link, or type Webinar ID and passcode in Zoom.")),
    Stage(3, _("Filling in the online attendance list"), _("The committee shares it during the webinar.")),
    Stage(4, _("Downloading the certificate"), _("After the webinar, once attendance has been validated.")),
    Stage(5, _("Uploading the certificate to ASNDigital (training)"), _("At MyASN, under Riwayat Diklat/Kursus.")),
)


def standings(
    is_registered: bool,
    may_register: bool,
    has_begun: bool,
    is_over: bool,
    *,
    attends: bool = False,
    attended: bool = False,
    certified: bool = False,
) -> Sequence[tuple[Stage, Standing]]:
    """The stages with where a person stands: `attends` while an attendance list is open for him, `attended` once he is on all that are
    required, `certified` once his certificate has been issued.
    """
    first = Standing.DONE if is_registered else Standing.NOW if may_register else Standing.OVER if is_over or has_begun else Standing.LATER
    second = Standing.DONE if attended else Standing.OVER if is_over else Standing.NOW if is_registered else Standing.LATER
    third = Standing.DONE if attended else Standing.NOW if attends else Standing.OVER if is_over else Standing.LATER
    last = Standing.NOW if certified else Standing.LATER
    return tuple(zip(STAGES, (first, second, third, last, last), strict=True))


# --- The calendar file ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """What a calendar keeps of a webinar; `place` is the join link where the reader may have it, else its page."""

    uid: str
    title: str
    text: str
    place: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    sequence: int
    is_cancelled: bool


def write_calendar(entry: Entry) -> str:
    """The entry as iCalendar (RFC 5545): instants in UTC, lines of at most 75 octets, an alarm an hour before."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Portal Kompetensi ASN//Webinar//ID",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{_instant(entry.changed_at)}",
        f"DTSTART:{_instant(entry.starts_at)}",
        f"DTEND:{_instant(entry.ends_at)}",
        f"SEQUENCE:{entry.sequence}",
        f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}",
        f"SUMMARY:{_escaped(entry.title)}",
        f"DESCRIPTION:{_escaped(entry.text)}",
        f"LOCATION:{_escaped(entry.place)}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(entry.title)}",
        "TRIGGER:-PT1H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """Cut between characters, never inside one."""
    parts, part = [], ""
    for sign in line:
        if len((part + sign).encode()) > 74:
            parts.append(part)
            part = ""
        part += sign
    return "\r\n ".join([*parts, part])
