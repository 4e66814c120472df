"""The second factor: no session without it, no code twice, no way around it, and a way back for whoever lost his phone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import services
from app.accounts.models import Account, AccountSession, RecoveryCode, SecondFactor
from app.accounts.parameters import SECOND_FACTOR
from app.accounts.queries import SignedIn, load_actor, load_session
from app.accounts.rules import FAILURES_ALLOWED, HALF_WAY, NeedsFactor
from app.accounts.services import HalfWay
from app.audit.models import AuditEntry
from app.kernel import clock
from app.kernel.actor import Actor, Assignment, system_actor
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.roles import Role
from app.kernel.settings import change_setting
from tests.factories.accounts import PASSWORD, make_account
from tests.factories.phones import Phone, phone_of

SYSTEM = system_actor()


@pytest.fixture(autouse=True)
def _context(ctx: Flask) -> None:
    """Every test stands on a fresh database with a context."""


@pytest.fixture
def auditor() -> str:
    return make_account(None, Role.AUDITOR)


@pytest.fixture
def phone(auditor: str) -> Phone:
    return phone_of(inside(auditor))


def inside(username: str) -> SignedIn:
    person = services.sign_in(username, PASSWORD)
    assert isinstance(person, SignedIn)
    return person


def half_way(username: str) -> HalfWay:
    half = services.sign_in(username, PASSWORD)
    assert isinstance(half, HalfWay)
    return half


def test_the_password_alone_opens_no_session(auditor: str, phone: Phone) -> None:
    before = session().query(AccountSession).count()
    half = half_way(auditor)
    assert session().query(AccountSession).count() == before
    person = services.finish_sign_in(half, phone.code())
    assert person is not None
    assert person.has_second_factor
    assert load_session(person.token) is not None


def test_a_code_is_good_once_also_half_a_minute_later(auditor: str, phone: Phone) -> None:
    code = phone.code()
    assert services.finish_sign_in(half_way(auditor), code) is not None
    assert services.finish_sign_in(half_way(auditor), code) is None
    with clock.at(clock.now() + timedelta(seconds=30)):
        assert services.finish_sign_in(half_way(auditor), code) is None
        assert services.finish_sign_in(half_way(auditor), phone.code()) is not None
        assert services.finish_sign_in(half_way(auditor), phone.code(-1)) is None, "older than the last one taken"


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off_and_no_more(auditor: str, phone: Phone, steps: int, taken: bool) -> None:
    with clock.at(clock.now() + timedelta(minutes=10)):
        assert (services.finish_sign_in(half_way(auditor), phone.code(steps)) is not None) is taken


@pytest.mark.parametrize("code", ["", "000000", "abcdef", "１２３４５６", "aaaaa-aaaaa", "9" * 4000, "\x00"])
def test_no_other_code_opens(auditor: str, phone: Phone, code: str) -> None:
    assert phone.code() != code
    assert services.finish_sign_in(half_way(auditor), code) is None


def test_wrong_codes_lock_and_the_right_password_between_them_forgives_none(auditor: str, phone: Phone) -> None:
    for _time in range(FAILURES_ALLOWED):
        assert services.finish_sign_in(half_way(auditor), "000000") is None
    assert services.sign_in(auditor, PASSWORD) is None
    account = session().scalars(select(Account).execution_options(populate_existing=True)).one()
    assert account.locked_until > clock.now()


def test_half_way_lasts_five_minutes_and_dies_with_the_password(auditor: str, phone: Phone) -> None:
    half = half_way(auditor)
    with clock.at(clock.now() + HALF_WAY + timedelta(seconds=1)):
        assert services.finish_sign_in(half, phone.code()) is None
    services.reset_password(SYSTEM, half.user_id)
    assert services.finish_sign_in(half, phone.code()) is None


def test_half_way_dies_with_the_account(auditor: str, phone: Phone) -> None:
    half = half_way(auditor)
    services.deactivate_account(SYSTEM, half.user_id)
    assert services.finish_sign_in(half, phone.code()) is None


def test_each_recovery_code_opens_once_and_only_its_owner_s_account(auditor: str, phone: Phone) -> None:
    other = make_account(None, Role.AUDITOR)
    phone_of(inside(other))
    assert len(set(phone.recovery)) == 10
    assert services.finish_sign_in(half_way(other), phone.recovery[0]) is None
    typed = phone.recovery[0].upper().replace("-", " ")
    assert services.finish_sign_in(half_way(auditor), typed) is not None
    assert services.finish_sign_in(half_way(auditor), phone.recovery[0]) is None
    assert services.codes_left(half_way(auditor).user_id) == 9
    assert "account.recovery_code_used" in session().scalars(select(AuditEntry.event)).all()


def test_key_and_codes_are_not_readable_in_the_database_or_the_audit_trail(auditor: str, phone: Phone) -> None:
    stored = session().scalars(select(SecondFactor.sealed_key)).one()
    hashes = session().scalars(select(RecoveryCode.code_hash)).all()
    audit = " ".join(str(row.data) for row in session().scalars(select(AuditEntry)))
    for secret in (phone.key, *phone.recovery, *(code.replace("-", "") for code in phone.recovery)):
        assert all(secret not in text for text in (stored, audit, *hashes))


def test_the_key_survives_a_change_of_the_secret_key_while_the_old_one_is_known(
    auditor: str, phone: Phone, ctx: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = ctx.config["SECRET_KEY"]
    monkeypatch.setitem(ctx.config, "SECRET_KEY", "a new one")
    assert services.finish_sign_in(half_way(auditor), phone.code()) is None
    monkeypatch.setitem(ctx.config, "SECRET_KEY_FALLBACKS", [old])
    assert services.finish_sign_in(half_way(auditor), phone.code()) is not None


def test_setting_up_needs_the_password_and_a_first_code_and_ends_other_sessions(auditor: str) -> None:
    person, elsewhere = inside(auditor), inside(auditor)
    with pytest.raises(Invalid) as refusal:
        services.begin_setup(person, "salah")
    assert set(refusal.value.fields) == {"password"}
    services.begin_setup(person, PASSWORD)
    assert isinstance(services.sign_in(auditor, PASSWORD), SignedIn), "not on before the first code"
    with pytest.raises(Invalid) as refusal:
        services.confirm_setup(person, "000000")
    assert set(refusal.value.fields) == {"code"}
    setup = services.setup_of(person, "Portal")
    services.confirm_setup(person, Phone(setup.key).code())
    assert (load_session(person.token) is None, load_session(elsewhere.token) is None) == (False, True)
    assert services.setup_of(person, "Portal") is None
    with pytest.raises(Conflict):
        services.begin_setup(person, PASSWORD)


def test_guessing_the_password_on_these_pages_locks_as_at_the_door(auditor: str) -> None:
    person = inside(auditor)
    for _time in range(FAILURES_ALLOWED):
        with pytest.raises(Invalid):
            services.begin_setup(person, "salah")
    with pytest.raises(Invalid):
        services.begin_setup(person, PASSWORD)


def test_switching_off_needs_password_and_code_and_new_codes_replace_the_old(auditor: str, phone: Phone) -> None:
    person = services.finish_sign_in(half_way(auditor), phone.recovery[0])
    for password, code in (("salah", phone.code()), (PASSWORD, "000000")):
        with pytest.raises(Invalid):
            services.end_second_factor(person, password, code)
    fresh = services.renew_codes(person, phone.code())
    assert not set(fresh) & set(phone.recovery)
    with pytest.raises(Invalid):
        services.renew_codes(person, phone.recovery[1])
    services.end_second_factor(person, PASSWORD, fresh[0])
    assert isinstance(services.sign_in(auditor, PASSWORD), SignedIn)
    assert session().query(RecoveryCode).count() == session().query(SecondFactor).count() == 0


def test_whoever_came_by_the_agency_s_sign_in_must_have_come_just_now(auditor: str) -> None:
    person = replace(inside(auditor), method="sso")
    services.begin_setup(person, "")
    with pytest.raises(Denied):
        services.begin_setup(replace(person, started_at=clock.now() - timedelta(minutes=11)), "")


def test_an_administrator_resets_it_as_an_audited_act_but_nobody_his_own_or_a_higher_one(auditor: str, phone: Phone) -> None:
    target = half_way(auditor).user_id
    admin = Actor(4711, "Admin", None, (Assignment(Role.BKPSDM_ADMIN),))
    boss = Actor(4712, "Bos", None, (Assignment(Role.SUPERUSER),))
    with pytest.raises(Denied):
        services.reset_second_factor(admin, target)
    with pytest.raises(Denied):
        services.reset_second_factor(replace(boss, user_id=target), target)
    with pytest.raises(Denied):
        services.reset_second_factor(Actor(4713, "Auditor", None, (Assignment(Role.AUDITOR),)), target)
    services.reset_second_factor(boss, target)
    assert isinstance(services.sign_in(auditor, PASSWORD), SignedIn)
    assert "account.second_factor_reset" in session().scalars(select(AuditEntry.event)).all()
    assert load_actor(target) is not None


@pytest.mark.parametrize(
    ("rule", "roles", "needed"),
    [
        (NeedsFactor.NOBODY, (Role.SUPERUSER,), False),
        (NeedsFactor.ADMINISTRATORS, (Role.AUDITOR,), True),
        (NeedsFactor.ADMINISTRATORS, (), False),
        (NeedsFactor.EVERYONE, (), True),
    ],
)
def test_the_agency_decides_who_needs_one(rule: NeedsFactor, roles: tuple[Role, ...], needed: bool) -> None:
    person = inside(make_account(None, *roles))
    change_setting(SYSTEM, SECOND_FACTOR, rule.value)
    assert services.must_set_up(person) is needed
    assert not services.must_set_up(replace(person, has_second_factor=True))
