"""Adding, changing, retiring and refusing to delete codes and catalogue entries."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.roles import SIGNED_IN, Role
from app.reference import queries, services
from app.reference.models import Code, Training
from app.reference.rules import CodeList
from tests.factories.organisation import make_employee, role_actor

ADMIN = role_actor(Role.BKPSDM_ADMIN)


@pytest.fixture(autouse=True)
def _seeded(ctx: Flask) -> None:
    services.seed_reference(system_actor())


def code_row(code_list: CodeList, code: str) -> Code:
    return session().query(Code).filter_by(code_list=code_list.value, code=code).one()


def test_seeding_again_adds_nothing_and_keeps_what_the_agency_changed() -> None:
    services.change_code(ADMIN, code_row(CodeList.RELIGION, "7").id, label="Kepercayaan")
    assert services.seed_reference(system_actor()) == 0
    assert queries.label(CodeList.RELIGION, "7") == "Kepercayaan"


def test_a_retired_code_is_offered_no_longer_but_still_has_its_label() -> None:
    services.retire_code(ADMIN, code_row(CodeList.RELIGION, "7").id, clock.today() - timedelta(days=1))
    assert "7" not in dict(queries.choices(CodeList.RELIGION))
    assert dict(queries.choices(CodeList.RELIGION, keep="7"))["7"] == "Lainnya"
    assert queries.label(CodeList.RELIGION, "7") == "Lainnya"


def test_a_code_may_return_with_another_meaning_only_after_the_first_has_ended() -> None:
    with pytest.raises(Invalid) as refusal:
        services.add_code(ADMIN, CodeList.RELIGION, "7", "Kepercayaan")
    assert set(refusal.value.fields) == {"code"}
    services.retire_code(ADMIN, code_row(CodeList.RELIGION, "7").id, clock.today() - timedelta(days=1))
    services.add_code(ADMIN, CodeList.RELIGION, "7", "Kepercayaan")
    assert queries.label(CodeList.RELIGION, "7") == "Kepercayaan"
    assert queries.code(CodeList.RELIGION, "7", date(2010, 1, 1)).label == "Lainnya"  # type: ignore[union-attr]


@pytest.mark.gate("G11")
def test_a_code_an_employee_has_is_not_deleted_and_the_refusal_says_why() -> None:
    make_employee(religion="1")
    with pytest.raises(Conflict) as refusal:
        services.delete_code(ADMIN, code_row(CodeList.RELIGION, "1").id)
    assert "1" in str(refusal.value)
    services.delete_code(ADMIN, code_row(CodeList.RELIGION, "7").id)
    assert queries.code(CodeList.RELIGION, "7") is None


@pytest.mark.gate("G11")
def test_a_kind_of_competence_with_trainings_is_not_deleted() -> None:
    with pytest.raises(Conflict):
        services.delete_code(ADMIN, code_row(CodeList.COMPETENCE_KIND, "teknis").id)


def test_the_catalogue_takes_a_title_once_whatever_its_spelling() -> None:
    with pytest.raises(Invalid) as refusal:
        services.add_training(ADMIN, "PELATIHAN  spbe", "teknis")
    assert "Pelatihan SPBE" in str(refusal.value.fields["title"])
    with pytest.raises(Invalid):
        services.add_training(ADMIN, "Pelatihan Baru", "tidak ada")
    row = services.add_training(ADMIN, " Pelatihan   Baru ", "teknis")
    assert row.title == "Pelatihan Baru"
    assert queries.find_training("pelatihan baru") is row


def test_a_training_nobody_refers_to_can_be_deleted_and_retired_ones_stay() -> None:
    row = services.add_training(ADMIN, "Pelatihan Sekali", "teknis")
    services.retire_training(ADMIN, row.id)
    services.change_training(ADMIN, row.id, title="Pelatihan Dua Kali")
    services.delete_training(ADMIN, row.id)
    assert session().get(Training, row.id) is None


def test_the_end_never_comes_before_the_beginning() -> None:
    with pytest.raises(Invalid):
        services.retire_training(ADMIN, services.add_training(ADMIN, "Pelatihan Besok", "teknis").id, date(2001, 1, 1))
    with pytest.raises(Invalid):
        services.add_code(ADMIN, CodeList.RELIGION, "8", "x", valid_to=date(2001, 1, 1))


@pytest.mark.parametrize("role", [role for role in SIGNED_IN if role not in services.EDITORS])
def test_nobody_else_changes_a_list(role: Role) -> None:
    with pytest.raises(Denied):
        services.add_training(role_actor(role), "Pelatihan X", "teknis")
    with pytest.raises(Denied):
        services.change_code(role_actor(role), 1, label="x")
