"""The trail is read by people: columns, days, roles and states in their words, never a machine's."""

import pytest
from flask import Flask
from flask_babel import force_locale

from app.audit.rules import NOUNS
from app.audit.words import FIELDS, GROUPS, field_word, value_word
from app.kernel.db import Model
from app.kernel.inbox import flow_models


def test_every_column_of_what_is_audited_has_its_word(portal: Flask) -> None:
    tables = {*NOUNS, *(model.__tablename__ for model in flow_models())}
    columns = {
        column.key
        for mapper in Model.registry.mappers
        if mapper.class_.__module__.startswith("app.") and mapper.local_table.name in tables
        for column in mapper.local_table.columns
    }
    assert columns - FIELDS.keys() == set(), "say in app/audit/words what people call it"


def test_every_word_stands_in_one_group_only() -> None:
    assert sum(map(len, GROUPS)) == len(FIELDS)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("proposed_on", "2026-01-02", "02/01/2026"),
        ("created_at", "2026-11-21T12:50:49.246954+00:00", "21/11/2026 19.50 WIB"),
        ("active", False, "Tidak"),
        ("score", None, "–"),
        ("code", "", "–"),
        ("role", "opd_admin", "Admin OPD"),
        ("role", "penyusup", "penyusup"),
        ("state", "submitted", "Usulan Masuk"),
        ("changed", ["score", "taken_on"], "JPM, Tanggal tes"),
        ("params", {"kind": "pdf", "args": {}}, "Jenis: pdf; Saring: –"),
        ("reason", "<p>salah <b>ketik</b></p>", "salah ketik"),
    ],
)
def test_values_are_written_as_everywhere(ctx: Flask, name: str, value: object, shown: str) -> None:
    with force_locale("id"):
        assert value_word(name, value) == shown


def test_a_setting_is_called_by_its_label_and_the_unknown_by_itself(ctx: Flask) -> None:
    with force_locale("id"):
        assert field_word("agency.time_zone") == "Zona waktu"
        assert field_word("something_new") == "something_new"
