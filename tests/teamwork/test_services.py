"""Drawing codes, entering and correcting team works: refusals stand at their field, and a code is given once, also to two at the same instant."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.approval import history, take_step
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.teamwork.models import TeamWork
from app.teamwork.rules import LinkState
from app.teamwork.services import add_team_work, change_team_work, draw_code, note_link
from tests.factories.city import City, make_city
from tests.factories.teamwork import entry, team_work_in


@pytest.mark.manual("S31")
def test_every_drawn_code_is_another_one_and_only_employees_draw(ctx: Flask, city: City) -> None:
    owner, year = city.actor("owner"), clock.today().year
    assert [draw_code(owner), draw_code(city.actor("colleague"))] == [f"TK-{year}-00001", f"TK-{year}-00002"]
    for name in ("auditor", "superuser", "second_bkpsdm_admin"):
        with pytest.raises(Denied):
            draw_code(city.actor(name))


@pytest.mark.manual("S38")
@pytest.mark.manual("S39")
def test_an_entry_is_the_owners_of_his_unit_and_not_yet_approved(ctx: Flask, city: City) -> None:
    record = team_work_in(city, name="  Tim   Konsultasi ")
    person = city.person("owner")
    assert (record.employee_id, record.unit_id, record.state, record.name) == (person.id, person.unit_id, "unapproved", "Tim Konsultasi")
    assert (record.note, record.link_state, record.link_tries) == (None, None, 0)


@pytest.mark.manual("S31")
@pytest.mark.parametrize("code", ["", "tes", "TK-2026-99999", "TK-2020-00001"])
def test_a_code_that_was_never_drawn_saves_nothing(ctx: Flask, city: City, code: str) -> None:
    owner = city.actor("owner")
    draw_code(owner)
    with pytest.raises(Invalid) as refusal:
        add_team_work(owner, entry(code=code))
    assert set(refusal.value.fields) == {"code"}
    assert session().query(TeamWork).count() == 0


@pytest.mark.manual("S31")
def test_a_used_code_is_refused_even_after_its_entry_was_deleted(ctx: Flask, city: City) -> None:
    record = team_work_in(city)
    for again in range(2):
        with pytest.raises(Invalid) as refusal:
            add_team_work(city.actor("colleague"), entry(code=record.code))
        assert set(refusal.value.fields) == {"code"}
        if not again:
            take_step(city.actor("owner"), TeamWork, record.id, "delete")


def test_names_may_repeat(ctx: Flask, city: City) -> None:
    first, second = team_work_in(city), team_work_in(city)
    assert first.name == second.name
    assert first.code != second.code


@pytest.mark.manual("S35")
def test_every_wrong_field_is_named_at_once(ctx: Flask, city: City) -> None:
    owner = city.actor("owner")
    with pytest.raises(Invalid) as refusal:
        add_team_work(owner, entry(code=draw_code(owner), letter_on=clock.today() + timedelta(days=1), proof_url="tes"))
    assert set(refusal.value.fields) == {"letter_on", "proof_url"}


@pytest.mark.gate("G5")
def test_the_same_page_sent_twice_makes_one_entry(ctx: Flask, city: City) -> None:
    owner = city.actor("owner")
    code = draw_code(owner)
    first = add_team_work(owner, entry(code=code), "page-1")
    assert add_team_work(owner, entry(code=code), "page-1") is first


@pytest.mark.manual("S46")
def test_a_correction_keeps_the_code_and_goes_back_to_the_officer(ctx: Flask, city: City) -> None:
    record = team_work_in(city, "withdrawn")
    owner = city.actor("owner")
    with pytest.raises(Invalid) as refusal:
        change_team_work(owner, record.id, entry(code=draw_code(owner)), record.version)
    assert set(refusal.value.fields) == {"code"}
    change_team_work(owner, record.id, entry(code=record.code, name="Tim Lain"), record.version)
    assert (record.state, record.name) == ("unapproved", "Tim Lain")
    assert [row.step for row in history(record)] == ["create", "withdraw", "resubmit"]


@pytest.mark.manual("S46")
@pytest.mark.parametrize(
    ("name", "refusal"), [("stranger", Missing), ("colleague", Missing), ("opd_admin", Denied), ("bkpsdm_admin", Denied)]
)
def test_nobody_else_corrects_it(ctx: Flask, city: City, name: str, refusal: type[Exception]) -> None:
    record = team_work_in(city)
    with pytest.raises(refusal):
        change_team_work(city.actor(name), record.id, entry(code=record.code, name="Tim Lain"), record.version)


@pytest.mark.manual("S46")
def test_an_approved_entry_is_locked(ctx: Flask, city: City) -> None:
    record = team_work_in(city, "approved")
    with pytest.raises(Conflict):
        change_team_work(city.actor("owner"), record.id, entry(code=record.code, name="Tim Lain"), record.version)


@pytest.mark.manual("S35")
def test_what_was_found_holds_for_the_link_it_was_found_behind(ctx: Flask, city: City) -> None:
    record = team_work_in(city)
    now, version = clock.now(), record.version
    note_link(record.id, "https://elsewhere.example.com/", LinkState.OPEN, now)
    session().refresh(record)
    assert record.link_state is None
    note_link(record.id, record.proof_url, LinkState.SIGN_IN, now)
    session().refresh(record)
    assert (record.link_state, record.link_checked_at, record.link_tries, record.version) == ("sign_in", now, 1, version)
    owner = city.actor("owner")
    change_team_work(owner, record.id, entry(code=record.code, seat="KETUA"), record.version)
    assert record.link_state == "sign_in"
    change_team_work(owner, record.id, entry(code=record.code, proof_url="https://drive.example.go.id/lain"), record.version)
    assert (record.link_state, record.link_checked_at, record.link_tries) == (None, None, 0)


@pytest.mark.manual("S31")
def test_many_at_once_draw_many_codes(app: Flask) -> None:
    with app.app_context():
        owner = make_city().actor("owner")
    codes = [each for _round in range(5) for each in _at_once(app, *[lambda: draw_code(owner)] * 4)]
    assert len(set(codes)) == 20


@pytest.mark.manual("S31")
def test_of_two_that_save_the_same_code_at_once_one_gets_it(app: Flask) -> None:
    with app.app_context():
        city = make_city()
    first, second = city.actor("owner"), city.actor("colleague")
    for _round in range(10):
        with app.app_context():
            code = draw_code(first)
        answers = _at_once(app, *(partial(_saved_code, actor, code) for actor in (first, second)))
        refused = [each for each in answers if isinstance(each, Invalid)]
        assert [each for each in answers if isinstance(each, str)] == [code], answers
        assert [set(each.fields) for each in refused] == [{"code"}]


def _saved_code(actor: Actor, code: str) -> str:
    return add_team_work(actor, entry(code=code)).code


def _at_once(app: Flask, *calls: Any) -> list[Any]:
    """Every call in its own thread and session, released together; results, or the refusal, in order."""
    barrier = Barrier(len(calls))

    def run(call: Any) -> Any:
        with app.app_context():
            barrier.wait()
            try:
                return call()
            except Invalid as refusal:
                return refusal
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
