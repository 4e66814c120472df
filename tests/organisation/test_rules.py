"""Identity numbers, names, birth and contact data, with the vectors of standards 17 (all numbers are synthetic)."""

from datetime import date

import pytest

from app.kernel.errors import Invalid
from app.organisation import rules
from app.organisation.rules import EmployeeStatus, JobType, NipError, NipKind, NipPart, Sex, UnitKind

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "kind", "birth", "year", "month", "block", "sex", "serial"),
    [
        ("198001012005011001", NipKind.PNS, date(1980, 1, 1), 2005, 1, None, Sex.MALE, 1),
        ("199203152015032002", NipKind.PNS, date(1992, 3, 15), 2015, 3, None, Sex.FEMALE, 2),
        ("199001012023212008", NipKind.PPPK, date(1990, 1, 1), 2023, None, 21, Sex.FEMALE, 8),
        ("198505052025241001", NipKind.PPPK, date(1985, 5, 5), 2025, None, 24, Sex.MALE, 1),
    ],
)
def test_a_valid_number_is_taken_apart(
    text: str, kind: NipKind, birth: date, year: int, month: int | None, block: int | None, sex: Sex, serial: int
) -> None:
    nip = rules.parse_nip(text, TODAY)
    assert (nip.value, nip.kind, nip.birth_date, nip.appointed_year) == (text, kind, birth, year)
    assert (nip.appointed_month, nip.contract_block, nip.sex, nip.serial) == (month, block, sex, serial)


@pytest.mark.parametrize(
    ("text", "part", "said"),
    [
        ("199713012014071001", NipPart.BIRTH_DATE, "19971301"),
        ("198002302005011001", NipPart.BIRTH_DATE, "19800230"),
        ("190001012005011001", NipPart.BIRTH_DATE, "19000101"),
        ("198001012014131001", NipPart.BLOCK, "13"),
        ("198001012014001001", NipPart.BLOCK, "00"),
        ("198001012014201001", NipPart.BLOCK, "20"),
        ("198001012014073001", NipPart.SEX, "3"),
        ("19800101201407100", NipPart.LENGTH, "17"),
        ("", NipPart.LENGTH, "0"),
        ("198001012014071000", NipPart.SERIAL, "000"),
        ("198001012028011001", NipPart.APPOINTED_YEAR, "2028"),
        ("198001011996121001", NipPart.APPOINTED_AGE, "16"),
        ("198001011990211001", NipPart.APPOINTED_AGE, "10"),
        ("201001012026011001", NipPart.AGE, "16"),
        ("195001011970011001", NipPart.AGE, "76"),
        ("203001012050011001", NipPart.AGE, "0"),
        ("1671010101800001", NipPart.NIK, "NIK"),
        ("19800101200501100A", NipPart.DIGITS, "digits"),
        ("١٩٨٠٠١٠١٢٠٠٥٠١١٠٠١", NipPart.DIGITS, "digits"),
    ],
)
def test_a_wrong_number_is_refused_with_the_part_that_is_wrong(text: str, part: NipPart, said: str) -> None:
    with pytest.raises(NipError) as refusal:
        rules.parse_nip(text, TODAY)
    assert refusal.value.part is part
    assert said in str(refusal.value)
    assert set(refusal.value.fields) == {"nip"}


def test_the_year_of_appointment_may_be_next_year_and_ages_17_and_75_are_still_accepted() -> None:
    assert rules.parse_nip("198001012027011001", TODAY).appointed_year == 2027
    assert rules.parse_nip("200911212026121001", TODAY).birth_date == date(2009, 11, 21)
    with pytest.raises(NipError):
        rules.parse_nip("200911222026121001", TODAY)
    assert rules.parse_nip("195011221975011001", TODAY).birth_date == date(1950, 11, 22)
    with pytest.raises(NipError):
        rules.parse_nip("195011211975011001", TODAY)


@pytest.mark.parametrize("text", ["19800101 200501 1 001", "1980.0101.200501.1.001", " 198001012005011001\n", "19800101\u00a0200501 1 001"])
def test_spaces_and_dots_are_dropped(text: str) -> None:
    assert rules.parse_nip(text, TODAY).value == "198001012005011001"


def test_a_profile_that_differs_from_the_number_is_a_warning() -> None:
    nip = rules.parse_nip("198001012005011001", TODAY)
    assert rules.nip_warnings(nip, date(1980, 1, 1), Sex.MALE) == ()
    assert rules.nip_warnings(nip, None, None) == ()
    assert len(rules.nip_warnings(nip, date(1980, 1, 2), Sex.FEMALE)) == 2


def test_a_number_is_shown_in_groups_and_masked_without_birth_date_and_sex() -> None:
    assert rules.mask_nip("198001012005011001") == "********200501*001"


@pytest.mark.manual("B9")
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("AHMAD YANI", "Ahmad Yani"),
        ("  ahmad   yani ", "Ahmad Yani"),
        ("Ahmad Yani", "Ahmad Yani"),
        ("aHMAD yani", "Ahmad Yani"),
        ("IQBALSY'AH", "Iqbalsy'ah"),
        ("o'brien", "O'Brien"),
        ("SITI NUR-AINI", "Siti Nur-Aini"),
        ("UMAR BIN KHATTAB", "Umar bin Khattab"),
        ("Siti Binti Hasan", "Siti binti Hasan"),
        ("raden mas iii", "Raden Mas III"),
        ("HENRI VIII", "Henri VIII"),
        ("Vi Lestari", "Vi Lestari"),
        ("vi lestari", "Vi Lestari"),
        ("A.A. GEDE", "A.A. Gede"),
        ("I MADE SUARTA", "I Made Suarta"),
        ("hamengku buwono x", "Hamengku Buwono X"),
        ("pakubuwono xiii", "Pakubuwono XIII"),
        ("DIVI LI", "Divi Li"),
        ("dewi c. sari", "Dewi C. Sari"),
        ("SUKARNO", "Sukarno"),
        ("Ronald McArthur", "Ronald McArthur"),
        ("abdul 'aziz", "Abdul 'Aziz"),
    ],
)
def test_a_name_is_capitalised_word_by_word(typed: str, kept: str) -> None:
    assert rules.tidy_name(typed) == kept


@pytest.mark.parametrize("typed", ["", "   ", "Ahmad Yani, S.E.", "Ahmad 2", "<b>Ahmad</b>", "=cmd"])
def test_a_name_has_no_titles_digits_or_markup(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.tidy_name(typed)
    assert set(refusal.value.fields) == {"name"}


def test_titles_are_kept_as_written_and_a_better_spelling_is_only_offered() -> None:
    assert rules.tidy_titles("S.E,M.Si. ,  Ph.D.") == "S.E, M.Si., Ph.D."
    assert rules.suggest_titles("S.E,M.Si.") == "S.E., M.Si."
    assert rules.suggest_titles("S.E., apt.") is None
    assert rules.tidy_titles(" , ") is None
    assert rules.suggest_titles(None) is None


@pytest.mark.manual("P6")
def test_a_person_is_written_with_titles_and_in_a_select_with_the_number_and_capitals() -> None:
    assert rules.full_name("Dr.", "Ahmad Yani", "S.E., M.Si.") == "Dr. Ahmad Yani, S.E., M.Si."
    assert rules.full_name(None, "Sukarno", None) == "Sukarno"
    assert rules.select_label("198001012005011001", None, "Ahmad Yani", "S.E.") == "[198001012005011001] AHMAD YANI, S.E."


@pytest.mark.manual("B4")
def test_place_and_date_of_birth_are_joined_by_a_semicolon() -> None:
    assert rules.parse_birth("Jayapura;29-2-2000") == ("Jayapura", date(2000, 2, 29))
    assert rules.parse_birth(" Kota Langsa ; 01-09-1990 ") == ("Kota Langsa", date(1990, 9, 1))
    assert rules.format_birth("Jayapura", date(2000, 2, 29)) == "Jayapura;29-2-2000"


@pytest.mark.manual("B4")
@pytest.mark.parametrize(
    "text",
    [
        "Jayapura,29-2-2000",
        "Jayapura;29-2-2001",
        ";1-1-1990",
        "Jayapura;",
        "",
        "Jayapura;1-1-90",
        "Jayapura;1/1/1990",
        "Jayapura;1-1-1990;x",
    ],
)
def test_a_broken_place_and_date_of_birth_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.parse_birth(text)
    assert set(refusal.value.fields) == {"birth"}


@pytest.mark.manual("B19")
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0812-3456-7890", "081234567890"),
        ("+62 812 3456 7890", "081234567890"),
        ("62812345678", "0812345678"),
        ("+62 711 312345", "+62711312345"),
        ("", None),
        (None, None),
    ],
)
def test_a_phone_number_begins_with_08_or_plus_62(typed: str | None, kept: str | None) -> None:
    assert rules.tidy_phone(typed) == kept


@pytest.mark.parametrize("typed", ["0711312345", "081234", "08123456789012", "+1 202 555 0100", "telepon"])
def test_another_phone_number_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.tidy_phone(typed)
    assert set(refusal.value.fields) == {"phone"}


@pytest.mark.manual("B16")
def test_the_mail_address_is_an_official_one() -> None:
    assert rules.tidy_official_email(" Ahmad@Kota.GO.id ", ["go.id"]) == "ahmad@kota.go.id"
    assert rules.tidy_official_email("", ["go.id"]) is None
    assert rules.tidy_official_email("ahmad@gmail.com", []) == "ahmad@gmail.com"
    for wrong in ("ahmad@gmail.com", "ahmad", "ahmad@notgo.id", "a b@kota.go.id"):
        with pytest.raises(Invalid):
            rules.tidy_official_email(wrong, ["go.id"])


@pytest.mark.manual("P2")
def test_every_job_type_has_the_words_of_the_manual() -> None:
    assert len(JobType) == 7
    assert str(JobType.FUNGSIONAL.label) == "Jabatan Fungsional Tertentu"
    assert str(JobType.PELAKSANA.label) == "Jabatan Fungsional Umum"
    assert [job for job in JobType if not job.managerial] == [JobType.FUNGSIONAL, JobType.PELAKSANA]


def test_every_status_knows_its_number_format_and_label() -> None:
    assert {status: status.kind for status in EmployeeStatus} == {
        EmployeeStatus.PNS: NipKind.PNS,
        EmployeeStatus.CPNS: NipKind.PNS,
        EmployeeStatus.PPPK: NipKind.PPPK,
        EmployeeStatus.PPPK_PART_TIME: NipKind.PPPK,
    }
    assert all(str(status.label) for status in EmployeeStatus)


def test_the_tree_has_the_agency_at_its_root_opds_below_it_and_units_below_those() -> None:
    assert rules.fits_below(UnitKind.AGENCY, None)
    assert rules.fits_below(UnitKind.OPD, UnitKind.AGENCY)
    assert rules.fits_below(UnitKind.PUSKESMAS, UnitKind.OPD)
    assert rules.fits_below(UnitKind.SUBSECTION, UnitKind.SECRETARIAT)
    assert not rules.fits_below(UnitKind.OPD, UnitKind.OPD)
    assert not rules.fits_below(UnitKind.SCHOOL, UnitKind.AGENCY)
    assert not rules.fits_below(UnitKind.AGENCY, UnitKind.AGENCY)
    assert not rules.fits_below(UnitKind.OPD, None)
    assert all(str(kind.label) for kind in UnitKind)
