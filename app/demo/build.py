"""Making the planned agency real: its people through the importer, what they did through the services, on the days it happened; all of it or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.accounts.queries import load_actor
from app.accounts.services import create_account, create_technical_account, give_role
from app.archive.services import compute_everybody
from app.demo.archive import draw_archives, send_document
from app.demo.campaigns import happenings as campaigns
from app.demo.certificates import draw_events
from app.demo.certificates import happenings as certificates
from app.demo.credentials import draw_learning, send_learning
from app.demo.credentials import happenings as verified
from app.demo.files import FOLDER, NEWCOMERS, PEOPLE, UNITS
from app.demo.generator import SEED
from app.demo.myasn import happenings as marked
from app.demo.people import PORTAL_OPENS
from app.demo.personal import happenings as personal
from app.demo.plan import CITY, DOMAIN, POSTCODE, ActPlan, Agency, Deed, PersonPlan, SeatPlan, TestPlan
from app.demo.plans import happenings as planned
from app.demo.realisations import happenings as carried_out
from app.demo.recommendations import happenings as recommended
from app.demo.teams import draw_seats
from app.demo.webinars import draw_webinars
from app.demo.webinars import happenings as webinars
from app.kernel import agency as letterhead
from app.kernel import clock, settings
from app.kernel.actor import Actor, system_actor
from app.kernel.approval import take_step
from app.kernel.db import session, transaction
from app.kernel.importing.models import Outcome
from app.kernel.importing.services import run_now, upload
from app.kernel.importing.table import import_called
from app.kernel.roles import Role
from app.notifications.services.reading import mark_all_read
from app.organisation import queries as organisation
from app.organisation.models import Employee, Unit
from app.organisation.parameters import EMAIL_DOMAINS
from app.organisation.services import record_competence_test
from app.proposals.models import Proposal
from app.proposals.rules import Source
from app.proposals.services import Wish, change_proposal, propose
from app.reference.models import Training
from app.reference.services import seed_reference
from app.teamwork.models import TeamWork
from app.teamwork.rules import LinkState
from app.teamwork.services import add_team_work, draw_code, note_link

PASSWORD = "Demo-2026-Rantau"  # noqa: S105  (shown on the sign-in page, in demo mode only)
SUPERUSER, SUPERUSER_NAME = "admin", "Administrator Portal"
READ_UNTIL = timedelta(days=10)
"""What people were told earlier than this they have read."""

QUIETLY: dict[str, Any] = {
    "DEMO": False,
    "SMTP_HOST": "",
    "TELEGRAM_BOT_TOKEN": "",
    "FOLLOW_LINKS": False,
    "FAB_PASSWORD_HASH_METHOD": "pbkdf2:sha256:1000",
}
"""Configuration while building: what happened years ago is mailed to nobody, and 600 passwords that are either public or known to nobody are hashed quickly."""

Say = Callable[[str], None]


class OtherAgency(RuntimeError):
    """The database already belongs to another agency."""


def build_agency(plan: Agency, today: date, say: Say, folder: Path = FOLDER) -> bool:
    """Write the agency, its people out of the spreadsheets of `folder`; False if it is there already. Raises OtherAgency for a database of another one."""
    present = organisation.agency()
    if present is not None:
        if present.name != plan.units[0].name:
            raise OtherAgency(present.name)
        return False
    with _quietly(), transaction():
        _Builder(plan, today, say, folder).build()
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

    def __init__(self, plan: Agency, today: date, say: Say, folder: Path) -> None:
        self._plan, self._today, self._say, self._folder = plan, today, say, folder
        self._system = system_actor()
        self._units: dict[str, int] = {}
        self._employees: dict[str, int] = {}
        self._users: dict[str, int] = {}
        self._actors: dict[str, Actor] = {}
        self._proposals: dict[int, int] = {}
        self._trainings: dict[str, int] = {}
        self._seats: dict[datetime, int] = {}

    def build(self) -> None:
        with clock.at(_morning(PORTAL_OPENS)):
            seed_reference(self._system)
            self._trainings = {training.title: training.id for training in session().scalars(select(Training))}
            self._say(f"offices: {len(self._plan.units)}")
            self._import("units", UNITS)
            self._units = {unit.code: unit.id for unit in session().scalars(select(Unit))}
            self._write_letterhead()
            first = [person for person in self._plan.people if person.arrives <= PORTAL_OPENS]
            self._say(f"employees: {len(first)} of {len(self._plan.people)}")
            self._add_people(first, PEOPLE)
            self._import("heads", UNITS)
            self._give_roles()
        self._live_on([person for person in self._plan.people if person.arrives > PORTAL_OPENS])

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

    def _import(self, kind: str, name: str) -> None:
        """Load a spreadsheet of the folder demo/ as an agency would; a faulty row is a fault of the file."""
        with (self._folder / name).open("rb") as file:
            batch = upload(self._system, import_called(kind), file, name)
        batch = run_now(self._system, batch, lambda done, total: None, apply=True)
        if batch.count(Outcome.FAULTY):
            raise RuntimeError(f"{name} has faulty rows: write it anew with flask demo --files")

    def _add_people(self, people: list[PersonPlan], name: str) -> None:
        self._import("employees", name)
        self._import("supervisors", name)
        nips = [person.nip for person in people]
        found = {employee.nip: employee for employee in session().scalars(select(Employee).where(Employee.nip.in_(nips)))}
        for person in people:
            employee = found[person.nip]
            self._employees[person.nip] = employee.id
            chosen = PASSWORD if person.nip in self._plan.cast.everybody else None
            user, _password = create_account(self._system, employee, chosen)
            self._users[person.nip] = user.id

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
        happenings: list[tuple[datetime, Callable[[], object]]] = [(act.at, partial(self._act, act)) for act in self._plan.acts]
        if newcomers:
            happenings.append((_morning(newcomers[0].arrives), partial(self._add_people, newcomers, NEWCOMERS)))
        for test in self._plan.tests:
            happenings.append((_morning(max(test.taken_on, PORTAL_OPENS), minutes=30), partial(self._record_test, test)))
        records = draw_learning(SEED, self._plan, self._today)
        happenings += verified(records, self._actor, send_learning)
        archives = draw_archives(SEED, self._plan, self._today)
        happenings += verified(archives, self._actor, send_document)
        happenings.append((_morning(self._today - timedelta(days=1)), compute_everybody))
        seats = draw_seats(self._plan, self._today)
        for seat in seats:
            happenings.append((seat.at, partial(self._enter_seat, seat)))
            if seat.decided_at is not None:
                happenings.append((seat.decided_at, partial(self._decide_seat, seat)))
        happenings += certificates(draw_events(self._plan, self._today), self._actor, self._plan)
        happenings += webinars(draw_webinars(self._plan, self._today), self._actor, self._plan.cast.bkpsdm_admin, self._today)
        happenings += campaigns(self._plan, self._today, self._actor)
        happenings += marked(self._today, self._actor)
        happenings += personal(self._plan, self._today, self._actor)
        plans = planned(self._plan, self._today, self._actor)
        happenings += plans
        happenings += recommended(self._plan, self._today, self._actor)
        happenings += carried_out(self._plan, self._today, self._actor)
        happenings.append((_morning(self._today - READ_UNTIL), self._read_notices))
        happenings.sort(key=lambda happening: happening[0])
        self._say(
            f"competence tests: {len(self._plan.tests)}, steps of proposals: {len(self._plan.acts)}, "
            f"courses, certifications and awards: {len(records)}, archive documents: {len(archives)}, team works: {len(seats)}, steps of plans: {len(plans)}"
        )
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

    def _enter_seat(self, seat: SeatPlan) -> None:
        actor = self._actor(seat.owner)
        made = add_team_work(actor, {**seat.values, "code": draw_code(actor)})
        self._seats[seat.at] = made.id
        note_link(made.id, made.proof_url, LinkState(seat.link), clock.now() + timedelta(minutes=1))

    def _decide_seat(self, seat: SeatPlan) -> None:
        take_step(self._actor(seat.by), TeamWork, self._seats[seat.at], seat.act, seat.note)

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
