"""The demo agency as plain values, before anything is written: offices, people, competence tests, proposals and their ways."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.organisation.rules import EmployeeStatus, JobType, Sex, UnitKind

CITY = "Kota Rantau Lestari"
DOMAIN = "rantaulestari.example"
POSTCODE = "Rantau Lestari 99120"
DEMO_DAY = date(2026, 11, 20)
"""The day that ages and services of the demo people are counted to."""


@dataclass(frozen=True)
class UnitPlan:
    """An office. `code` is its place in the tree ("04.02"), `opd` the key of its OPD ("" for the agency itself), `share` how many free posts its OPD gets."""

    code: str
    name: str
    kind: UnitKind
    parent: str | None
    opd: str
    address: str
    share: int = 0


@dataclass(frozen=True)
class PersonPlan:
    """A person, known by `nip`; `leads` is the code of the unit he is head of, `supervisor` a NIP. `arrives` is the day the portal learns of him."""

    nip: str
    front_title: str | None
    name: str
    back_title: str | None
    birth_place: str
    birth_date: date
    sex: Sex
    religion: str
    status: EmployeeStatus
    legal_position: str
    job_title: str
    job_type: JobType
    job_level: str | None
    rank_code: str
    email_official: str | None
    phone: str
    unit: str
    opd: str
    office_address: str
    arrives: date
    leads: str | None = None
    supervisor: str | None = None


@dataclass(frozen=True)
class TestPlan:
    """A result of Uji Kompetensi: `score` in percent, `box` of the nine."""

    nip: str
    taken_on: date
    score: Decimal
    box: int
    recommendation: str | None


class Deed(StrEnum):
    """What happens to a proposal; the values of steps are the keys of the flow."""

    PROPOSE = "propose"
    CHANGE = "change"
    FORWARD = "forward"
    REVISE = "revise"
    REJECT = "reject"
    APPROVE = "approve"
    DELETE = "delete"


@dataclass(frozen=True)
class ActPlan:
    """One act on the proposal `proposal` (its number in the plan): who (NIP), when (aware), the wish or the note that goes with it."""

    at: datetime
    proposal: int
    owner: str
    by: str
    deed: Deed
    title: str | None = None
    catalogue: bool = False
    recommendation: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class SeatPlan:
    """A team work: when it was entered and by whom (NIP), what was typed, what the portal found behind the link, and the step of the officer (`act` "" for none yet)."""

    at: datetime
    owner: str
    values: Mapping[str, Any]
    link: str
    decided_at: datetime | None = None
    by: str = ""
    act: str = ""
    note: str | None = None


@dataclass(frozen=True)
class Cast:
    """Who signs in on the demo's first page, by NIP. The first three share an OPD, so that a proposal can be walked from hand to hand."""

    employee: str
    supervisor: str
    opd_admin: str
    bkpsdm_admin: str
    auditor: str

    @property
    def everybody(self) -> tuple[str, ...]:
        return (self.employee, self.supervisor, self.opd_admin, self.bkpsdm_admin, self.auditor)


@dataclass(frozen=True)
class Agency:
    """Everything: people stand after their supervisors, acts in the order of time."""

    units: tuple[UnitPlan, ...]
    people: tuple[PersonPlan, ...]
    tests: tuple[TestPlan, ...]
    acts: tuple[ActPlan, ...]
    opd_admins: dict[str, str]
    """Key of the OPD -> NIP of its Kepala Subbagian Umum dan Kepegawaian."""
    bkpsdm_admins: tuple[str, ...]
    auditors: tuple[str, ...]
    cast: Cast

    def person(self, nip: str) -> PersonPlan:
        """The person with this NIP; raises KeyError."""
        return {person.nip: person for person in self.people}[nip]
