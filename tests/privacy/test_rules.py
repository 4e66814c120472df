"""No table with data of people is forgotten: each is given out or left out with a reason, column by column where it matters."""

import re

from flask import Flask
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table

from app.kernel.db import Model, metadata
from app.privacy.rules import (
    ACTING,
    BY_NIP,
    EMPLOYEE,
    GIVEN,
    LEFT_OUT,
    OWNERS,
    SECRET,
    USER,
    Form,
    given_columns,
    is_personal,
    owner_columns,
    personal,
    without_others,
)

OPENS = re.compile(r"(^|_)(hash|secret|key|password|token|sealed)(_|$)")
HARMLESS = {
    "archive_document.number_key": "the number as it is compared",
    "award.number_key": "the number as it is compared",
    "certificate.number_key": "the number as it is compared",
    "certificate.frozen_sha256": "a fingerprint",
    "certification.number_key": "the number as it is compared",
    "course.number_key": "the number as it is compared",
    "proposal.manual_key": "the title as it is compared",
    "ab_api_key.key_prefix": "the beginning, by which its owner tells it from others",
    "account.must_change_password": "a flag",
    "account.password_changed_at": "a moment",
}


def tables_of_the_portal() -> list[Table]:
    """Every table but those of the invented features of other tests."""
    return [mapper.local_table for mapper in Model.registry.mappers if mapper.class_.__module__.startswith(("app.", "flask_appbuilder."))]


def unaccounted(tables: list[Table]) -> list[str]:
    """Tables that are neither given out nor left out with a reason, and columns that name a person in neither list."""
    found = [table.name for table in tables if is_personal(table) == (table.name in LEFT_OUT)]
    for table in tables:
        named = {name for name, _kind in owner_columns(table)}
        for column in table.columns:
            people = {key.column.table.name for key in column.foreign_keys} & {EMPLOYEE, USER}
            if people and column.name not in named and f"{table.name}.{column.name}" not in ACTING:
                found.append(f"{table.name}.{column.name}")
    return found


def test_every_table_is_given_out_or_left_out_with_a_reason(portal: Flask) -> None:
    ours = tables_of_the_portal() + [table for table in metadata.tables.values() if table.name.startswith("ab_")]
    assert unaccounted(ours) == []
    known = {table.name for table in ours}
    assert LEFT_OUT.keys() - known <= {"alembic_version"}, "gone: take it off the list"
    assert {each.split(".")[0] for each in ACTING} <= known
    assert all(len(reason) > 10 for reason in (*LEFT_OUT.values(), *ACTING.values()))


def test_a_forgotten_table_would_be_found() -> None:
    planted = MetaData()
    Table(EMPLOYEE, planted, Column("id", Integer, primary_key=True))
    orphan = Table("orphan", planted, Column("id", Integer, primary_key=True))
    helper = Table("helper", planted, Column("id", Integer, primary_key=True), Column("helped_by", ForeignKey("employee.id")))
    assert unaccounted([orphan, helper]) == ["orphan", "helper", "helper.helped_by"]


def test_no_column_that_opens_something_is_given(portal: Flask) -> None:
    given = [f"{table.name}.{name}" for table in tables_of_the_portal() if is_personal(table) for name in given_columns(table)]
    assert [each for each in given if OPENS.search(each.split(".")[1]) and each not in GIVEN and each not in HARMLESS] == []


def test_owner_and_secret_columns() -> None:
    some = Table("some", MetaData(), Column("id", Integer), Column("employee_id", Integer), Column("token_hash", String))
    assert owner_columns(some) == (("employee_id", EMPLOYEE),)
    assert given_columns(some) == ("id", "employee_id")
    assert set(OWNERS.values()) == {EMPLOYEE, USER}
    assert "token_hash" in SECRET
    assert set(BY_NIP) == {"import_row"}


def test_the_person_comes_first_and_what_was_done_last(portal: Flask) -> None:
    names = [table.name for table in personal(tables_of_the_portal())]
    assert set(names[:2]) == {EMPLOYEE, USER}
    assert set(names[-2:]) == {"step_history", "audit_entry"}


def test_others_are_not_named_in_what_they_did() -> None:
    row = {"user_id": 7, "actor_name": "Orang Lain", "address": "10.0.0.1", "note": "kurang"}
    assert without_others(row, 8) == {"note": "kurang"}
    assert without_others(row, 7) == row
    assert "user_id" not in without_others({"user_id": None}, None)


def test_forms_have_words_and_endings() -> None:
    assert [form.suffix for form in Form] == [".zip", ".json", ".zip", ".pdf"]
    assert all(str(form.label) for form in Form)
