"""Making the planned agency real through the portal's own services, on the days it happened, in one transaction: all of it is there afterwards, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.accounts.queries import load_actor
from app.accounts.services import create_account, create_technical_account, give_role
from app.demo.people import PORTAL_OPENS
from app.demo.plan import CITY, DOMAIN, POSTCODE, ActPlan, Agency, Deed, PersonPlan, TestPlan
from app.kernel import agency as letterhead
from app.kernel import clock, settings
from app.kernel.actor import Actor, system_actor
from app.kernel.approval import take_step
from app.kernel.db import session, transaction
from app.kernel.roles import Role
from app.notifications.services.reading import mark_all_read
from app.organisation import queries as organisation
from app.organisation.models import Employee
from app.organisation.parameters import EMAIL_DOMAINS
from app.organisation.services import add_employee, add_unit, record_competence_test, set_head
from app.proposals.models import Proposal
from app.proposals.rules import Source
from app.proposals.services import Wish, change_proposal, propose
from app.reference.models import Training
from app.reference.services import seed_reference

PASSWORD = "Demo-2026-Rantau"  # noqa: S105  (shown on the sign-in page, in demo mode only)
SUPERUSER, SUPERUSER_NAME = "admin", "Administrator Portal"
AGENCY_SINCE = date(2017, 1, 2)
READ_UNTIL = timedelta(days=10)
"""What people were told earlier than this they have read."""

QUIETLY: dict[str, Any] = {"DEMO": False, "SMTP_HOST": "", "TELEGRAM_BOT_TOKEN": "", "FAB_PASSWORD_HASH_METHOD": "pbkdf2:sha256:1000"}
"""Configuration while building: what happened years ago is mailed to nobody, and 600 passwords that are either public or known to nobody are hashed quickly."""

Say = Callable[[str], None]


class OtherAgency(RuntimeError):
    """The database already belongs to another agency."""


def build_agency(plan: Agency, today: date, say: Say) -> bool:
    """Write the agency; False if it is there already. Raises OtherAgency if the database holds one that is not the demo's."""
    present = organisation.agency()
    if present is not None:
        if present.name != plan.units[0].name:
            raise OtherAgency(present.name)
        return False
    with _quietly(), transaction():
        _Builder(plan, today, say).build()
    return True


@contextmanager
def _quietly() -> Iterator[None]:
    config = current_app.config
    before = {key: config.get(key) for key in QUIETLY}
    config.update(QUIETLY)
    try:
        yield
    finally:
        config.update(before)


class _Builder:
    """Remembers what has been made under the plan's own keys."""

    def __init__(self, plan: Agency, today: date, say: Say) -> None:
        self._plan, self._today, self._say = plan, today, say
        self._system = system_actor()
        self._units: dict[str, int] = {}
        self._employees: dict[str, int] = {}
        self._users: dict[str, int] = {}
        self._actors: dict[str, Actor] = {}
        self._proposals: dict[int, int] = {}
        self._trainings: dict[str, int] = {}

    def build(self) -> None:
        with clock.at(_morning(PORTAL_OPENS)):
            seed_reference(self._system)
            self._trainings = {training.title: training.id for training in session().scalars(select(Training))}
            self._say(f"offices: {len(self._plan.units)}")
            self._add_units()
            self._write_letterhead()
            first = [person for person in self._plan.people if person.arrives <= PORTAL_OPENS]
            self._say(f"employees: {len(first)} of {len(self._plan.people)}")
            self._add_people(first)
            self._give_roles()
        self._live_on([person for person in self._plan.people if person.arrives > PORTAL_OPENS])

    def _add_units(self) -> None:
        for unit in self._plan.units:
            parent = self._units[unit.parent] if unit.parent else None
            made = add_unit(self._system, code=unit.code, name=unit.name, kind=unit.kind, parent_id=parent, valid_from=AGENCY_SINCE)
            self._units[unit.code] = made.id

    def _write_letterhead(self) -> None:
        address = f"Jalan Taman Kota Nomor 12, {POSTCODE}\nTelepon (0799) 550012 · bkpsdm@{DOMAIN} · bkpsdm.{DOMAIN}"
        values = {
            EMAIL_DOMAINS: DOMAIN,
            letterhead.GOVERNMENT: f"Pemerintah {CITY}",
            letterhead.ADDRESS: address,
            letterhead.CITY: CITY.removeprefix("Kota "),
        }
        for setting, text in values.items():
            settings.change_setting(self._system, setting, text)

    def _add_people(self, people: list[PersonPlan]) -> None:
        for person in people:
            employee = self._add_employee(person)
            self._employees[person.nip] = employee.id
            if person.leads:
                set_head(self._system, self._units[person.leads], employee.id)
            chosen = PASSWORD if person.nip in self._plan.cast.everybody else None
            user, _password = create_account(self._system, employee, chosen)
            self._users[person.nip] = user.id

    def _add_employee(self, person: PersonPlan) -> Employee:
        return add_employee(
            self._system,
            nip=person.nip,
            front_title=person.front_title,
            name=person.name,
            back_title=person.back_title,
            birth_place=person.birth_place,
            religion=person.religion,
            employee_status=person.status.value,
            legal_position=person.legal_position,
            job_title=person.job_title,
            job_type=person.job_type.value,
            job_level=person.job_level,
            rank_code=person.rank_code,
            email_official=person.email_official,
            phone=person.phone,
            agency_origin=self._plan.units[0].name,
            office_address=person.office_address,
            unit_id=self._units[person.unit],
            supervisor_id=self._employees[person.supervisor] if person.supervisor else None,
        )

    def _give_roles(self) -> None:
        opds = {unit.opd: unit.code for unit in self._plan.units if unit.parent == self._plan.units[0].code}
        for opd, nip in self._plan.opd_admins.items():
            give_role(self._system, self._users[nip], Role.OPD_ADMIN, self._units[opds[opd]])
        for nip in self._plan.bkpsdm_admins:
            give_role(self._system, self._users[nip], Role.BKPSDM_ADMIN)
        for nip in self._plan.auditors:
            give_role(self._system, self._users[nip], Role.AUDITOR)
        superuser, _password = create_technical_account(self._system, SUPERUSER, SUPERUSER_NAME, PASSWORD)
        give_role(self._system, superuser.id, Role.SUPERUSER)
        self._sign_letterhead(opds["bkpsdm"])

    def _sign_letterhead(self, bkpsdm: str) -> None:
        head = next(person.nip for person in self._plan.people if person.leads == bkpsdm)
        employee = session().get_one(Employee, self._employees[head])
        settings.change_setting(self._system, letterhead.SIGNATORY_NAME, employee.full_name)
        settings.change_setting(self._system, letterhead.SIGNATORY_RANK, employee.rank_label)

    def _live_on(self, newcomers: list[PersonPlan]) -> None:
        """Two years in the order of time: newcomers, tests, proposals and their steps, and what people have read of it."""
        happenings: list[tuple[datetime, Callable[[], None]]] = [(act.at, partial(self._act, act)) for act in self._plan.acts]
        if newcomers:
            happenings.append((_morning(newcomers[0].arrives), partial(self._add_people, newcomers)))
        for test in self._plan.tests:
            happenings.append((_morning(max(test.taken_on, PORTAL_OPENS), minutes=30), partial(self._record_test, test)))
        happenings.append((_morning(self._today - READ_UNTIL), self._read_notices))
        happenings.sort(key=lambda happening: happening[0])
        self._say(f"competence tests: {len(self._plan.tests)}, steps of proposals: {len(self._plan.acts)}")
        for number, (moment, happen) in enumerate(happenings, start=1):
            with clock.at(moment):
                happen()
            if number % 200 == 0:
                self._say(f"  {moment:%Y-%m-%d}")

    def _record_test(self, test: TestPlan) -> None:
        record_competence_test(
            self._system,
            self._employees[test.nip],
            taken_on=test.taken_on,
            score=test.score,
            box=test.box,
            recommendation=test.recommendation,
        )

    def _act(self, act: ActPlan) -> None:
        actor = self._actor(act.by)
        if act.deed is Deed.PROPOSE:
            made = propose(actor, self._employees[act.owner], self._wish(act, clock.today()))
            self._proposals[act.proposal] = made.id
            return
        pk = self._proposals[act.proposal]
        if act.deed is Deed.CHANGE:
            before = session().get_one(Proposal, pk)
            change_proposal(actor, pk, self._wish(act, before.proposed_on), before.version)
        else:
            take_step(actor, Proposal, pk, act.deed.value, act.note)

    def _wish(self, act: ActPlan, day: date) -> Wish:
        title = act.title or ""
        if act.catalogue:
            return Wish(Source.CATALOGUE, self._trainings[title], None, day, act.recommendation)
        return Wish(Source.MANUAL, None, title, day, act.recommendation)

    def _actor(self, nip: str) -> Actor:
        """The person, at a desk of the city's own network."""
        if nip not in self._actors:
            user_id = self._users[nip]
            actor = load_actor(user_id, f"10.20.{user_id % 40}.{user_id % 200 + 10}")
            if actor is None:
                raise RuntimeError(f"the account {nip} is closed")
            self._actors[nip] = actor
        return self._actors[nip]

    def _read_notices(self) -> None:
        for actor in self._actors.values():
            mark_all_read(actor)


def _morning(day: date, minutes: int = 0) -> datetime:
    """Nine o'clock in the capital, two hours after midnight in UTC."""
    return datetime.combine(day, time(2, minutes), UTC)
