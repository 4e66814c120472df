"""Who changes which field, and the way between what is typed and what is stored."""

from datetime import date

import pytest
from flask import Flask

from app.kernel.errors import Invalid
from app.profile.rules import DEFAULTS, LABELS, Way, by_field, check_ways, columns_of, differing, rule_of, typed_of

RULES = {key: rule_of(key, None) for key in LABELS}


def test_the_table_has_a_row_for_every_field_and_no_other() -> None:
    assert set(DEFAULTS) == set(LABELS)


@pytest.mark.manual("B8")
@pytest.mark.parametrize("way", ["langsung", "petugas", "tetap", "apa saja"])
def test_nobody_changes_his_nip_whatever_the_table_says(way: str) -> None:
    assert rule_of("nip", {"cara": way}).way is Way.FIXED


def test_a_new_portal_leaves_contact_data_to_the_person_and_asks_for_proof_where_a_decree_says_it() -> None:
    assert {key for key, rule in RULES.items() if rule.way is Way.AT_ONCE} == {"email_official", "office_address", "phone"}
    assert {key for key, rule in RULES.items() if rule.proof} == {
        "front_title",
        "name",
        "back_title",
        "birth",
        "sex",
        "job_title",
        "rank_code",
    }
    assert {key for key, rule in RULES.items() if not rule.required} == {"front_title", "back_title"}


def test_the_agency_decides_otherwise_and_a_word_nobody_knows_changes_nothing() -> None:
    ruled = rule_of("phone", {"cara": "petugas", "wajib": False, "bukti": True})
    assert (ruled.way, ruled.required, ruled.proof) == (Way.OFFICER, False, True)
    assert rule_of("phone", {"cara": "entah"}).way is Way.AT_ONCE


@pytest.mark.manual("B4")
@pytest.mark.manual("B10")
def test_place_and_date_of_birth_are_one_field_here_and_two_columns_there() -> None:
    columns = columns_of({"birth": "Jayapura;29-2-2000", "phone": ""})
    assert columns == {"birth_place": "Jayapura", "birth_date": date(2000, 2, 29), "phone": None}
    assert typed_of(columns) == {"phone": "", "birth": "Jayapura;29-2-2000"}
    assert by_field({"birth_place": "x", "name": "y"}) == {"birth": "x", "name": "y"}


@pytest.mark.manual("B4")
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Jayapura,29-2-2000", "Jangan menghapus tanda titik koma"),
        ("Jayapura;29-2-2001", "29-2-2001 bukan tanggal"),
        (";1-1-1990", "Tempat lahir belum diisi"),
        ("Jayapura;", "Setelah tanda titik koma"),
    ],
)
def test_what_is_wrong_with_place_and_date_is_said_exactly(app: Flask, typed: str, said: str) -> None:
    with app.test_request_context(), pytest.raises(Invalid) as refused:
        columns_of({"birth": typed})
    with app.test_request_context():
        assert said in str(refused.value.fields["birth"])


def test_only_what_differs_is_a_change() -> None:
    assert differing({"name": "Ani"}, {"name": "Ani", "back_title": "", "religion": "1"}) == {"religion": "1"}


def test_a_field_is_changed_in_its_own_way_only() -> None:
    check_ways({"phone": "x"}, RULES, Way.AT_ONCE)
    check_ways({"name": "x"}, RULES, Way.OFFICER)
    for keys, way in (
        ({"name": "x"}, Way.AT_ONCE),
        ({"phone": "x"}, Way.OFFICER),
        ({"nip": "x"}, Way.OFFICER),
        ({"nip": "x"}, Way.AT_ONCE),
    ):
        with pytest.raises(Invalid) as refused:
            check_ways(keys, RULES, way)
        assert set(refused.value.fields) == set(keys)
