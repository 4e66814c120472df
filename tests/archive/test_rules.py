"""The score by the vectors of standards 17, its labels at their edges, and what lifts it."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from app.archive.rules import (
    Category,
    DocumentType,
    Facts,
    Group,
    Held,
    Level,
    Need,
    Package,
    Part,
    Scheme,
    Score,
    Tally,
    Way,
    Why,
    level_of,
    lifts,
    score,
    tally,
)
from app.organisation.rules import EmployeeStatus, JobType
from app.reference.rules import EMPLOYMENT, JOB_TYPES
from app.reference.rules.archive import ARCHIVE_CATEGORIES, ARCHIVE_DOCUMENTS, ARCHIVE_LEVELS

PNS, CPNS, PPPK = Facts("pns", "pelaksana"), Facts("cpns", "pelaksana"), Facts("pppk", "fungsional")
VERIFIED = {key: Tally(1, 1) for key in ("d2np", "cpns", "pns")} | {"spmt_cpns": Tally(1, 0)}
"""D2NP, CPNS and PNS verified, nothing else; SPMT is not needed beside SK CPNS."""


def seeded() -> Scheme:
    """What a new portal asks for."""
    return Scheme(
        tuple(
            Category(key, label, Group(data["kelompok"]), Fraction(data["bobot"]), Way(data["cara"]), data.get("paket", ""))
            for key, label, data in ARCHIVE_CATEGORIES
        ),
        tuple(
            DocumentType(
                key,
                label,
                data["kategori"],
                Need(data["keperluan"]),
                data.get("berulang", False),
                _words(data.get("status")),
                _words(data.get("jabatan")),
                data.get("sumber", ""),
            )
            for key, label, data in ARCHIVE_DOCUMENTS
        ),
        tuple(Level(key, label, Decimal(data["mulai"])) for key, label, data in ARCHIVE_LEVELS),
    )


def _words(text: str | None) -> tuple[str, ...]:
    return tuple((text or "").split(", ")) if text else ()


SCHEME = seeded()


def total(tallies: dict[str, Tally]) -> Decimal:
    return score(SCHEME, tallies).total


@pytest.mark.manual("S5")
def test_nine_main_categories_make_90_and_six_conditional_ones_10() -> None:
    found = score(SCHEME, VERIFIED)
    assert (len(found.parts(Group.MAIN)), len(found.parts(Group.CONDITIONAL))) == (9, 6)
    assert sum(package.most for package in found.packages if package.group is Group.MAIN) == 90
    assert [package.most for package in found.packages if package.group is Group.CONDITIONAL] == [10]
    assert Group.MAIN.label != Group.CONDITIONAL.label


@pytest.mark.manual("S4", "S8")
def test_no_rows_in_any_history_and_the_four_fixed_ones_verified_is_100() -> None:
    found = score(SCHEME, VERIFIED)
    assert (found.total, found.main, found.conditional) == (100, 90, 10)
    assert found.level is not None
    assert found.level.label == "Sangat lengkap"


@pytest.mark.manual("S6")
def test_the_same_with_d2np_missing_is_92_5_and_still_the_highest_label() -> None:
    found = score(SCHEME, VERIFIED | {"d2np": Tally(1, 0)})
    assert found.total == Decimal("92.50")
    assert found.level is not None
    assert found.level.key == "sangat_lengkap"
    parts = {part.category.key: part for part in found.parts(Group.MAIN)}
    assert (parts["d2np"].percent, parts["d2np"].missing) == (0, True)
    assert (parts["cpns"].percent, parts["drh"].percent, parts["diklat"].percent) == (100, 100, 100)
    assert not parts["spmt_cpns"].missing, "SK CPNS is enough"


def test_three_of_four_documents_of_golongan_cost_3_75() -> None:
    assert total(VERIFIED | {"golongan": Tally(4, 3)}) == Decimal("96.25")


def test_two_of_four_conditional_documents_earn_5_of_10() -> None:
    found = score(SCHEME, VERIFIED | {"angka_kredit": Tally(3, 1), "kinerja": Tally(1, 1)})
    assert (found.conditional, found.total) == (5, 95)


@pytest.mark.parametrize(("cpns", "spmt", "earned"), [(0, 0, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1)])
def test_sk_cpns_or_spmt_earns_their_weight_once(cpns: int, spmt: int, earned: int) -> None:
    assert total(VERIFIED | {"cpns": Tally(1, cpns), "spmt_cpns": Tally(1, spmt)}) == Decimal("92.5") + earned * Decimal("7.5")


def test_each_owned_category_can_weigh_the_same() -> None:
    per_kind = replace(
        SCHEME, categories=tuple(replace(each, way=Way.PER_KIND) if each.package == "kondisional" else each for each in SCHEME.categories)
    )
    assert score(per_kind, VERIFIED | {"angka_kredit": Tally(3, 1), "kinerja": Tally(1, 1)}).conditional == Decimal("6.66")


def test_points_are_never_rounded_up_and_100_says_that_everything_is_there() -> None:
    assert total(VERIFIED | {"golongan": Tally(10_000, 9_999)}) < 100
    assert Tally(1000, 999).percent == 99
    assert Tally().percent == 100


@pytest.mark.parametrize(
    ("points", "label"),
    [
        ("100", "Sangat lengkap"),
        ("90.01", "Sangat lengkap"),
        ("90", "Lengkap"),
        ("55.60", "Lengkap"),
        ("55.59", "Cukup lengkap"),
        ("30", "Cukup lengkap"),
        ("29.99", "Kurang lengkap"),
        ("0", "Kurang lengkap"),
    ],
)
def test_labels_at_their_edges(points: str, label: str) -> None:
    found = level_of(SCHEME.levels, Decimal(points))
    assert found is not None
    assert found.label == label
    assert level_of((), Decimal(points)) is None


@pytest.mark.manual("S7")
def test_only_verified_documents_are_complete() -> None:
    has = {"sk_cpns": Held(waiting=1), "d2np": Held(returned=1), "sk_pangkat": Held(approved=3, waiting=1), "sk_pns": Held(approved=1)}
    found = tally(SCHEME, PNS, has)
    assert found["cpns"] == Tally(1, 0)
    assert found["d2np"] == Tally(1, 0)
    assert found["golongan"] == Tally(4, 3)
    assert found["pns"] == Tally(1, 1)
    assert found["pendidikan"] == Tally(1, 0), "everybody has a diploma"
    assert found["diklat"] == Tally(), "who took no training misses none"


def test_who_must_have_a_document_hangs_on_his_status_and_his_job() -> None:
    assert tally(SCHEME, CPNS, {})["pns"] == Tally(), "a CPNS has no SK PNS yet"
    assert [tally(SCHEME, PPPK, {})[key] for key in ("cpns", "spmt_cpns", "pns", "golongan")] == [Tally()] * 4
    pak = SCHEME.type_of("pak")
    assert pak is not None
    assert (pak.concerns(PPPK), pak.concerns(PNS)) == (True, False)
    assert SCHEME.type_of("none") is None


def test_an_optional_document_neither_lifts_nor_lowers() -> None:
    assert tally(SCHEME, PNS, {"surat_pelantikan": Held(waiting=2)}) == tally(SCHEME, PNS, {})


@pytest.mark.manual("S8")
def test_the_uploads_that_lift_most_come_first_with_their_points() -> None:
    found = lifts(SCHEME, PNS, {"sk_cpns": Held(approved=1), "sk_pangkat": Held(approved=1), "d2np": Held(waiting=1)})
    assert [(lift.document.key, lift.gain, lift.why) for lift in found] == [
        ("sk_jabatan", Decimal(15), Why.MISSING),
        ("ijazah", Decimal(15), Why.MISSING),
        ("sk_pns", Decimal("7.5"), Why.MISSING),
    ]


def test_what_was_returned_is_corrected_and_what_waits_needs_nothing() -> None:
    has = {key: Held(approved=1) for key in ("d2np", "sk_pangkat", "sk_jabatan", "ijazah", "sk_pns")}
    (cpns,) = lifts(SCHEME, PNS, has)
    assert (cpns.document.key, cpns.gain) == ("sk_cpns", Decimal("7.5")), "SPMT would do as well, but one is enough"
    assert lifts(SCHEME, PNS, has | {"sk_cpns": Held(waiting=1)}) == [], "one of the two is on its way"
    (only,) = lifts(SCHEME, PNS, has | {"sk_cpns": Held(approved=1), "realisasi_skp": Held(approved=1, returned=1)})
    assert (only.document.key, only.gain, only.why) == ("realisasi_skp", Decimal(5), Why.RETURNED)
    assert Why.MISSING.label != Why.RETURNED.label


def test_a_lift_is_what_the_score_gains() -> None:
    has = {"sk_pangkat": Held(approved=1), "sertifikat_diklat": Held(approved=2, returned=1)}
    now = score(SCHEME, tally(SCHEME, PNS, has)).total
    for lift in lifts(SCHEME, PNS, has):
        before = has.get(lift.document.key, Held())
        better = replace(before, approved=before.approved + 1, returned=max(0, before.returned - 1))
        assert score(SCHEME, tally(SCHEME, PNS, has | {lift.document.key: better})).total == now + lift.gain


def test_an_agency_without_a_scheme_has_no_score() -> None:
    found = score(Scheme((), (), ()), {})
    assert found == Score(Decimal("0.00"), Decimal("0.00"), Decimal("0.00"), None, ())


def test_a_part_says_what_is_red() -> None:
    category = SCHEME.categories[0]
    assert Part(category, Tally(2, 1)).missing
    assert not Part(category, Tally(2, 1), satisfied=True).missing
    package = Package(Group.MAIN, Way.EITHER, Decimal(0), Decimal("7.5"), (Part(category, Tally(1, 0)),))
    assert package.parts[0].percent == 0


def test_the_words_of_the_code_list_are_those_of_organisation() -> None:
    assert set(EMPLOYMENT) == {each.value for each in EmployeeStatus}
    assert set(JOB_TYPES) == {each.value for each in JobType}


def test_every_seeded_document_belongs_to_a_seeded_category() -> None:
    keys = {key for key, _label, _data in ARCHIVE_CATEGORIES}
    assert {data["kategori"] for _key, _label, data in ARCHIVE_DOCUMENTS} <= keys
    assert keys - {data["kategori"] for _key, _label, data in ARCHIVE_DOCUMENTS} == {"drh"}, "the portal holds it itself"
