"""What lists and catalogue offer on a day, and what they say about codes that have ended."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from app.extensions import db
from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.roles import Role
from app.reference import queries, services
from app.reference.models import Code
from app.reference.rules import CodeList
from tests.factories.organisation import role_actor

ADMIN = role_actor(Role.BKPSDM_ADMIN)


@pytest.fixture(autouse=True)
def _seeded(ctx: Flask) -> None:
    services.seed_reference(system_actor())


def test_codes_come_in_their_order_and_only_while_they_are_in_force() -> None:
    assert [row.label for row in queries.codes(CodeList.GOLONGAN_PNS)][:3] == ["I/a", "I/b", "I/c"]
    assert queries.codes(CodeList.GOLONGAN_PNS, date(1999, 12, 31)) == []


def test_an_unknown_code_is_its_own_label_and_nothing_is_empty() -> None:
    assert queries.label(CodeList.RELIGION, "xyz") == "xyz"
    assert queries.label(CodeList.RELIGION, None) == ""
    assert queries.code(CodeList.RELIGION, "xyz") is None


def test_a_hundred_labels_cost_at_most_one_query() -> None:
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        for _number in range(100):
            queries.label(CodeList.LEGAL_POSITION, "01")
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    assert len([statement for statement in asked if "FROM code" in statement]) == 1


def test_a_change_is_seen_at_once() -> None:
    row = session().query(Code).filter_by(code_list="agama", code="1").one()
    assert queries.label(CodeList.RELIGION, "1") == "Islam"
    services.change_code(ADMIN, row.id, label="Islam (baru)")
    assert queries.label(CodeList.RELIGION, "1") == "Islam (baru)"


@pytest.mark.manual("P8")
def test_the_select_groups_the_catalogue_by_kind_and_leaves_out_what_has_ended() -> None:
    row = services.add_training(ADMIN, "Pelatihan Lama", "teknis", valid_from=date(2020, 1, 1), valid_to=date(2020, 12, 31))
    groups = dict(queries.training_groups())
    assert list(groups) == ["Manajerial", "Sosial Kultural", "Teknis", "Fungsional", "Pemerintahan"]
    assert "Pelatihan SPBE" in [title for _pk, title in groups["Teknis"]]
    assert row.id not in [pk for pk, _title in groups["Teknis"]]
    assert row.id in [pk for pk, _title in dict(queries.training_groups(keep=row.id))["Teknis"]]


def test_the_catalogue_of_a_retired_kind_is_still_offered_under_its_name() -> None:
    row = session().query(Code).filter_by(code_list="jenis_kompetensi", code="teknis").one()
    services.retire_code(ADMIN, row.id, clock.today() - timedelta(days=1))
    assert "Pelatihan SPBE" in [title for _pk, title in dict(queries.training_groups())["Teknis"]]


def test_a_title_is_found_by_its_meaning() -> None:
    found = queries.find_training("pelatihan kepemimpinan pengawas")
    assert found is not None
    assert found.title == "Pelatihan Kepemimpinan Pengawas (PKP)"
    assert queries.find_training("Pelatihan Memasak") is None
