"""Eligibility, codes, masked numbers, texts with places, and the lists that people paste."""

from itertools import product

import pytest
from flask import Flask

from app.certificates.rules import (
    STANDARD,
    Condition,
    Facts,
    check_outline,
    check_text,
    eligibility,
    failed,
    fill_parts,
    read_nips,
    read_outline,
    reasons,
)
from app.kernel.errors import Invalid


@pytest.mark.gate("G1")
@pytest.mark.manual("L20")
@pytest.mark.manual("L27")
@pytest.mark.parametrize("held", list(product((True, False), repeat=5)))
def test_one_failing_condition_is_enough_and_every_one_is_answered(ctx: Flask, held: tuple[bool, ...]) -> None:
    listed, takes_place, over, validated, revoked = held
    found = eligibility(Facts(listed, takes_place, over, validated, revoked))
    assert [each.passed for each in found] == [listed, takes_place, over, validated, not revoked]
    assert all(bool(each.why) is not each.passed for each in found)
    assert len(failed(found)) == held[:4].count(False) + revoked
    assert bool(reasons(found)) == bool(failed(found))


def test_conditions_of_another_kind_of_occasion_count_as_much(ctx: Flask) -> None:
    asked = Condition("questions", "Pertanyaan dijawab", False, "Jawab dulu.")
    found = eligibility(Facts(True, True, True, True, more=(asked,)))
    assert failed(found) == (asked,)
    assert reasons(found) == "Jawab dulu."


@pytest.mark.manual("L30")
@pytest.mark.parametrize(
    "text", ["", "{judul} {tanggal}", "{judul} {tanggal} {jp} {gaji}", "{judul} {tanggal} {jp} {", "{judul.__class__} {tanggal} {jp}"]
)
def test_a_text_names_what_a_certificate_must_say_and_nothing_unknown(ctx: Flask, text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_text(text)
    assert set(refusal.value.fields) == {"body"}


def test_the_template_that_comes_along_is_right_and_values_are_not_filled_in_again() -> None:
    check_text(STANDARD["body"])
    assert fill_parts("{judul} / {nip}", {"judul": "{nip}", "nip": "7"}) == [
        ("", False),
        ("{nip}", True),
        (" / ", False),
        ("7", False),
        ("", False),
    ]


def test_page_two_is_a_line_each() -> None:
    assert read_outline(" Etika  publik | 3 \n\nPraktik") == (("Etika publik", "3"), ("Praktik", ""))
    assert read_outline(None) == ()


def test_page_two_does_not_overflow(ctx: Flask) -> None:
    check_outline("a\n" * 25)
    with pytest.raises(Invalid):
        check_outline("a\n" * 26)


@pytest.mark.parametrize(
    ("typed", "nips", "wrong"),
    [
        ("198001012005011001\n198001012005011001", ["198001012005011001"], []),
        ("Ahmad\t19800101 200501 1 001\tDinas", ["198001012005011001"], []),
        ("Nama NIP\n19800101.200501.1.001", ["198001012005011001"], ["Nama NIP"]),
        ("1980010120050110011", [], ["1980010120050110011"]),
        ("'; DROP TABLE employee", [], ["'; DROP TABLE employee"]),
    ],
)
def test_numbers_are_found_in_what_is_pasted(typed: str, nips: list[str], wrong: list[str]) -> None:
    assert read_nips(typed) == (nips, wrong)
