"""Validity periods, extra columns and titles of the code lists."""

from datetime import date

import pytest

from app.kernel.errors import Invalid
from app.reference import rules
from app.reference.rules import CodeList
from app.reference.rules.codes import CODES
from app.reference.rules.structural import STRUCTURAL_LADDER, StructuralStep, structural_step
from app.reference.rules.trainings import MANUAL_TRAININGS, TRAININGS

NEW_YEAR, EVE = date(2026, 1, 1), date(2025, 12, 31)


def test_both_ends_of_a_period_count_and_an_open_end_lasts() -> None:
    assert rules.in_force(NEW_YEAR, NEW_YEAR, NEW_YEAR)
    assert not rules.in_force(NEW_YEAR, None, EVE)
    assert rules.in_force(NEW_YEAR, None, date(2999, 1, 1))
    assert not rules.in_force(date(2025, 1, 1), EVE, NEW_YEAR)


def test_periods_that_share_a_day_overlap() -> None:
    assert rules.overlap((date(2025, 1, 1), NEW_YEAR), (NEW_YEAR, None))
    assert not rules.overlap((date(2025, 1, 1), EVE), (NEW_YEAR, None))
    assert rules.overlap((date(2025, 1, 1), None), (EVE, EVE))
    with pytest.raises(Invalid):
        rules.check_period(NEW_YEAR, EVE)


def test_extra_columns_are_typed_one_a_line_and_come_back_the_same() -> None:
    data = rules.parse_extras(CodeList.LEGAL_POSITION, " aktif : Ya \n")
    assert data == {"aktif": True}
    assert rules.write_extras(CodeList.LEGAL_POSITION, data) == "aktif: ya\nmemutus: \nberhenti: "
    assert rules.parse_extras(CodeList.LEGAL_POSITION, rules.write_extras(CodeList.LEGAL_POSITION, data)) == data
    assert rules.parse_extras(CodeList.GOLONGAN_PNS, rules.write_extras(CodeList.GOLONGAN_PNS, {"pangkat": "Juru"})) == {"pangkat": "Juru"}


@pytest.mark.parametrize(
    ("code_list", "typed"),
    [
        (CodeList.LEGAL_POSITION, "aktif: mungkin"),
        (CodeList.LEGAL_POSITION, "warna: biru"),
        (CodeList.RELIGION, "a: b"),
        (CodeList.GOLONGAN_PNS, "pangkat"),
    ],
)
def test_an_extra_column_the_list_does_not_know_is_refused(code_list: CodeList, typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.parse_extras(code_list, typed)
    assert set(refusal.value.fields) == {"extras"}


def test_two_titles_that_differ_in_case_spaces_punctuation_or_brackets_have_one_key() -> None:
    assert rules.title_key(" pelatihan  SPBE ") == rules.title_key("Pelatihan SPBE.") == "pelatihan spbe"
    assert rules.title_key("Pelatihan Kepemimpinan Pengawas (PKP)") == "pelatihan kepemimpinan pengawas"
    assert rules.title_key("Pelatihan Kepemimpinan Pengawas") != rules.title_key("Pelatihan Kepemimpinan Administrator")
    assert rules.title_key("(PKP)") == "pkp"


@pytest.mark.parametrize("title", ["", "  ", "x" * 201])
def test_a_title_is_not_empty_and_not_longer_than_its_column(title: str) -> None:
    with pytest.raises(Invalid):
        rules.tidy_title(title)


def test_the_seeded_lists_are_complete_and_know_their_extra_columns() -> None:
    assert set(CODES) == set(CodeList)
    assert len(CODES[CodeList.GOLONGAN_PNS]) == len(CODES[CodeList.GOLONGAN_PPPK]) == 17
    for code_list, rows in CODES.items():
        assert len({code for code, _label, _data in rows}) == len(rows)
        assert all(set(data) <= {extra.key for extra in code_list.extras} for _code, _label, data in rows)
    assert [code for code, _label, data in CODES[CodeList.LEGAL_POSITION] if data["aktif"]] == ["01"]


@pytest.mark.manual("P8")
def test_the_catalogue_has_the_seven_rows_of_the_manual_and_no_two_of_one_meaning() -> None:
    assert len(MANUAL_TRAININGS) == 7
    assert len(TRAININGS) >= 47
    assert len({rules.title_key(title) for title in TRAININGS}) == len(TRAININGS)
    assert set(TRAININGS.values()) <= {code for code, _label, _data in CODES[CodeList.COMPETENCE_KIND]}


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("Pelatihan Kepemimpinan Nasional Tingkat II", "4"),
        ("PKN Tk. I Angkatan 3", "5"),
        ("Diklatpim IV", "2"),
        ("Diklat PIM Tingkat III", "3"),
        ("PELATIHAN KEPEMIMPINAN ADMINISTRATOR (PKA)", "3"),
        ("Pelatihan Kepemimpinan Pengawas", "2"),
        ("SEPADA", "1"),
        ("SESPIM Polri", "6"),
        ("SESPATI", "7"),
        ("Prajabatan", "8"),
    ],
)
def test_the_step_of_the_structural_ladder_is_read_from_the_name(name: str, step: str) -> None:
    assert structural_step(name) == step


def test_every_name_of_the_ladder_tells_its_own_step_and_every_other_step_has_names() -> None:
    for step, names in STRUCTURAL_LADDER.items():
        assert [structural_step(f"Diklat {name.upper()} angkatan 2") for name in names] == [step] * len(names)
    assert set(StructuralStep) - set(STRUCTURAL_LADDER) == {StructuralStep.OTHER}
