"""Accounts, passwords and roles change only by those who may, never one's own, and every change is told."""

from datetime import timedelta

import pytest
from flask import Flask
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select

from app.accounts import services
from app.accounts.models import Account, AccountSession
from app.accounts.queries import load_actor, load_session, roles_given
from app.accounts.rules import FAILURES_ALLOWED, FORGIVEN_AFTER, LOCK_MINUTES
from app.accounts.services import hashing
from app.audit.models import AuditEntry
from app.kernel import clock
from app.kernel.actor import Actor, Assignment, system_actor
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.roles import ASSIGNABLE, SIGNED_IN, Role
from tests.factories.accounts import PASSWORD
from tests.factories.organisation import make_employee, make_opd

SYSTEM = system_actor()


@pytest.fixture(autouse=True)
def _context(ctx: Flask) -> None:
    """Every test stands on a fresh database with a context."""


def technical(name: str = "teknis", *roles: Role) -> int:
    user_id = services.create_technical_account(SYSTEM, name, f"Orang {name}", PASSWORD)[0].id
    for role in roles:
        services.give_role(SYSTEM, user_id, role, make_opd().id if role is Role.OPD_ADMIN else None)
    return int(user_id)


def acting(role: Role) -> Actor:
    """A real account that acts in `role` alone."""
    user_id = technical(f"orang-{role.value}")
    assignment = Assignment(role, None, None)
    return Actor(user_id, role.value, None, (assignment,))


def told() -> list[str]:
    return list(session().scalars(select(AuditEntry.event).order_by(AuditEntry.position)))


def test_a_first_password_is_random_shown_once_and_must_be_changed() -> None:
    employee = make_employee()
    user, password = services.create_account(acting(Role.BKPSDM_ADMIN), employee)
    assert user.username == employee.nip
    assert password not in str(session().execute(select(User.password).where(User.id == user.id)).scalar())
    person = services.sign_in(employee.nip, password)
    assert person is not None
    assert person.must_change_password


def test_a_first_password_ends_by_itself() -> None:
    employee = make_employee()
    user, password = services.create_account(acting(Role.BKPSDM_ADMIN), employee)
    made = session().get_one(Account, user.id).password_changed_at
    assert made is not None
    with clock.at(made + timedelta(days=30, seconds=-1)):
        assert services.sign_in(employee.nip, password) is not None
    with clock.at(made + timedelta(days=30)):
        with pytest.raises(Denied, match="kata sandi awal"):
            services.sign_in(employee.nip, password)
        renewed = services.reset_password(acting(Role.SUPERUSER), user.id)[1]
        assert services.sign_in(employee.nip, renewed) is not None
        assert services.sign_in(employee.nip, password) is None


def test_the_employee_is_linked_and_gets_no_second_account() -> None:
    employee = make_employee()
    user, _password = services.create_account(SYSTEM, employee)
    assert load_actor(user.id).employee_id == employee.id
    with pytest.raises(Conflict):
        services.create_account(SYSTEM, employee)


@pytest.mark.parametrize("role", [role for role in SIGNED_IN if role not in (Role.SUPERUSER, Role.BKPSDM_ADMIN)])
def test_nobody_else_opens_accounts(role: Role) -> None:
    actor, employee = acting(role), make_employee()
    with pytest.raises(Denied):
        services.create_account(actor, employee)


def test_only_the_superuser_opens_technical_accounts_and_nobody_picks_their_password() -> None:
    for role in SIGNED_IN:
        if role is Role.SUPERUSER:
            continue
        with pytest.raises(Denied):
            services.create_technical_account(acting(role), f"baru-{role.value}", "Orang Baru")
    boss = acting(Role.SUPERUSER)
    with pytest.raises(Denied):
        services.create_technical_account(boss, "baru", "Orang Baru", PASSWORD)
    user, _password = services.create_technical_account(boss, "Baru", "Orang Baru")
    assert user.username == "baru"
    with pytest.raises(Conflict):
        services.create_technical_account(boss, "BARU", "Orang Lain")
    with pytest.raises(Invalid):
        services.create_technical_account(boss, "tidak boleh", "Orang Lain")


def test_signing_in_takes_the_nip_with_spaces_and_the_technical_name() -> None:
    employee = make_employee()
    services.create_account(SYSTEM, employee, PASSWORD)
    nip = employee.nip
    assert services.sign_in(f"{nip[:8]} {nip[8:14]}.{nip[14]} {nip[15:]}", PASSWORD).actor.employee_id == employee.id
    technical()
    assert services.sign_in(" Teknis", PASSWORD) is not None


@pytest.mark.parametrize("password", ["", "\0", "salah sekali", PASSWORD.upper()])
def test_a_wrong_password_is_refused_and_recorded_without_what_was_typed(password: str) -> None:
    technical()
    assert services.sign_in("teknis", password, "10.1.2.3") is None
    entry = session().scalars(select(AuditEntry).order_by(AuditEntry.position.desc())).first()
    assert (entry.event, entry.address, entry.actor_name, entry.data) == ("account.sign_in_failed", "10.1.2.3", "-", {"login": ""})


def test_an_unknown_nip_is_recorded_masked_and_a_typed_password_not_at_all() -> None:
    services.sign_in("19900315 201503 1 901", "x")
    services.sign_in("kata sandi saya", "x")
    kept = [row.data["login"] for row in session().scalars(select(AuditEntry).order_by(AuditEntry.position))]
    assert kept == ["********201503*901", ""]


def test_an_unknown_name_costs_the_same_hash_as_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time is the oracle: count the expensive part instead of measuring it."""
    technical()
    checked = []
    real = services.signing.password_fits
    monkeypatch.setattr(services.signing, "password_fits", lambda stored, typed: checked.append(stored is None) or real(stored, typed))
    services.sign_in("teknis", "salah")
    services.sign_in("tidak-ada", "salah")
    assert checked == [False, True]
    calls: list[str] = []
    monkeypatch.setattr(hashing, "check_password_hash", lambda stored, typed: calls.append(stored) or False)
    hashing.password_fits(None, "salah")
    assert len(calls) == 1
    assert calls[0].startswith("pbkdf2:sha256:1$")


def test_too_many_failures_lock_for_a_while_even_with_the_right_password() -> None:
    technical()
    for _time in range(FAILURES_ALLOWED):
        services.sign_in("teknis", "salah")
    assert services.sign_in("teknis", PASSWORD) is None
    with clock.at(clock.now() + timedelta(minutes=LOCK_MINUTES[0], seconds=1)):
        assert services.sign_in("teknis", PASSWORD) is not None


def test_each_further_failure_locks_for_longer_until_a_quiet_day() -> None:
    user_id, now = technical(), clock.now()
    for _time in range(FAILURES_ALLOWED):
        services.sign_in("teknis", "salah")
    for minutes in (*LOCK_MINUTES[1:], LOCK_MINUTES[-1]):
        now = session().get(Account, user_id, populate_existing=True).locked_until + timedelta(seconds=1)
        with clock.at(now):
            services.sign_in("teknis", "salah")
        assert session().get(Account, user_id, populate_existing=True).locked_until == now + timedelta(minutes=minutes)
    with clock.at(now + timedelta(hours=2) + FORGIVEN_AFTER):
        services.sign_in("teknis", "salah")
        assert services.sign_in("teknis", PASSWORD) is not None


def test_attempts_while_locked_lengthen_nothing_and_unknown_names_lock_nobody() -> None:
    user_id = technical()
    for _time in range(FAILURES_ALLOWED):
        services.sign_in("teknis", "salah")
    before = session().get(Account, user_id).locked_until
    for name in ("teknis", "tidak-ada", "199003152015031901"):
        services.sign_in(name, "salah")
    assert session().get(Account, user_id, populate_existing=True).locked_until == before
    assert session().query(Account).count() == 1


def test_sessions_end_one_by_one_or_all_but_this_one_and_never_anothers() -> None:
    user_id, stranger = technical("teknis", Role.AUDITOR), technical("asing", Role.AUDITOR)
    first, second, third = (services.sign_in("teknis", PASSWORD) for _browser in range(3))
    foreign = services.sign_in("asing", PASSWORD)
    services.end_session(first.actor, foreign.session_id)
    assert load_session(foreign.token) is not None
    services.end_session(first.actor, second.session_id)
    services.end_session(first.actor, second.session_id)
    assert load_session(second.token) is None
    assert services.end_other_sessions(first.actor, first.session_id) == 1
    assert [load_session(each.token) is not None for each in (first, third, foreign)] == [True, False, True]
    services.sign_out(foreign.actor, first.session_id)
    assert load_session(first.token) is not None
    assert [key for key in told() if "session" in key] == ["account.session_end", "account.session_end_others"]
    assert (user_id, stranger) == (first.id, foreign.id)


def test_a_token_is_kept_as_a_hash_and_use_is_written_seldom() -> None:
    technical()
    person = services.sign_in("teknis", PASSWORD, "10.1.1.1", "Firefox · Linux")
    row = session().scalars(select(AccountSession)).one()
    assert (row.device, row.address, row.method) == ("Firefox · Linux", "10.1.1.1", "password")
    assert person.token not in (row.token_hash, str(vars(row)))
    for minutes, seen in ((4, row.started_at), (6, row.started_at + timedelta(minutes=6))):
        with clock.at(row.started_at + timedelta(minutes=minutes)):
            services.touch_session(load_session(person.token))
        assert session().scalars(select(AccountSession.seen_at)).one() == seen
        session().rollback()


def test_sessions_whose_time_has_passed_are_swept() -> None:
    technical()
    services.sign_in("teknis", PASSWORD)
    assert services.forget_sessions() == 0
    with clock.at(clock.now() + timedelta(days=1)):
        assert services.forget_sessions() == 1


def test_a_session_narrows_to_one_role_held_and_never_to_another() -> None:
    opd = make_opd()
    employee = make_employee(opd)
    user, _password = services.create_account(SYSTEM, employee, PASSWORD)
    services.give_role(SYSTEM, user.id, Role.OPD_ADMIN, opd.id)
    given = services.give_role(SYSTEM, user.id, Role.AUDITOR)
    person = services.sign_in(employee.nip, PASSWORD)
    assert person.actor.roles == {Role.EMPLOYEE, Role.OPD_ADMIN, Role.AUDITOR}
    assert [each.label for each in person.held] == [
        str(Role.EMPLOYEE.label),
        f"{Role.OPD_ADMIN.label} ({opd.name})",
        str(Role.AUDITOR.label),
    ]
    for foreign in ("superuser", "superuser:1", f"opd_admin:{given.id}", "bkpsdm_admin", "system"):
        with pytest.raises(Missing):
            services.choose_role(person.actor, person, foreign)
    services.choose_role(person.actor, person, f"auditor:{given.id}")
    narrowed = load_session(person.token)
    assert (narrowed.actor.roles, narrowed.actor.employee_id) == ({Role.AUDITOR}, employee.id)
    assert load_actor(user.id).roles == person.actor.roles, "other sessions and jobs keep all"
    services.end_role(SYSTEM, given.id)
    assert load_session(person.token).actor.roles == {Role.EMPLOYEE, Role.OPD_ADMIN}
    services.choose_role(narrowed.actor, narrowed, "employee")
    assert load_session(person.token).actor.roles == {Role.EMPLOYEE}
    services.choose_role(narrowed.actor, narrowed, "")
    assert load_session(person.token).acting is None


def test_a_success_forgives_earlier_failures() -> None:
    technical()
    for _round in range(2):
        for _time in range(FAILURES_ALLOWED - 1):
            services.sign_in("teknis", "salah")
        assert services.sign_in("teknis", PASSWORD) is not None


def test_a_user_made_outside_the_portal_does_not_sign_in() -> None:
    """FAB's own command line makes users without our row: no roles, no entry."""
    session().add(User(username="dariluar", first_name="Dari", last_name="Luar", email="a@b.invalid", password="x", active=True))
    session().flush()
    assert services.sign_in("dariluar", "x") is None
    session().rollback()


def test_ones_own_password_needs_the_present_one_and_ends_other_sessions() -> None:
    user_id = technical()
    here, elsewhere = (services.sign_in("teknis", PASSWORD) for _browser in range(2))
    actor = load_actor(user_id)
    with pytest.raises(Invalid) as refusal:
        services.change_password(actor, "salah", "gunung tinggi sekali")
    assert set(refusal.value.fields) == {"old"}
    with pytest.raises(Invalid) as refusal:
        services.change_password(actor, PASSWORD, PASSWORD)
    assert set(refusal.value.fields) == {"password"}
    services.change_password(actor, PASSWORD, "gunung tinggi sekali", here.session_id)
    assert load_session(here.token) is not None
    assert load_session(elsewhere.token) is None
    assert services.sign_in("teknis", PASSWORD) is None
    assert services.sign_in("teknis", "gunung tinggi sekali") is not None


def test_an_employee_may_not_take_the_nip_or_birth_date() -> None:
    employee = make_employee()
    user, _password = services.create_account(SYSTEM, employee, PASSWORD)
    for bad in (employee.nip, f"padi {employee.birth_date:%d%m%Y}"):
        with pytest.raises(Invalid):
            services.change_password(load_actor(user.id), PASSWORD, bad)


def test_a_reset_gives_a_random_password_unlocks_and_ends_sessions() -> None:
    employee = make_employee()
    user, _password = services.create_account(SYSTEM, employee, PASSWORD)
    before = services.sign_in(employee.nip, PASSWORD)
    _account, new = services.reset_password(acting(Role.BKPSDM_ADMIN), user.id)
    person = services.sign_in(employee.nip, new)
    assert person.must_change_password
    assert load_session(before.token) is None
    assert services.sign_in(employee.nip, PASSWORD) is None


@pytest.mark.parametrize("holder", [role for role in ASSIGNABLE if role is not Role.OPD_ADMIN])
def test_an_agency_admin_touches_no_account_whose_role_he_could_not_give(holder: Role) -> None:
    """A new password for a superuser, shown to an admin, would make the admin a superuser."""
    target, admin = technical("sasaran", holder), acting(Role.BKPSDM_ADMIN)
    for act in (services.reset_password, services.deactivate_account, services.activate_account):
        with pytest.raises(Denied):
            act(admin, target)
    services.reset_password(admin, technical("adminopd2", Role.OPD_ADMIN))


def test_nobody_administers_his_own_account() -> None:
    boss = acting(Role.SUPERUSER)
    for act in (services.reset_password, services.deactivate_account, services.activate_account):
        with pytest.raises(Denied):
            act(boss, boss.user_id)


@pytest.mark.parametrize("giver", SIGNED_IN)
@pytest.mark.parametrize("role", ASSIGNABLE)
def test_roles_are_given_only_by_those_the_table_names(giver: Role, role: Role) -> None:
    actor, target = acting(giver), technical("sasaran")
    unit = make_opd().id if role is Role.OPD_ADMIN else None
    if giver is Role.SUPERUSER or (giver, role) == (Role.BKPSDM_ADMIN, Role.OPD_ADMIN):
        given = services.give_role(actor, target, role, unit)
        assert (given.given_by, Role(given.role)) == (actor.user_id, role)
    else:
        with pytest.raises(Denied):
            services.give_role(actor, target, role, unit)
        assert list(roles_given(target)) == []


def test_nobody_gives_himself_a_role_or_ends_his_own() -> None:
    boss_id = technical("bos", Role.SUPERUSER)
    boss = load_actor(boss_id)
    with pytest.raises(Denied):
        services.give_role(boss, boss_id, Role.AUDITOR)
    (own,) = roles_given(boss_id)
    with pytest.raises(Denied):
        services.end_role(boss, own.id)


def test_an_opd_admin_needs_a_unit_and_others_have_none() -> None:
    target, opd = technical(), make_opd()
    for role, unit in ((Role.OPD_ADMIN, None), (Role.OPD_ADMIN, 999_999), (Role.AUDITOR, opd.id), (Role.EMPLOYEE, None)):
        with pytest.raises((Invalid, Denied)):
            services.give_role(SYSTEM, target, role, unit)
    assert list(roles_given(target)) == []


def test_the_same_role_is_not_given_twice_and_ends_once() -> None:
    target = technical()
    given = services.give_role(SYSTEM, target, Role.AUDITOR)
    with pytest.raises(Conflict):
        services.give_role(SYSTEM, target, Role.AUDITOR)
    services.end_role(SYSTEM, given.id)
    services.end_role(SYSTEM, given.id)
    assert told().count("role.end") == 1
    services.give_role(SYSTEM, target, Role.AUDITOR)


def test_a_last_day_in_the_past_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        services.give_role(SYSTEM, technical(), Role.AUDITOR, valid_to=clock.today() - timedelta(days=1))
    assert set(refusal.value.fields) == {"valid_to"}


def test_a_record_that_is_not_there_is_missing() -> None:
    with pytest.raises(Missing):
        services.reset_password(SYSTEM, 999_999)
    with pytest.raises(Missing):
        services.end_role(SYSTEM, 999_999)


def test_a_closed_account_signs_in_no_more_until_it_is_opened_again() -> None:
    target = technical()
    services.deactivate_account(SYSTEM, target)
    assert services.sign_in("teknis", PASSWORD) is None
    services.activate_account(SYSTEM, target)
    assert services.sign_in("teknis", PASSWORD) is not None


def test_the_language_is_remembered() -> None:
    user_id = technical()
    services.choose_language(load_actor(user_id), "en", ("id", "en"))
    assert load_actor(user_id).language == "en"
    with pytest.raises(Invalid):
        services.choose_language(load_actor(user_id), "xx", ("id", "en"))
