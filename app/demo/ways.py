"""Drawing proposals: who asks for what on which day, and the way each proposal goes, with believable days between the acts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from app.demo.people import NEWCOMERS_ENTERED
from app.demo.plan import ActPlan, Cast, Deed, PersonPlan, TestPlan
from app.demo.tables.wishes import (
    BY_OFFICE,
    GENERAL,
    MANAGERIAL,
    MANUAL,
    REJECT_LEADERSHIP,
    REJECT_REASONS,
    REJECT_RETIRING,
    RETIRING_AGE,
    REVISE_REASONS,
    REVISE_TYPED,
    SPECIALISTS,
)
from app.kernel.clock import DEFAULT_ZONE
from app.organisation.rules import JobType

ZONE = ZoneInfo(DEFAULT_ZONE)
LONGEST_WAY = timedelta(days=40)
THIS_YEAR, FULL_YEAR = 0.55, 300
"""The share of this year's proposals, reached after so many days of it."""
TYPED_BY_HAND, TYPED_BY_LEADERS = 0.34, 0.14
DONE: tuple[tuple[str, int], ...] = (
    ("forward approve", 58),
    ("forward reject", 8),
    ("reject", 7),
    ("revise change forward approve", 12),
    ("forward revise change forward approve", 6),
    ("reject change forward approve", 3),
    ("revise", 3),
    ("delete", 5),
)
"""Ways of proposals made long ago, with their weights."""
UNDER_WAY: tuple[tuple[str, int], ...] = (
    ("", 30),
    ("forward", 27),
    ("revise", 12),
    ("forward revise", 5),
    ("revise change", 6),
    ("reject", 5),
    ("forward approve", 15),
)
"""Ways of the proposals of the last weeks."""
DAYS_BETWEEN: dict[Deed, tuple[int, int]] = {
    Deed.FORWARD: (1, 5),
    Deed.REVISE: (1, 6),
    Deed.REJECT: (2, 8),
    Deed.APPROVE: (3, 14),
    Deed.CHANGE: (1, 7),
    Deed.DELETE: (1, 3),
}
FOR_THE_CAST, FOR_THE_CAST_DAYS = 4, 12
"""Proposals of the last days that wait for the OPD admin who signs in on the first page, and since how many days at most."""
MADE_BY_BKPSDM = 0.06


class WayPlanner:
    """Plans `count` proposals over the year of `today` and the year before it; once per person and year (P18)."""

    def __init__(
        self,
        rng: Random,
        people: Sequence[PersonPlan],
        tests: Sequence[TestPlan],
        admins: Mapping[str, str],
        bkpsdm: Sequence[str],
        cast: Cast,
        today: date,
    ) -> None:
        self._rng, self._cast, self._today = rng, cast, today
        self._admins, self._bkpsdm = admins, bkpsdm
        self._people = [person for person in people if person.legal_position == "01"]
        self._tests = tests
        self._acts: list[ActPlan] = []
        self._number = 0

    def plan(self, count: int) -> tuple[ActPlan, ...]:
        """Every act, in the order of time; no two at the same instant."""
        this_year = int(count * THIS_YEAR * min(1.0, self._today.timetuple().tm_yday / FULL_YEAR))
        if this_year < FOR_THE_CAST:
            this_year = 0
        for year, number in ((self._today.year - 1, count - this_year), (self._today.year, this_year)):
            first, last = date(year, 1, 6), min(date(year, 12, 12), self._today - timedelta(days=1))
            for person in self._proposers(year, number):
                self._draw_way(person, self._day(min(self._earliest(person, first), last), last))
        return tuple(sorted(self._acts, key=lambda act: act.at))

    def _earliest(self, person: PersonPlan, first: date) -> date:
        """More than half of this year's proposals are of the last weeks, as before a deadline."""
        if first.year == self._today.year and person in self._colleagues():
            return max(first, self._today - timedelta(days=FOR_THE_CAST_DAYS))
        if first.year == self._today.year and self._rng.random() < 0.55:
            return max(first, self._today - LONGEST_WAY)
        return max(first, person.arrives + timedelta(days=20))

    def _proposers(self, year: int, number: int) -> list[PersonPlan]:
        """`number` people of the year; the one who signs in as employee has proposed last year and not yet this year."""
        employee = self._cast.employee
        there = [
            person for person in self._people if person.nip != employee and (person.arrives < NEWCOMERS_ENTERED or year == self._today.year)
        ]
        if not number:
            return []
        cast = [person for person in self._people if person.nip == employee] if year < self._today.year else self._colleagues()
        return [*cast, *self._rng.sample([person for person in there if person not in cast], number - len(cast))]

    def _colleagues(self) -> list[PersonPlan]:
        opd = next(person.opd for person in self._people if person.nip == self._cast.employee)
        busy = {self._cast.employee, self._cast.opd_admin}
        return [person for person in self._people if person.opd == opd and person.nip not in busy and person.arrives < NEWCOMERS_ENTERED][
            :FOR_THE_CAST
        ]

    def _draw_way(self, person: PersonPlan, day: date) -> None:
        self._number += 1
        settled = self._today - day > LONGEST_WAY
        way = self._choose_way(person, settled)
        by_admin = self._rng.random() < MADE_BY_BKPSDM
        at = self._instant(day)
        self._act(person, at, Deed.PROPOSE, self._other_admin(person) if by_admin else person.nip)
        forwarded = False
        for key in way:
            at = self._instant(_later(at.date(), self._rng.randint(*DAYS_BETWEEN[Deed(key)])))
            if at.date() >= self._today:
                break
            self._act(person, at, Deed(key), self._hand(person, Deed(key), forwarded))
            forwarded = Deed(key) is Deed.FORWARD or (forwarded and Deed(key) is not Deed.CHANGE)

    def _choose_way(self, person: PersonPlan, settled: bool) -> list[str]:
        if person.nip == self._cast.employee:
            return ["revise", "change", "forward", "approve"]
        if not settled and person in self._colleagues():
            return []
        ways = DONE if settled else UNDER_WAY
        return self._rng.choices([way for way, _weight in ways], [weight for _way, weight in ways])[0].split()

    def _hand(self, person: PersonPlan, deed: Deed, forwarded: bool) -> str:
        """Whose turn it is; nobody decides on his own proposal."""
        admin = self._admins[person.opd]
        if deed is Deed.CHANGE:
            return person.nip
        if forwarded or deed in (Deed.APPROVE, Deed.DELETE) or admin == person.nip:
            return self._other_admin(person)
        return admin

    def _other_admin(self, person: PersonPlan) -> str:
        return self._rng.choice([nip for nip in self._bkpsdm if nip != person.nip])

    def _act(self, person: PersonPlan, at: datetime, deed: Deed, by: str) -> None:
        if deed in (Deed.PROPOSE, Deed.CHANGE):
            title, catalogue = self._wish(person) if deed is Deed.PROPOSE else (self._catalogue_title(person), True)
            recommendation = self._recommendation(person, at.date())
            self._acts.append(ActPlan(at, self._number, person.nip, by, deed, title, catalogue, recommendation))
            return
        asked = next(act for act in reversed(self._acts) if act.title)
        note = self._reason(person, asked, deed) if deed in (Deed.REVISE, Deed.REJECT) else None
        self._acts.append(ActPlan(at, self._number, person.nip, by, deed, note=note))

    def _reason(self, person: PersonPlan, asked: ActPlan, deed: Deed) -> str:
        """Why it comes back, in words that fit the person and what was asked."""
        if deed is Deed.REVISE:
            return self._rng.choice(REVISE_REASONS if asked.catalogue else REVISE_TYPED)
        if self._today.year - person.birth_date.year >= RETIRING_AGE:
            return REJECT_RETIRING
        return REJECT_LEADERSHIP if "Kepemimpinan" in (asked.title or "") else self._rng.choice(REJECT_REASONS)

    def _wish(self, person: PersonPlan) -> tuple[str, bool]:
        """A title, and whether it stands in the catalogue."""
        rng, office = self._rng, _office(person)
        bound = person.job_type.managerial or _specialist(person)
        if rng.random() >= (TYPED_BY_LEADERS if person.job_type.managerial else TYPED_BY_HAND):
            return self._catalogue_title(person), True
        own = [typed for typed in MANUAL if office in typed.offices and not person.job_type.managerial]
        general = [typed for typed in MANUAL if not typed.offices and (typed.anybody or not bound)]
        return rng.choice(rng.choice(own if own and rng.random() < 0.5 else general).spellings), False

    def _catalogue_title(self, person: PersonPlan) -> str:
        rng, office = self._rng, _office(person)
        if person.job_type.value in MANAGERIAL and rng.random() < 0.8:
            return rng.choice(MANAGERIAL[person.job_type.value])
        near = 0.92 if _specialist(person) else 0.65
        return rng.choice(BY_OFFICE[office] if office in BY_OFFICE and rng.random() < near else GENERAL)

    def _recommendation(self, person: PersonPlan, day: date) -> str | None:
        latest = [test for test in self._tests if test.nip == person.nip and test.taken_on < day]
        return latest[-1].recommendation if latest else None

    def _day(self, first: date, last: date) -> date:
        return _workday(first + timedelta(days=self._rng.randint(0, max(0, (last - first).days))), last)

    def _instant(self, day: date) -> datetime:
        """A moment of office hours, with seconds and microseconds so that none comes twice."""
        start = datetime.combine(day, time(7, 45), ZONE)
        return start + timedelta(microseconds=self._rng.randrange(8 * 3600 * 1_000_000))


def _office(person: PersonPlan) -> str:
    """The key of the OPD in the tables: the kecamatan share one."""
    return "kec" if person.opd.startswith("kec_") else person.opd


def _specialist(person: PersonPlan) -> bool:
    return person.opd in SPECIALISTS and person.job_type is JobType.FUNGSIONAL


def _workday(day: date, last: date) -> date:
    """`day`, or the next Monday if it is a weekend; never after `last`."""
    shifted = day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)
    return shifted if shifted <= last else last


def _later(day: date, days: int) -> date:
    return _workday(day + timedelta(days=days), date.max)
