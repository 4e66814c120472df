"""Who may be proposed for a Satya Lencana Karya Satya: by years, position, and what was verified (standards 8)."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.awards.models import LongService
from app.awards.parameters import COUNTED_ON
from app.awards.queries import (
    count_by_grade,
    counted_on,
    entry_stands,
    grades,
    interrupting_positions,
    may_be_proposed,
    missing_years,
    own_standing,
    same_grade,
)
from app.kernel import clock, settings
from app.kernel.db import session
from app.kernel.scope import visible
from app.organisation.models import Employee
from app.organisation.rules import EmployeeStatus
from app.verification.workflow import Stage
from tests.factories.awards import LONG_SERVICE, award_in
from tests.factories.city import City
from tests.factories.organisation import employee_actor, make_employee

YEAR = 2026
KINDS = {10: "karya_satya_10", 20: "karya_satya_20", 30: "karya_satya_30"}


@pytest.fixture(autouse=True)
def _this_year(ctx: Flask) -> object:
    with clock.at(clock.now().replace(year=YEAR, month=11, day=21)):
        yield


def person(city: City, appointed: str, serial: int, **values: object) -> Employee:
    """Somebody appointed in that month ("200611")."""
    birth = int(appointed[:4]) - 25
    return make_employee(city.person("owner").unit, nip=f"{birth}0101{appointed}1{900 + serial}", **values)


def listed(city: City, grade: str | None = None, actor: str = "bkpsdm_admin") -> set[int]:
    query = select(LongService.id).join(Employee, Employee.id == LongService.employee_id)
    return set(session().scalars(query.where(visible(LongService, city.actor(actor)), may_be_proposed(grade))))


def test_the_grades_come_from_the_code_list_by_their_years(city: City) -> None:
    assert [(grade.code, grade.years) for grade in grades()] == [(KINDS[10], 10), (KINDS[20], 20), (KINDS[30], 30)]
    assert counted_on() == date(YEAR, 12, 31)
    assert "01" not in interrupting_positions()
    assert {"02", "15"} <= set(interrupting_positions())
    assert "03" not in interrupting_positions()


def test_everybody_stands_under_the_highest_grade_of_his_years_and_no_other(city: City) -> None:
    made = {years: person(city, f"{YEAR - years}12", number).id for number, years in enumerate((9, 10, 19, 20, 29, 30, 40))}
    assert {years for years, pk in made.items() if pk in listed(city)} == {10, 19, 20, 29, 30, 40}
    for grade, expected in ((10, {10, 19}), (20, {20, 29}), (30, {30, 40})):
        assert {years for years, pk in made.items() if pk in listed(city, KINDS[grade])} == expected, grade


def test_the_day_up_to_which_years_count_is_the_agencys(city: City) -> None:
    december = person(city, f"{YEAR - 10}12", 1).id
    august = person(city, f"{YEAR - 10}08", 2).id
    settings.change_setting(city.actor("bkpsdm_admin"), COUNTED_ON, "17-08")
    assert {december, august} & listed(city) == {august}


def test_only_pns_whose_position_allows_it(city: City) -> None:
    served = f"{YEAR - 12}01"
    free, away = person(city, served, 1).id, person(city, served, 2, legal_position="02").id
    punished, studying = person(city, served, 3, legal_position="15").id, person(city, served, 4, legal_position="03").id
    contract = make_employee(
        city.person("owner").unit, nip="198001012005211901", employee_status=EmployeeStatus.PPPK.value, rank_code="IX"
    ).id
    assert {free, away, punished, studying, contract} & listed(city) == {free, studying}


def test_who_holds_the_grade_or_a_higher_one_is_left_out_and_who_has_it_waiting_is_marked(city: City) -> None:
    names = ("approved", "lower", "higher", "waiting", "returned", "lower_waiting", "wira_karya", "other")
    for number, name in enumerate(names):
        made = person(city, f"{YEAR - 22}01", number)
        city.ids[name], city.actors[name] = made.id, employee_actor(made, 9100 + number)
    award_in(city, "approved", "approved", award_kind=KINDS[20], **LONG_SERVICE)
    award_in(city, "approved", "lower", award_kind=KINDS[10], **LONG_SERVICE)
    award_in(city, "approved", "higher", award_kind=KINDS[30], **LONG_SERVICE)
    award_in(city, "waiting", "waiting", award_kind=KINDS[20], **LONG_SERVICE)
    award_in(city, "returned", "returned", award_kind=KINDS[20], **LONG_SERVICE)
    award_in(city, "waiting", "lower_waiting", award_kind=KINDS[10], **LONG_SERVICE)
    award_in(city, "waiting", "wira_karya", award_kind="wira_karya", **LONG_SERVICE)
    award_in(city, "approved", "other")
    free = {"lower", "lower_waiting", "wira_karya", "other"}
    found = listed(city, KINDS[20])
    assert {name for name in names if city.ids[name] in found} == free | {"waiting", "returned"}
    for stage, expected in ((Stage.WAITING, {"waiting"}), (Stage.RETURNED, {"returned"}), (None, free)):
        stand = set(session().scalars(select(LongService.id).join(LongService.employee).where(may_be_proposed(), entry_stands(stage))))
        assert {name for name in names if city.ids[name] in stand} == expected, stage
    standings = {name: own_standing(city.actor(name)) for name in names}
    assert {name for name, each in standings.items() if each and each.eligible} == free | {"waiting", "returned"}
    assert {name: each.entry for name, each in standings.items() if each and each.entry} == {
        "waiting": Stage.WAITING,
        "returned": Stage.RETURNED,
    }


@pytest.mark.gate("G12")
def test_each_sees_those_in_his_reach(city: City) -> None:
    mine = person(city, f"{YEAR - 12}01", 1, supervisor=city.person("supervisor")).id
    for actor, sees in (("bkpsdm_admin", True), ("auditor", True), ("opd_admin", True), ("supervisor", True), ("other_opd_admin", False)):
        assert (mine in listed(city, actor=actor)) is sees, actor
    counted = dict(count_by_grade(city.actor("opd_admin")))
    assert {grade.code: number for grade, number in counted.items()} == {
        code: len(found) for code in KINDS.values() if (found := listed(city, code, "opd_admin"))
    }


def test_how_a_person_stands_and_what_comes_next(city: City) -> None:
    made = person(city, f"{YEAR - 15}03", 1)
    standing = own_standing(employee_actor(made))
    assert standing is not None
    assert (standing.began, standing.grade and standing.grade.code, standing.next and standing.next.code, standing.next_on) == (
        date(YEAR - 15, 3, 1),
        KINDS[10],
        KINDS[20],
        date(YEAR + 5, 3, 1),
    )
    assert standing.eligible
    away = own_standing(employee_actor(person(city, f"{YEAR - 15}03", 2, legal_position="02")))
    assert away is not None
    assert (away.interrupted, away.eligible) == (True, False)
    assert own_standing(city.actor("auditor")) is None
    young = own_standing(employee_actor(person(city, f"{YEAR - 1}03", 3)))
    assert young is not None
    assert (young.grade, young.eligible) == (None, False)


def test_a_grade_given_twice_and_one_given_too_early_are_worth_a_look(city: City) -> None:
    made = person(city, f"{YEAR - 10}06", 1)
    city.ids["him"], city.actors["him"] = made.id, employee_actor(made, 9200)
    first = award_in(city, "approved", "him", award_kind=KINDS[10], **LONG_SERVICE)
    again = award_in(city, "waiting", "him", award_kind=KINDS[10], decree_on=date(YEAR, 6, 1), **LONG_SERVICE)
    officer = city.actor("bkpsdm_admin")
    assert [each.id for each in same_grade(officer, again)] == [first.id]
    assert list(same_grade(officer, award_in(city, owner="him"))) == []
    assert missing_years(first.award_kind, first.decree_on, made.nip) == date(YEAR, 6, 1)
    assert missing_years(again.award_kind, again.decree_on, made.nip) is None
    assert missing_years("berprestasi", first.decree_on, made.nip) is None


def test_a_row_tells_whose_it_is(city: City) -> None:
    made = person(city, f"{YEAR - 12}01", 1)
    row = session().scalars(select(LongService).where(LongService.id == made.id).options(joinedload(LongService.employee))).one()
    assert (row.summary, row.began_on) == (made.full_name, date(YEAR - 12, 1, 1))
