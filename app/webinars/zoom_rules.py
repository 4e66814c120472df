"""Pure reading of Zoom's participant report, and pure guessing which of the registered somebody in it is. Guesses only: people confirm them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.errors import Invalid
from app.kernel.importing.values import plain_key, text
from app.organisation.imports.names import split_name

LOOKED_AT = 25
"""The block about the meeting and the header of the participants stand within so many rows."""
HEADERS: Mapping[str, tuple[str, ...]] = {
    "name": ("nameoriginalname", "usernameoriginalname", "name", "username", "namanamaasli"),
    "email": ("useremail", "email"),
    "joined": ("jointime",),
    "left": ("leavetime",),
    "minutes": ("durationminutes", "timeinsessionminutes", "duration"),
    "waited": ("inwaitingroom",),
}
"""Zoom's headers without blanks and signs, of the usage report, the list of participants and the attendee report."""
MEETING = frozenset({"meetingid", "webinarid", "id"})
CLOCKS = ("%I:%M:%S %p", "%I:%M %p", "%H:%M:%S", "%H:%M")
DAY_FIRST, MONTH_FIRST = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"), ("%m/%d/%Y", "%m-%d-%Y")
PLAIN_DAYS = ("%Y-%m-%d", "%b %d, %Y", "%d %b %Y", "%B %d, %Y")
MOST_PEOPLE, MOST_STAYS, LONGEST_NAME, LONGEST_STAY = 20_000, 200, 200, timedelta(days=2)
NIP = re.compile(r"(?<!\d)(?:\d[ .]?){17}\d(?!\d)")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
ORIGINAL = re.compile(r"(.+?)\s*[(（](.+)[)）]\s*")
TITLE = re.compile(r"\b[^\W\d_]{1,6}(?:\.[^\W\d_]{1,6})+\.?|\b[^\W\d_]{1,4}\.(?=\s|,|$)")
"""S.Kom., M.Si, Dr. and what else has dots inside or behind a few letters."""
LEAST_SCORE, CONTAINED, SHORTENED, ONE_WORD = 75, 95, 88, 80
CANDIDATES, PREFIX = 15, 3
RAREST, COMMON = 3, 300
"""People are compared who share one of the three rarest words (or beginnings of words) of a name, or one that few have; never everybody with everybody."""
Cells = Sequence[object]
Stay = tuple[datetime, datetime]


class FoundBy(StrEnum):
    """How a match came about."""

    EMAIL = "email"
    NIP = "nip"
    NAME = "name"
    HAND = "hand"

    @property
    def label(self) -> LazyString:
        return FOUND[self]


FOUND = {FoundBy.EMAIL: _("by e-mail"), FoundBy.NIP: _("by NIP"), FoundBy.NAME: _("by name"), FoundBy.HAND: _("chosen by hand")}


# --- The report -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """Somebody in the report, with all his stays; whoever left and came back is one. `key` is his e-mail, else his name."""

    key: str
    name: str
    email: str | None
    stays: tuple[Stay, ...]


def read_report(rows: Iterable[tuple[int, Cells]], near: datetime, meeting_id: str | None, zone: ZoneInfo) -> list[Seen]:
    """Everybody in the file, in its order. `near` is the webinar's beginning, by which 11/12 is known as a day of November or December.

    Raises Invalid in words that say what to do: no participants' header, another meeting, nobody inside.
    """
    table = [(number, [_cell(cell) for cell in cells]) for number, cells in rows]
    number, places = _header(table)
    _refuse_other_meeting([cells for row, cells in table if row < number], meeting_id)
    body = [{name: cells[place] if place < len(cells) else "" for name, place in places.items()} for row, cells in table if row > number]
    days = _order_of_days([each["joined"] for each in body], near.astimezone(zone))
    found: dict[str, Seen] = {}
    for each in body:
        stay = _stay(each, days, zone)
        if stay is None or not each["name"]:
            continue
        email = each["email"].lower() if EMAIL.fullmatch(each.get("email", "")) and len(each["email"]) <= 254 else None
        name = each["name"][:LONGEST_NAME]
        key = email or f"name:{plain_key(name)}"
        before = found.get(key, Seen(key, name, email, ()))
        found[key] = replace(before, stays=(*before.stays, stay))
    if not found:
        raise Invalid(gettext("Nobody with a join time stands in this report."))
    if len(found) > MOST_PEOPLE:
        raise Invalid(gettext("At most %(count)s people can be read from one report.", count=f"{MOST_PEOPLE:,}".replace(",", ".")))
    return [replace(each, stays=joined(each.stays)) for each in found.values()]


def joined(stays: Iterable[Stay]) -> tuple[Stay, ...]:
    """Stays in their order without overlaps: two devices at once count once."""
    kept: list[Stay] = []
    for begins, ends in sorted(stays):
        if kept and begins <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(kept[-1][1], ends))
        else:
            kept.append((begins, ends))
    return tuple(kept[:MOST_STAYS])


def minutes_of(stays: Iterable[Stay]) -> int:
    """How long all of them are together, overlaps counted once."""
    return round(sum(((ends - begins).total_seconds() for begins, ends in joined(stays)), 0.0) / 60)


def pack_stays(stays: Iterable[Stay]) -> list[list[str]]:
    """As JSON keeps them."""
    return [[begins.isoformat(), ends.isoformat()] for begins, ends in stays]


def unpack_stays(kept: Iterable[Sequence[str]]) -> tuple[Stay, ...]:
    return tuple((datetime.fromisoformat(begins), datetime.fromisoformat(ends)) for begins, ends in kept)


def _cell(cell: object) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    try:
        return text(cell) or ""
    except Invalid:
        return ""


def _header(table: Sequence[tuple[int, list[str]]]) -> tuple[int, dict[str, int]]:
    """(number of the participants' header, place of each column)."""
    is_unique = False
    for number, cells in table[:LOOKED_AT]:
        keys = [plain_key(cell) for cell in cells]
        places = {
            name: keys.index(found) for name, spelt in HEADERS.items() if (found := next((each for each in spelt if each in keys), ""))
        }
        if "name" in places and "joined" in places:
            return number, places
        is_unique = is_unique or ("name" in places and "totaldurationminutes" in keys)
    if is_unique:
        raise Invalid(gettext("This report has no join times. Untick “Show unique users” in Zoom and download it again."))
    raise Invalid(gettext("This is not Zoom's participant report: the columns “Name (Original Name)” and “Join Time” are missing."))


def _refuse_other_meeting(above: Sequence[list[str]], meeting_id: str | None) -> None:
    for names, values in pairwise(above):
        for name, value in zip(names, values, strict=False):
            digits = re.sub(r"\D", "", value)
            if plain_key(name) in MEETING and digits and meeting_id and digits != meeting_id:
                raise Invalid(gettext("This report is of the meeting %(number)s, which is not this webinar's.", number=value[:40]))


def _order_of_days(typed: Sequence[str], near: datetime) -> tuple[str, ...]:
    """11/12 is read both ways, and the way that lies nearer to the webinar is the file's."""

    def distance(order: Sequence[str]) -> float:
        moments = [found for each in typed[:200] if (found := _naive(each, (*order, *PLAIN_DAYS)))]
        return sum(abs((found - near.replace(tzinfo=None)).total_seconds()) for found in moments) / len(moments) if moments else 1e12

    return min((MONTH_FIRST, DAY_FIRST), key=distance)


def _naive(typed: str, days: Iterable[str]) -> datetime | None:
    words = typed.replace("\u202f", " ").upper()
    for day in days:
        for moment in CLOCKS:
            try:
                return datetime.strptime(words, f"{day} {moment}")  # noqa: DTZ007 - on the wall clock of the Zoom account
            except ValueError:
                continue
    return None


def _stay(row: Mapping[str, str], days: Sequence[str], zone: ZoneInfo) -> Stay | None:
    """None for who only waited to be let in, never came, or has no readable time."""
    begins = _naive(row["joined"], (*days, *PLAIN_DAYS))
    if begins is None or plain_key(row.get("waited", "")) in ("yes", "ya"):
        return None
    ends = _naive(row.get("left", ""), (*days, *PLAIN_DAYS))
    if ends is None:
        minutes = re.sub(r"\D.*", "", row.get("minutes", ""))
        ends = begins + timedelta(minutes=min(int(minutes or 0), 2880))
    ends = min(max(ends, begins), begins + LONGEST_STAY)
    return begins.replace(tzinfo=zone), ends.replace(tzinfo=zone)


# --- Who it may be ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seat:
    """A registered person as the report may know him."""

    id: int
    name: str
    nip: str
    email: str


@dataclass(frozen=True)
class Match:
    """A guess: whom, how sure (0 to 100), and by what."""

    seat_id: int
    score: int
    found_by: FoundBy


class Guesser:
    """Guesses by e-mail, then by a NIP in the name, then by likeness of names without titles; of two equally likely people it names neither."""

    def __init__(self, seats: Iterable[Seat]) -> None:
        kept = list(seats)
        self._by_email = _single((seat.email.lower(), seat.id) for seat in kept if seat.email)
        self._by_nip = {seat.nip: seat.id for seat in kept}
        self._words = {seat.id: words_of(seat.name) for seat in kept}
        self._by_words: dict[tuple[str, ...], list[int]] = {}
        self._by_part: dict[str, list[int]] = {}
        for pk, words in self._words.items():
            self._by_words.setdefault(tuple(sorted(words)), []).append(pk)
            for part in _parts(words):
                self._by_part.setdefault(part, []).append(pk)

    def guess(self, name: str, email: str | None) -> Match | None:
        if email and (found := self._by_email.get(email.lower())) is not None:
            return Match(found, 100, FoundBy.EMAIL)
        if (nip := NIP.search(name)) and (found := self._by_nip.get(re.sub(r"\D", "", nip.group()))) is not None:
            return Match(found, 100, FoundBy.NIP)
        guesses = [each for spelt in _spellings(name) if (each := self._by_name(spelt)) is not None]
        return max(guesses, key=lambda each: each.score, default=None)

    def _by_name(self, name: str) -> Match | None:
        words = words_of(name)
        if not words:
            return None
        same = self._by_words.get(tuple(sorted(words)), [])
        if same:
            return Match(same[0], 100, FoundBy.NAME) if len(same) == 1 else None
        lists = sorted((self._by_part.get(part, []) for part in _parts(words)), key=len)
        shared = Counter(pk for number, pks in enumerate(lists) if number < RAREST or len(pks) <= COMMON for pk in pks)
        scored = sorted(((likeness(words, self._words[pk]), pk) for pk, _count in shared.most_common(CANDIDATES)), reverse=True)
        if not scored or scored[0][0] < LEAST_SCORE or (len(scored) > 1 and scored[0][0] == scored[1][0]):
            return None
        return Match(scored[0][1], scored[0][0], FoundBy.NAME)


def words_of(name: str) -> frozenset[str]:
    """The words of a name in small letters, without titles, numbers and signs."""
    front_less = split_name(NIP.sub(" ", name))
    kept = TITLE.sub(" ", f"{front_less[1]} {front_less[2] or ''}")
    return frozenset(word for word in re.findall(r"[^\W\d_]+", kept.casefold().replace("'", "").replace("’", "")) if len(word) > 1)


def likeness(written: frozenset[str], registered: frozenset[str]) -> int:
    """0 to 100: how much of one name stands in the other, or how alike they are letter by letter."""
    if not written or not registered:
        return 0
    if written == registered:
        return 100
    score = round(100 * SequenceMatcher(None, " ".join(sorted(written)), " ".join(sorted(registered)), autojunk=False).ratio())
    score = min(score, 99)
    if registered < written:  # "BKPSDM_Budi Santoso"
        return max(score, CONTAINED if len(registered) > 1 else ONE_WORD)
    return max(score, SHORTENED) if written < registered and len(written) > 1 else score


def _spellings(name: str) -> Iterator[str]:
    """ "Budi (Budi Santoso)": what he calls himself now, and his original name."""
    if found := ORIGINAL.fullmatch(name):
        yield found.group(2)
        yield found.group(1)
    yield name


def _parts(words: Iterable[str]) -> set[str]:
    """By what two names that may be one are found: a whole word, and its beginning."""
    return {part for word in words for part in (f"{word} ", word[:PREFIX])}


def _single(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """What stands for one only."""
    kept = list(pairs)
    counts = Counter(key for key, _pk in kept)
    return {key: pk for key, pk in kept if counts[key] == 1}
