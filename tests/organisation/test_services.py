"""The tree, the people and their tests, changed only by those who may, never into a circle, never losing what depends on them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask_appbuilder.security.sqla.models import User
from flask_babel import force_locale, gettext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.kernel import clock, settings
from app.kernel.actor import system_actor
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.events import Event, listens
from app.kernel.roles import SIGNED_IN, Role
from app.organisation import parameters, queries, services
from app.organisation.listings import PERSON
from app.organisation.models import CompetenceTest, Employee, Unit
from app.organisation.rules import UnitKind
from tests.factories.organisation import (
    employee_actor,
    make_agency,
    make_employee,
    make_opd,
    make_test_result,
    make_unit,
    opd_admin_actor,
    role_actor,
)

SYSTEM = system_actor()
ADMIN = role_actor(Role.BKPSDM_ADMIN)
heard: list[Event] = []


@listens("employee.*")
@listens("unit.*")
@listens("competence_test.*")
def _hear(event: Event) -> None:
    heard.append(event)


@pytest.fixture(autouse=True)
def _ground(ctx: Flask) -> None:
    make_agency()
    heard.clear()


class TestUnits:
    def test_path_and_opd_follow_from_the_place_in_the_tree(self) -> None:
        opd = make_opd()
        unit = make_unit(make_unit(opd, UnitKind.SECRETARIAT), UnitKind.SUBSECTION)
        root = queries.agency()
        assert root is not None
        assert root.path == f"/{root.id}/"
        assert root.opd_id is None
        assert opd.path == f"/{root.id}/{opd.id}/"
        assert opd.opd_id == opd.id
        assert unit.path == f"{opd.path}{unit.parent_id}/{unit.id}/"
        assert (unit.opd_id, unit.depth) == (opd.id, 3)

    def test_moving_a_unit_takes_its_subtree_along(self) -> None:
        first, second = make_opd(), make_opd()
        unit = make_unit(first)
        below = make_unit(unit, UnitKind.SUBSECTION)
        services.change_unit(ADMIN, unit.id, {"parent_id": second.id}, unit.version)
        assert below.path == f"{second.path}{unit.id}/{below.id}/"
        assert (unit.opd_id, below.opd_id) == (second.id, second.id)

    def test_a_unit_below_itself_is_refused_and_the_circle_named(self) -> None:
        unit = make_unit(name="Bidang Atas")
        below = make_unit(make_unit(unit, name="Tengah"), name="Bawah")
        with pytest.raises(Invalid) as refusal:
            services.change_unit(ADMIN, unit.id, {"parent_id": below.id}, unit.version)
        assert "Bidang Atas → Tengah → Bawah → Bidang Atas" in str(refusal.value.fields["parent_id"])

    @pytest.mark.parametrize("kind", [UnitKind.SCHOOL, UnitKind.AGENCY])
    def test_a_unit_in_the_wrong_place_is_refused(self, kind: UnitKind) -> None:
        with pytest.raises(Invalid):
            services.add_unit(ADMIN, code="x", name="Salah", kind=kind, parent_id=make_agency().id)

    def test_there_is_one_agency_and_a_code_belongs_to_one_unit(self) -> None:
        with pytest.raises(Invalid):
            services.add_unit(ADMIN, code="x", name="Kota Kedua", kind=UnitKind.AGENCY)
        with pytest.raises(Invalid) as refusal:
            services.add_unit(ADMIN, code=make_opd().code, name="Sama", kind=UnitKind.OPD, parent_id=make_agency().id)
        assert set(refusal.value.fields) == {"code"}

    def test_an_opd_with_divisions_does_not_become_something_its_divisions_cannot_stand_under(self) -> None:
        root = make_agency()
        with pytest.raises(Invalid):
            services.change_unit(ADMIN, root.id, {"kind": UnitKind.OPD}, root.version)

    def test_the_second_of_two_edits_of_one_version_is_refused(self) -> None:
        unit = make_unit()
        version = unit.version
        services.change_unit(ADMIN, unit.id, {"name": "Pertama"}, version)
        with pytest.raises(Conflict):
            services.change_unit(ADMIN, unit.id, {"name": "Kedua"}, version)
        assert unit.name == "Pertama"

    @pytest.mark.gate("G11")
    def test_a_unit_with_units_or_people_is_neither_closed_nor_deleted_and_the_refusal_says_why(self) -> None:
        opd = make_opd()
        make_unit(opd)
        make_employee(opd)
        make_employee(opd)
        for refuse in (services.delete_unit, services.close_unit):
            with pytest.raises(Conflict) as refusal:
                refuse(ADMIN, opd.id)
            assert "1" in str(refusal.value)
            assert "2" in str(refusal.value)
        with pytest.raises(Conflict):
            services.change_unit(ADMIN, opd.id, {"valid_to": clock.today() - timedelta(days=1)}, opd.version)
        session().refresh(opd)
        services.change_unit(ADMIN, opd.id, {"valid_to": clock.today() + timedelta(days=30)}, opd.version)

    def test_an_empty_unit_is_deleted_or_closed(self) -> None:
        unit, other = make_unit(), make_unit()
        services.delete_unit(ADMIN, unit.id)
        assert session().get(Unit, unit.id) is None
        assert services.close_unit(ADMIN, other.id).valid_to == clock.today() - timedelta(days=1)
        with pytest.raises(Invalid):
            make_employee(other)

    def test_a_unit_has_one_head_who_is_not_deleted_meanwhile(self) -> None:
        opd = make_opd()
        first, second = make_employee(opd), make_employee(opd)
        services.set_head(ADMIN, opd.id, first.id)
        services.set_head(ADMIN, opd.id, second.id)
        assert queries.head_of(opd.id) is second
        with pytest.raises(Conflict):
            services.delete_employee(ADMIN, second.id)
        services.set_head(ADMIN, opd.id, None)
        services.delete_employee(ADMIN, second.id)

    def test_every_change_tells_before_and_after(self) -> None:
        unit = make_unit(name="Lama")
        heard.clear()
        services.change_unit(ADMIN, unit.id, {"name": "Baru"}, unit.version)
        assert [(event.key, event.data["before"]["name"], event.data["after"]["name"]) for event in heard] == [
            ("unit.change", "Lama", "Baru")
        ]
        services.change_unit(ADMIN, unit.id, {"name": "Baru"}, unit.version)
        assert len(heard) == 1

    @pytest.mark.parametrize("role", [role for role in SIGNED_IN if role not in (Role.BKPSDM_ADMIN, Role.SUPERUSER)])
    def test_nobody_else_changes_the_tree(self, role: Role) -> None:
        unit = make_unit()
        actor = role_actor(role)
        with pytest.raises(Denied):
            services.change_unit(actor, unit.id, {"name": "x"}, unit.version)
        with pytest.raises(Denied):
            services.add_unit(actor, code="x", name="x", kind=UnitKind.OTHER, parent_id=unit.id)
        for service in (services.close_unit, services.delete_unit):
            with pytest.raises(Denied):
                service(actor, unit.id)


class TestEmployees:
    def test_birth_date_sex_and_tmt_come_from_the_number(self) -> None:
        person = make_employee(nip="19920315 201503 2 002", name="SITI AMINAH", back_title="S.Pd.")
        assert (person.nip, person.birth_date, person.sex, person.joined) == (
            "199203152015032002",
            date(1992, 3, 15),
            "P",
            date(2015, 3, 1),
        )
        assert person.full_name == "Siti Aminah, S.Pd."
        assert person.select_label == "[199203152015032002] SITI AMINAH, S.Pd."
        assert person.rank_label == "Penata Muda (III/a)"

    def test_all_problems_are_found_in_one_go(self) -> None:
        opd = make_opd()
        with pytest.raises(Invalid) as refusal:
            services.add_employee(
                ADMIN,
                nip="198001012014073001",
                name="Ahmad, S.E.",
                birth_place="",
                employee_status="pns",
                job_title="",
                job_type="raja",
                rank_code="IX",
                phone="123",
                email_official="a@gmail.com",
                legal_position="00",
                unit_id=opd.id + 999,
            )
        expected = {
            "nip",
            "name",
            "birth_place",
            "job_title",
            "job_type",
            "rank_code",
            "phone",
            "email_official",
            "legal_position",
            "unit_id",
        }
        assert set(refusal.value.fields) == expected
        assert "15" in str(refusal.value.fields["nip"])

    def test_the_day_of_leaving_goes_with_a_legal_position_that_ends_the_service(self) -> None:
        person, today = make_employee(), clock.today()
        away = services.change_employee(ADMIN, person.id, {"legal_position": "02"}, person.version)
        assert away.ended_on is None, "unpaid leave is no leaving"
        left = services.change_employee(ADMIN, person.id, {"legal_position": "99"}, away.version)
        assert left.ended_on == today
        assert heard[-1].data["after"]["ended_on"] == today.isoformat()
        earlier = today - timedelta(days=40)
        assert services.change_employee(ADMIN, person.id, {"ended_on": earlier}, left.version).ended_on == earlier
        assert services.change_employee(ADMIN, person.id, {"phone": "081234567890"}, left.version).ended_on == earlier
        assert services.change_employee(ADMIN, person.id, {"legal_position": "01"}, left.version).ended_on is None

    @pytest.mark.parametrize(
        ("position", "day", "said"),
        [("01", 0, "mengakhiri masa kerja"), ("99", 1, "belum tiba"), ("99", -99999, "mulai bekerja")],
    )
    def test_a_day_of_leaving_that_cannot_be_is_refused(self, position: str, day: int, said: str) -> None:
        person, asked = make_employee(), clock.today() + timedelta(days=day)
        with pytest.raises(Invalid) as refusal, force_locale("id"):
            services.change_employee(ADMIN, person.id, {"legal_position": position, "ended_on": asked}, person.version)
        assert said in str(refusal.value.fields["ended_on"])

    def test_of_somebody_entered_as_having_left_nobody_knows_the_day(self) -> None:
        person = make_employee(legal_position="99")
        assert person.ended_on is None
        shown = {column.key: column.cell(person) for column in PERSON}
        assert shown["ended_on"] == str(gettext("(day unknown)"))

    def test_a_number_belongs_to_one_person(self) -> None:
        person = make_employee()
        with pytest.raises(Invalid) as refusal:
            make_employee(nip=person.nip)
        assert set(refusal.value.fields) == {"nip"}

    def test_the_status_goes_with_the_kind_of_number(self) -> None:
        with pytest.raises(Invalid) as refusal:
            make_employee(nip="199001012023212008", employee_status="pns")
        assert "PPPK" in str(refusal.value.fields["employee_status"])
        assert make_employee(nip="199001012023212008", employee_status="pppk", rank_code="IX").rank_label == "IX"

    def test_only_a_functional_job_has_a_level(self) -> None:
        assert make_employee(job_type="fungsional", job_level="ahli_muda").job_level_label == "Ahli Muda"
        assert make_employee(job_type="pelaksana", job_level="ahli_muda").job_level is None

    def test_the_domain_of_the_official_address_is_a_setting(self) -> None:
        settings.change_setting(SYSTEM, parameters.EMAIL_DOMAINS, "kota.go.id")
        with pytest.raises(Invalid):
            make_employee(email_official="a@lain.go.id")
        assert make_employee(email_official="A@kota.go.id").email_official == "a@kota.go.id"

    def test_a_circle_of_supervisors_is_refused_and_named(self) -> None:
        top = make_employee(name="Pucuk")
        middle = make_employee(name="Tengah", supervisor=top)
        low = make_employee(name="Bawah", supervisor=middle)
        with pytest.raises(Invalid) as refusal:
            services.set_supervisor(ADMIN, top.id, low.id)
        assert "Pucuk → Bawah → Tengah → Pucuk" in str(refusal.value.fields["supervisor_id"])
        with pytest.raises(Invalid):
            services.set_supervisor(ADMIN, top.id, top.id)
        assert top.supervisor_id is None
        services.set_supervisor(ADMIN, low.id, top.id)
        assert [event.key for event in heard][-1] == "employee.supervisor"

    def test_moving_says_from_where_to_where(self) -> None:
        person, opd = make_employee(), make_opd()
        old = person.unit_id
        services.move_employee(ADMIN, person.id, opd.id)
        assert (heard[-1].key, heard[-1].data) == ("employee.move", {"before": {"unit_id": old}, "after": {"unit_id": opd.id}})

    @pytest.mark.gate("G12")
    def test_an_opd_admin_changes_people_of_his_opd_and_finds_no_others(self) -> None:
        opd = make_opd()
        person, stranger = make_employee(make_unit(opd)), make_employee()
        admin = opd_admin_actor(opd)
        services.change_employee(admin, person.id, {"job_title": "Arsiparis"}, person.version)
        assert person.job_title == "Arsiparis"
        with pytest.raises(Missing):
            services.change_employee(admin, stranger.id, {"job_title": "x"}, stranger.version)
        with pytest.raises(Invalid) as refusal:
            services.move_employee(admin, person.id, stranger.unit_id)
        assert set(refusal.value.fields) == {"unit_id"}
        with pytest.raises(Invalid):
            services.set_supervisor(admin, person.id, stranger.id)
        with pytest.raises(Invalid):
            services.change_employee(admin, person.id, {"nip": "198001012005011001"}, person.version)
        session().refresh(person)
        assert person.unit_id != stranger.unit_id
        with pytest.raises(Denied):
            services.delete_employee(admin, person.id)

    def test_a_supervisor_and_an_auditor_see_people_but_do_not_change_them(self) -> None:
        chief = make_employee()
        person = make_employee(supervisor=chief)
        for actor in (employee_actor(chief), employee_actor(person), role_actor(Role.AUDITOR)):
            with pytest.raises(Denied):
                services.change_employee(actor, person.id, {"job_title": "x"}, person.version)

    def test_everybody_changes_his_own_contact_data_and_nothing_else(self) -> None:
        person = make_employee()
        me = employee_actor(person)
        services.change_own(me, {"phone": "+62 812 3456 7890", "job_title": "Wali Kota"}, person.version)
        assert person.phone == "081234567890"
        assert person.job_title != "Wali Kota"
        with pytest.raises(Conflict):
            services.change_own(me, {"phone": ""}, person.version - 1)
        with pytest.raises(Denied):
            services.change_own(ADMIN, {"phone": ""}, 1)

    @pytest.mark.gate("G11")
    def test_a_person_others_depend_on_is_not_deleted_and_the_refusal_says_why(self) -> None:
        chief = make_employee()
        make_employee(supervisor=chief)
        make_test_result(chief)
        with pytest.raises(Conflict) as refusal:
            services.delete_employee(ADMIN, chief.id)
        assert "atasan langsung dari 1 pegawai" in str(refusal.value)
        assert "1 uji kompetensi" in str(refusal.value)

    @pytest.mark.parametrize(
        "broken",
        ["nip = '123'", "sex = 'X'", "job_type = 'raja'", "employee_status = 'honorer'", "supervisor_id = id", "unit_id = 999999"],
    )
    def test_the_database_refuses_impossible_people(self, broken: str) -> None:
        person = make_employee()
        with pytest.raises(IntegrityError), transaction() as current:
            current.execute(text(f"UPDATE employee SET {broken} WHERE id = {person.id}"))


class TestCompetenceTests:
    def test_a_result_is_valid_for_the_years_of_the_setting(self) -> None:
        person = make_employee()
        old = make_test_result(person, date(2024, 2, 29))
        assert old.valid_until == date(2027, 2, 28)
        settings.change_setting(SYSTEM, parameters.COMPETENCE_YEARS, "1", date(2025, 1, 1))
        assert make_test_result(person, date(2025, 5, 1)).valid_until == date(2026, 5, 1)

    def test_a_second_entry_of_the_same_day_corrects_the_first_and_events_hold_no_result(self) -> None:
        person = make_employee()
        day = clock.today()
        make_test_result(person, day, "70.00")
        make_test_result(person, day, "91.25")
        assert session().query(CompetenceTest).one().score == Decimal("91.25")
        told = [event for event in heard if event.key.startswith("competence_test")]
        assert [event.key for event in told] == ["competence_test.add", "competence_test.change"]
        assert "91.25" not in str([event.data for event in told])
        assert told[1].data["changed"] == ["score"]

    def test_impossible_results_are_refused_under_their_fields(self) -> None:
        person = make_employee()
        with pytest.raises(Invalid) as refusal:
            services.record_competence_test(ADMIN, person.id, taken_on=clock.today() + timedelta(days=1), score=Decimal("151"), box=10)
        assert set(refusal.value.fields) == {"taken_on", "score", "box"}

    @pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.SUPERVISOR, Role.OPD_ADMIN, Role.AUDITOR, Role.SUPERUSER])
    def test_only_bkpsdm_enters_results(self, role: Role) -> None:
        person = make_employee()
        with pytest.raises(Denied):
            services.record_competence_test(role_actor(role), person.id, taken_on=clock.today(), score=Decimal("80"))


def test_an_account_belongs_to_one_person() -> None:
    first, second = make_employee(), make_employee()
    with transaction() as current:
        user = User(first_name="A", last_name="B", username="a", email="a@contoh.go.id", active=True)
        current.add(user)
        current.flush()
        pk = user.id
    services.link_account(ADMIN, first.id, pk)
    with pytest.raises(IntegrityError):
        services.link_account(ADMIN, second.id, pk)
    assert session().query(Employee).filter_by(user_id=pk).one().id == first.id
