"""What the portal knows of a person for the index, and the OPDs counted by the same rules in SQL."""

from datetime import timedelta
from decimal import Decimal

import pytest

from app.ipasn.parameters import FIRST_DAY, FULFILLED_JOBS, TECHNICAL_YEARS, weights, weights_since
from app.ipasn.queries import competence_by_opd, facts_of, person_of
from app.ipasn.rules import Component, estimate
from app.kernel import clock, settings
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.errors import Missing
from app.ledger.rules import LineKind
from app.organisation.models import Employee
from app.organisation.rules import JobType
from tests.factories.city import City
from tests.factories.ledger import put

DAY = timedelta(days=1)


def test_only_approved_lines_within_their_windows_count(city: City) -> None:
    today = clock.today()
    put(city, "owner", 12, today - 30 * DAY, today - 29 * DAY)
    put(city, "owner", 8, today - 400 * DAY)
    put(city, "owner", 8, today - 10 * DAY, counted=False)
    put(city, "owner", 4, today - 700 * DAY, kind=LineKind.SEMINAR)
    facts = facts_of(city.person("owner"))
    assert (facts.technical_jp, facts.seminar, facts.leadership) == (Decimal(12), True, False)
    assert (facts.performance, facts.discipline) == (None, None)
    assert facts.proofs[Component.SEMINAR].ended_on == today - 700 * DAY
    settings.change_setting(system_actor(), TECHNICAL_YEARS, "2")
    assert facts_of(city.person("owner")).technical_jp == 20
    assert facts_of(city.person("colleague")).technical_jp == 0


def test_the_weights_say_since_when(city: City) -> None:
    assert weights_since() == FIRST_DAY
    settings.change_setting(system_actor(), TECHNICAL_YEARS, "2", clock.today() - DAY)
    assert weights_since() == clock.today() - DAY
    assert weights_since(clock.today() - 2 * DAY) == FIRST_DAY


@pytest.mark.parametrize("title", ["Analis Kepegawaian", "Guru Ahli Muda", "GURU/Kepala Sekolah", "Asisten Apoteker (Mahir)", "Apoteker"])
@pytest.mark.parametrize("job", [JobType.PENGAWAS, JobType.FUNGSIONAL, JobType.PELAKSANA])
def test_an_opd_is_the_average_of_what_the_function_says(city: City, job: JobType, title: str) -> None:
    today = clock.today()
    session().get_one(Employee, city.ids["stranger"]).job_type = job.value
    session().get_one(Employee, city.ids["stranger"]).job_title = title
    session().commit()
    settings.change_setting(system_actor(), FULFILLED_JOBS, "dokter, guru, asisten apoteker")
    put(city, "stranger", 20, today - 20 * DAY, today - 15 * DAY)
    put(city, "stranger", 4, today - 40 * DAY, kind=LineKind.SEMINAR)
    put(city, "other_opd_admin", 40, today - 60 * DAY, today - 50 * DAY, kind=LineKind.LEADERSHIP)
    rules = weights()
    people = [city.person(name) for name in ("stranger", "other_opd_admin")]
    wanted = sum(estimate(facts_of(person), rules).dimensions[1].points for person in people) / 2
    (row,) = competence_by_opd(city.actor("other_opd_admin"), rules)
    assert (row.opd, row.people) == ("Dinas Kesehatan", 2)
    assert abs(row.average - wanted) <= Decimal("0.05")
    assert row.average > 0


@pytest.mark.parametrize(("title", "points"), [("PKA Angkatan V", 15), ("Diklatpim IV", 0), ("Latihan kepemimpinan", 15)])
def test_leadership_counts_for_the_level_held_for_a_person_and_for_his_opd(city: City, title: str, points: int) -> None:
    session().get_one(Employee, city.ids["stranger"]).job_type = JobType.ADMINISTRATOR.value
    session().commit()
    put(city, "stranger", 40, clock.today() - 900 * DAY, clock.today() - 890 * DAY, kind=LineKind.LEADERSHIP, title=title)
    facts, rules = facts_of(city.person("stranger")), weights()
    assert (facts.leadership, facts.leadership_of) == (bool(points), None if points else JobType.PENGAWAS)
    assert estimate(facts, rules).dimensions[1].points == points
    assert [proof.title for proof in facts.proofs.values()] == ([title] if points else [])
    (row,) = competence_by_opd(city.actor("other_opd_admin"), rules)
    assert row.average == Decimal(points) / 2


@pytest.mark.gate("G12")
def test_nobody_reads_of_people_he_does_not_see(city: City) -> None:
    assert person_of(city.actor("supervisor"), city.ids["owner"]).id == city.ids["owner"]
    with pytest.raises(Missing):
        person_of(city.actor("colleague"), city.ids["owner"])
    assert [row.opd for row in competence_by_opd(city.actor("opd_admin"), weights())] == ["Dinas Pendidikan"]
