"""The agency as drawn, before any database: believable, valid, and the same every time."""

from collections import Counter
from datetime import date

import pytest

from app.demo.generator import EMPLOYEES, PROPOSALS, cast_of, generate_agency
from app.demo.people import FIRST_SERIAL, RANK_LADDER
from app.demo.plan import DEMO_DAY, DOMAIN, Agency, Deed, PersonPlan
from app.demo.posts import ADMIN_OFFICE
from app.demo.tables.jobs import LEVEL_RANKS
from app.demo.tables.wishes import BY_OFFICE, GENERAL, MANAGERIAL, MANUAL
from app.organisation.rules import (
    EmployeeStatus,
    JobType,
    Sex,
    UnitKind,
    check_status,
    fits_below,
    nip_warnings,
    parse_nip,
    suggest_titles,
    tidy_name,
    tidy_official_email,
    tidy_phone,
    tidy_titles,
)
from app.proposals.rules import normalise_title
from app.proposals.workflow import DELETED, PROPOSAL_FLOW, SUBMITTED
from app.reference.rules.codes import CODES
from app.reference.rules.trainings import TRAININGS

FEWEST_YEARS_A_RANK = 3
YOUNGEST_WITH_RANK = {"34": 32, "41": 36, "42": 40, "43": 44, "44": 48}
PPPK_RANKS = {"V", "VII", "IX", "X"}


@pytest.fixture(scope="module")
def agency() -> Agency:
    return generate_agency()


def test_the_city_has_as_many_people_and_proposals_as_promised(agency: Agency) -> None:
    assert len(agency.people) == EMPLOYEES
    assert sum(act.deed is Deed.PROPOSE for act in agency.acts) == PROPOSALS
    assert 30 <= sum(unit.kind is UnitKind.OPD for unit in agency.units) <= 36
    assert 100 <= len(agency.tests) <= 200


def test_the_same_seed_draws_the_same_agency_and_another_seed_another_one(agency: Agency) -> None:
    assert generate_agency() == agency
    assert {person.nip for person in generate_agency(seed=1).people}.isdisjoint(person.nip for person in agency.people)


def test_the_people_do_not_depend_on_the_day(agency: Agency) -> None:
    assert generate_agency(today=date(2027, 3, 1)).people == agency.people


def test_too_few_people_for_the_offices_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        generate_agency(employees=50)


def test_every_nip_is_valid_fits_its_person_and_comes_once(agency: Agency) -> None:
    assert len({person.nip for person in agency.people}) == EMPLOYEES
    for person in agency.people:
        nip = parse_nip(person.nip, person.arrives)
        assert nip_warnings(nip, person.birth_date, person.sex) == ()
        check_status(nip, person.status)
        assert nip.serial >= FIRST_SERIAL


def test_names_titles_and_addresses_are_as_the_portal_would_write_them(agency: Agency) -> None:
    for person in agency.people:
        assert tidy_name(person.name) == person.name
        for titles in (person.front_title, person.back_title):
            assert tidy_titles(titles) == titles
            assert suggest_titles(titles) is None
        assert tidy_phone(person.phone) == person.phone
        assert person.phone.startswith("08120000")
        assert tidy_official_email(person.email_official, [DOMAIN]) == person.email_official


def test_names_phones_and_addresses_are_nobody_elses(agency: Agency) -> None:
    for values in (
        [person.name for person in agency.people],
        [person.phone for person in agency.people],
        [person.email_official for person in agency.people if person.email_official],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_titles_of_faith_and_patronyms_go_with_sex_and_religion(agency: Agency) -> None:
    for person in agency.people:
        front = (person.front_title or "").split()
        male = person.sex is Sex.MALE
        assert not ("H." in front and not male)
        assert not ("Hj." in front and male)
        assert not ("Drs." in front and not male)
        assert not ("Dra." in front and male)
        if {"H.", "Hj."} & set(front) or " bin " in person.name or " binti " in person.name:
            assert person.religion == "1"
        assert not (" bin " in person.name and not male)
        assert not (" binti " in person.name and male)


def test_many_regions_are_in_the_names(agency: Agency) -> None:
    names = [person.name for person in agency.people]
    assert any(" " not in name for name in names), "nobody has a single name"
    assert any(" bin" in name for name in names)
    for word in ("Siregar", "Caniago", "Wibowo", "Wayan", "Hidayat"):
        assert any(word in name for name in names), word
    assert {person.religion for person in agency.people} >= {"1", "2", "3", "4", "5"}


def test_ranks_fit_jobs_and_ages_fit_ranks(agency: Agency) -> None:
    ladder = {code for code, _label, _data in next(rows for code_list, rows in CODES.items() if code_list.value == "golongan_pns")}
    assert ladder == set(RANK_LADDER)
    for person in agency.people:
        if person.status.kind.value == "PPPK":
            assert person.rank_code in PPPK_RANKS
            assert person.job_type in (JobType.FUNGSIONAL, JobType.PELAKSANA)
            continue
        age, service = years(person.birth_date), DEMO_DAY.year - int(person.nip[8:12])
        assert 18 <= age < (60 if person.job_type is JobType.JPT_PRATAMA or person.job_level == "ahli_madya" else 59), person
        assert age >= YOUNGEST_WITH_RANK.get(person.rank_code, 18), person
        entry = RANK_LADDER.index("31" if person.rank_code >= "33" else "21")
        if person.job_type.managerial:
            assert service >= FEWEST_YEARS_A_RANK * (RANK_LADDER.index(person.rank_code) - entry), person
        if person.job_level:
            assert person.rank_code in LEVEL_RANKS[person.job_level], person
        if person.job_type is JobType.JPT_PRATAMA:
            assert person.rank_code >= "42", person
        if person.job_type is JobType.ADMINISTRATOR:
            assert "34" <= person.rank_code <= "42", person
        if person.job_type is JobType.PENGAWAS:
            assert person.rank_code in ("33", "34"), person


def years(birth: date) -> int:
    return DEMO_DAY.year - birth.year - ((DEMO_DAY.month, DEMO_DAY.day) < (birth.month, birth.day))


def test_every_opd_has_a_head_and_an_admin_who_runs_its_personnel_office(agency: Agency) -> None:
    leaders = {person.leads: person for person in agency.people if person.leads}
    names = {unit.code: unit.name for unit in agency.units}
    for unit in agency.units:
        if unit.kind is UnitKind.AGENCY:
            continue
        assert unit.code in leaders, f"{unit.name} has no head"
        assert leaders[unit.code].unit == unit.code
        if unit.kind is UnitKind.OPD:
            admin = agency.person(agency.opd_admins[unit.opd])
            assert admin.opd == unit.opd
            assert names[admin.unit] == ADMIN_OFFICE
            assert admin.job_title == f"Kepala {ADMIN_OFFICE}"
            assert admin.legal_position == "01"


def test_the_tree_is_one_the_portal_accepts(agency: Agency) -> None:
    kinds = {unit.code: unit.kind for unit in agency.units}
    assert len(kinds) == len(agency.units)
    for unit in agency.units:
        assert fits_below(unit.kind, kinds[unit.parent] if unit.parent else None), unit
    assert set(kinds.values()) >= {UnitKind.PUSKESMAS, UnitKind.KELURAHAN, UnitKind.SCHOOL, UnitKind.UPTD}


def test_everybody_but_one_has_a_supervisor_who_comes_first_and_nobody_is_his_own(agency: Agency) -> None:
    seen: set[str] = set()
    tops = []
    for person in agency.people:
        if person.supervisor is None:
            tops.append(person.job_title)
        else:
            assert person.supervisor in seen, f"{person.name} comes before the supervisor, or they supervise each other"
        seen.add(person.nip)
    assert tops == ["Sekretaris Daerah"]


def test_the_mix_of_statuses_sexes_and_jobs_is_that_of_a_city(agency: Agency) -> None:
    status = Counter(person.status for person in agency.people)
    assert (
        status[EmployeeStatus.PNS] > status[EmployeeStatus.PPPK] > status[EmployeeStatus.PPPK_PART_TIME] > 0 < status[EmployeeStatus.CPNS]
    )
    women = sum(person.sex is Sex.FEMALE for person in agency.people) / EMPLOYEES
    assert 0.4 < women < 0.62
    types = Counter(person.job_type for person in agency.people)
    assert types[JobType.FUNGSIONAL] > types[JobType.PELAKSANA] > types[JobType.PENGAWAS] > types[JobType.JPT_PRATAMA] >= 28
    titles = " ".join(person.job_title for person in agency.people)
    for job in (
        "Guru",
        "Perawat",
        "Bidan",
        "Dokter",
        "Auditor",
        "Pranata Komputer",
        "Arsiparis",
        "Polisi Pamong Praja",
        "Penyuluh Pertanian",
    ):
        assert job in titles, job
    assert sum(person.legal_position != "01" for person in agency.people) >= 5


def test_the_cast_shares_an_opd_and_a_line_of_supervision(agency: Agency) -> None:
    employee, supervisor, admin, bkpsdm, auditor = (agency.person(nip) for nip in agency.cast.everybody)
    assert employee.supervisor == supervisor.nip
    assert employee.opd == supervisor.opd == admin.opd
    assert (bkpsdm.opd, auditor.opd) == ("bkpsdm", "inspektorat")
    assert len(set(agency.cast.everybody)) == 5
    assert [person.nip for _part, person in cast_of()] == list(agency.cast.everybody)


@pytest.mark.manual("P18")
def test_nobody_proposes_twice_in_a_year_and_the_employee_of_the_cast_may_still(agency: Agency) -> None:
    proposed = Counter((act.owner, act.at.year) for act in agency.acts if act.deed is Deed.PROPOSE)
    assert max(proposed.values()) == 1
    assert (agency.cast.employee, DEMO_DAY.year) not in proposed
    assert (agency.cast.employee, DEMO_DAY.year - 1) in proposed
    assert {year for _nip, year in proposed} == {DEMO_DAY.year - 1, DEMO_DAY.year}


@pytest.mark.manual("P34")
def test_every_proposal_goes_a_way_the_flow_allows_and_all_states_are_reached(agency: Agency) -> None:
    states: dict[int, str] = {}
    for act in agency.acts:
        if act.deed is Deed.PROPOSE:
            states[act.proposal] = SUBMITTED.key
        elif act.deed is Deed.CHANGE:
            assert any(edit.becomes for edit in PROPOSAL_FLOW.edits_in(states[act.proposal]))
            assert act.by == act.owner
            states[act.proposal] = SUBMITTED.key
        else:
            steps = PROPOSAL_FLOW.steps_from(states[act.proposal], act=act.deed.value)
            assert steps, act
            assert act.by != act.owner, "somebody decides on his own proposal"
            assert bool(act.note) == steps[0].needs_note
            states[act.proposal] = steps[0].target.key
    assert set(states.values()) == set(PROPOSAL_FLOW.state_keys)
    assert Counter(states.values())[DELETED.key] < 15


def test_acts_come_in_the_order_of_time_in_office_hours_and_never_in_the_future(agency: Agency) -> None:
    moments = [act.at for act in agency.acts]
    assert moments == sorted(moments)
    assert len(set(moments)) == len(moments)
    assert all(7 <= moment.hour < 16 and moment.weekday() < 5 for moment in moments)
    assert moments[-1].date() < DEMO_DAY
    last: dict[int, date] = {}
    for act in agency.acts:
        assert last.get(act.proposal, date.min) <= act.at.date()
        last[act.proposal] = act.at.date()


def test_nobody_acts_before_he_arrives_or_while_away(agency: Agency) -> None:
    people: dict[str, PersonPlan] = {person.nip: person for person in agency.people}
    for act in agency.acts:
        for nip in (act.owner, act.by):
            assert people[nip].legal_position == "01"
            assert people[nip].arrives < act.at.date()


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 1, 12), date(2026, 7, 1), date(2028, 2, 29)])
def test_a_demo_of_any_day_has_its_proposals_before_that_day(today: date) -> None:
    agency = generate_agency(today=today)
    assert all(act.at.date() < today for act in agency.acts)
    assert max(Counter((act.owner, act.at.year) for act in agency.acts if act.deed is Deed.PROPOSE).values()) == 1


@pytest.mark.manual("P8")
def test_titles_of_the_guide_stand_in_the_catalogue() -> None:
    named = set(GENERAL).union(*MANAGERIAL.values(), *BY_OFFICE.values())
    assert named <= TRAININGS.keys()


@pytest.mark.manual("P33")
def test_spellings_of_one_training_meet_under_one_key(agency: Agency) -> None:
    for typed in MANUAL:
        assert len({normalise_title(spelling) for spelling in typed.spellings}) == 1, typed
    by_hand = [act.title for act in agency.acts if act.deed is Deed.PROPOSE and not act.catalogue]
    groups = Counter(normalise_title(title or "") for title in set(by_hand))
    assert sum(count > 1 for count in groups.values()) >= 5, "nothing to merge"
    assert {act.title for act in agency.acts if act.catalogue} <= TRAININGS.keys()


def test_tests_are_past_and_one_per_person(agency: Agency) -> None:
    assert len({test.nip for test in agency.tests}) == len(agency.tests)
    assert all(test.taken_on < DEMO_DAY and 0 < test.score < 100 and 1 <= test.box <= 9 for test in agency.tests)
    assert "VISIONARY LEADERSHIP" in {test.recommendation for test in agency.tests}
