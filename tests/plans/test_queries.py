"""Sums, gaps as far as they may be read, and required levels by job."""

from decimal import Decimal

import pytest
from flask import Flask

from app.organisation.rules import JobType
from app.plans.queries import form_rule, forms_of, gap_of, open_years, planned, required_level
from app.plans.rules import Counting, Path
from tests.factories.city import City
from tests.factories.organisation import make_employee, make_test_result
from tests.factories.plans import plan_row_in, plan_year


def test_sums_leave_out_what_was_rejected(ctx: Flask, city: City) -> None:
    rows = [plan_row_in(city, state) for state in ("draft", "sent", "accepted", "rejected", "returned")]
    found = planned(city.actor("owner"), city.ids["owner"], rows[0].plan_year_id)
    assert (found.rows, found.jp, found.cost, found.unsent) == (4, 160, 10_000_000, 2)
    assert planned(city.actor("colleague"), city.ids["owner"], rows[0].plan_year_id).rows == 0


def test_open_years_are_those_of_today(ctx: Flask, city: City) -> None:
    assert open_years() == []
    plan_year(city, closes_in=-1)
    year = plan_year(city, 2090)
    assert [each.id for each in open_years()] == [year.id]


@pytest.mark.manual("T6")
@pytest.mark.parametrize(
    ("job_type", "job_level", "level"),
    [
        (JobType.PELAKSANA, None, 1),
        (JobType.ADMINISTRATOR, None, 3),
        (JobType.JPT_PRATAMA, None, 4),
        (JobType.FUNGSIONAL, "ahli_madya", 4),
        (JobType.FUNGSIONAL, "terampil", 2),
    ],
)
def test_the_required_level_follows_from_the_job(ctx: Flask, city: City, job_type: JobType, job_level: str | None, level: int) -> None:
    person = make_employee(city.opd, job_type=job_type.value, job_level=job_level)
    assert required_level(person) == level


@pytest.mark.manual("T6")
def test_the_gap_is_read_by_the_person_his_supervisor_and_bkpsdm(ctx: Flask, city: City) -> None:
    person = city.person("owner")
    assert (gap_of(city.actor("owner"), person).level, gap_of(city.actor("owner"), person).score) == (1, None)
    make_test_result(person, score="82.50")
    for name in ("owner", "supervisor", "bkpsdm_admin"):
        found = gap_of(city.actor(name), person)
        assert (found.score, found.points, found.band) == (Decimal("82.50"), Decimal("17.50"), "Cukup optimal")
    for name in ("opd_admin", "colleague", "auditor"):
        assert gap_of(city.actor(name), person).score is None


@pytest.mark.manual("T10")
def test_the_forms_stand_under_their_paths(ctx: Flask, city: City) -> None:
    assert [len(forms_of(path)) for path in Path] == [1, 12, 13]
    found = form_rule("KL06")
    assert found is not None
    assert (found.path, found.counting, found.worth) == (Path.CLASSICAL, Counting.DAY, 4)
    assert form_rule("KL99") is None
    assert form_rule(None) is None
