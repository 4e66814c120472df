"""The index as a pure function: the vectors of standards 17, every weight of standards 6, and what is not known."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale

from app.ipasn.parameters import ABOVE, COMPETENCE, DISCIPLINE, EDUCATION, PERFORMANCE, TECHNICAL_JP
from app.ipasn.rules import (
    COMPONENTS,
    Category,
    Component,
    Discipline,
    Education,
    Facts,
    Group,
    Performance,
    Proof,
    Weights,
    category_of,
    education_of,
    estimate,
    fits_level,
    fulfils_by_job,
    group_of,
    level_named,
)
from app.organisation.rules import JobType


def defaults() -> Weights:
    """The weights as they are delivered."""

    def read(table):
        return {key: setting.default for key, setting in table.items()}

    return Weights(read(EDUCATION), read(COMPETENCE), TECHNICAL_JP.default, read(PERFORMANCE), read(DISCIPLINE), read(ABOVE))


FULL = Facts(Group.STRUCTURAL, Education.S1, True, False, Decimal(20), True, Performance.VERY_GOOD, Discipline.NONE)


@pytest.mark.parametrize(
    ("facts", "total", "category"),
    [
        (FULL, "90", Category.HIGH),
        (replace(FULL, education=Education.S3), "100", Category.VERY_HIGH),
        (
            Facts(Group.GENERAL, Education.SLTA, technical_jp=Decimal(20), performance=Performance.GOOD, discipline=Discipline.NONE),
            "57.5",
            Category.VERY_LOW,
        ),
    ],
)
def test_the_vectors_of_the_standard(facts: Facts, total: str, category: Category) -> None:
    found = estimate(facts, defaults())
    assert (found.total, found.category, found.complete) == (Decimal(total), category, True)


def test_the_sum_is_that_of_the_dimensions_and_each_has_its_reasons() -> None:
    found = estimate(FULL, defaults())
    assert [(each.key, each.points, each.most) for each in found.dimensions] == [
        ("qualification", 15, 25),
        ("competence", 40, 40),
        ("performance", 30, 30),
        ("discipline", 5, 5),
    ]
    assert sum(each.points for each in found.dimensions) == found.total
    assert all(str(part.why) for each in found.dimensions for part in each.parts)


@pytest.mark.parametrize("group", Group)
def test_every_group_reaches_forty_and_nobody_a_hundred_and_one(group: Group) -> None:
    facts = replace(FULL, group=group, functional=True, education=Education.S3)
    competence = estimate(facts, defaults()).dimensions[1]
    assert (competence.points, competence.most, len(competence.parts)) == (40, 40, len(COMPONENTS[group]))
    assert estimate(facts, defaults()).total == 100


def test_a_missing_component_is_nothing_never_a_part() -> None:
    without = replace(FULL, technical_jp=Decimal("19.99"))
    assert estimate(without, defaults()).dimensions[1].points == 25
    assert estimate(replace(FULL, leadership=False), defaults()).dimensions[1].points == 25
    assert estimate(replace(FULL, seminar=False), defaults()).dimensions[1].points == 30
    assert estimate(replace(FULL, functional=True, leadership=False), defaults()).dimensions[1].points == 25, (
        "functional training is not asked for"
    )


def test_what_is_not_known_counts_nothing_and_is_said() -> None:
    found = estimate(Facts(Group.GENERAL), defaults())
    assert (found.total, found.complete) == (0, False)
    assert [each.known for each in found.dimensions] == [False, True, False, False]


@pytest.mark.parametrize(("level", "points"), list(zip(Education, (25, 20, 15, 10, 5, 1), strict=True)))
def test_education(level: Education, points: int) -> None:
    assert estimate(replace(FULL, education=level), defaults()).dimensions[0].points == points


@pytest.mark.parametrize(("rating", "points"), list(zip(Performance, (30, 25, 15, 5, 1), strict=True)))
def test_performance(rating: Performance, points: int) -> None:
    assert estimate(replace(FULL, performance=rating), defaults()).dimensions[2].points == points


@pytest.mark.parametrize(("punished", "points"), list(zip(Discipline, (5, 3, 2, 1), strict=True)))
def test_discipline(punished: Discipline, points: int) -> None:
    assert estimate(replace(FULL, discipline=punished), defaults()).dimensions[3].points == points


@pytest.mark.parametrize(
    ("total", "category"),
    [
        ("90.01", Category.VERY_HIGH),
        ("90", Category.HIGH),
        ("80.5", Category.HIGH),
        ("80", Category.MEDIUM),
        ("70", Category.LOW),
        ("60.5", Category.LOW),
        ("60", Category.VERY_LOW),
        ("0", Category.VERY_LOW),
    ],
)
def test_fractions_belong_above_the_edge(total: str, category: Category) -> None:
    assert category_of(Decimal(total), defaults()) is category


@pytest.mark.parametrize(
    ("job", "group"),
    [
        (JobType.JPT_PRATAMA, Group.STRUCTURAL),
        (JobType.PENGAWAS, Group.STRUCTURAL),
        (JobType.FUNGSIONAL, Group.FUNCTIONAL),
        (JobType.PELAKSANA, Group.GENERAL),
    ],
)
def test_groups(job: JobType, group: Group) -> None:
    assert group_of(job) is group


@pytest.mark.parametrize(
    ("title", "deemed"),
    [
        ("Guru Ahli Muda", True),
        ("Dokter Gigi Ahli Pertama", True),
        ("Kepala Sekolah/Guru, Ahli Madya", True),
        ("Asisten Apoteker (Mahir)", True),
        ("Apoteker", False),
        ("Analis Keguruan", False),
        ("Arsiparis Mahir", False),
    ],
)
def test_some_positions_need_no_functional_training(title: str, deemed: bool) -> None:
    assert fulfils_by_job(title, "dokter, guru, , bidan, asisten  apoteker, -") is deemed


@pytest.mark.parametrize(
    ("front", "back", "level"),
    [
        ("Dr.", "S.Pd., M.Si.", Education.S3),
        (None, "S.E., M.M.", Education.S2),
        (None, "S.Kom.", Education.S1),
        ("Drs.", None, Education.S1),
        ("dr.", None, Education.S1),
        (None, "A.Md.Kep.", Education.D3),
        (None, "S. Kom.", Education.S1),
        ("Ir.", "S. T., M. T.", Education.S2),
        (None, "A. Md. Keb.", Education.D3),
        (None, "S. E., Ph. D", Education.S3),
        (None, "MM", Education.S2),
        (None, None, None),
        ("H.", None, None),
    ],
)
def test_titles_speak_of_education(front: str | None, back: str | None, level: Education | None) -> None:
    assert education_of(front, back) is level


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Pelatihan Kepemimpinan Nasional Tingkat I", JobType.JPT_MADYA),
        ("PKN Tk. II Angkatan 5", JobType.JPT_PRATAMA),
        ("Diklat Kepemimpinan Tingkat III", JobType.ADMINISTRATOR),
        ("Diklat PIM Tk. III", JobType.ADMINISTRATOR),
        ("Diklatpim Tingkat IV", JobType.PENGAWAS),
        ("DIKLATPIM II", JobType.JPT_PRATAMA),
        ("Pelatihan Kepemimpinan Administrator (PKA)", JobType.ADMINISTRATOR),
        ("Pelatihan Kepemimpinan Pengawas", JobType.PENGAWAS),
        ("ADUM", JobType.PENGAWAS),
        ("SPAMA", JobType.ADMINISTRATOR),
        ("SPAMEN", JobType.JPT_PRATAMA),
        ("Latihan Kepemimpinan", None),
        ("Kepemimpinan Visioner", None),
    ],
)
def test_the_name_of_a_leadership_training_tells_its_level(title: str, level: JobType | None) -> None:
    assert level_named(title) is level


@pytest.mark.parametrize(
    ("job", "titles", "found"),
    [
        (JobType.ADMINISTRATOR, ["PKA"], (True, None)),
        (JobType.ADMINISTRATOR, ["PKP"], (False, JobType.PENGAWAS)),
        (JobType.ADMINISTRATOR, ["PKP", "Diklatpim III"], (True, None)),
        (JobType.PENGAWAS, ["PKA"], (False, JobType.ADMINISTRATOR)),
        (JobType.JPT_UTAMA, ["PKN Tingkat I"], (True, None)),
        (JobType.JPT_PRATAMA, ["PKN Tingkat I"], (False, JobType.JPT_MADYA)),
        (JobType.PENGAWAS, ["Latihan Kepemimpinan"], (True, None)),
        (JobType.PENGAWAS, [], (False, None)),
    ],
)
def test_a_leadership_training_counts_for_the_level_held(job: JobType, titles: list[str], found: tuple[bool, JobType | None]) -> None:
    assert fits_level(job, titles) == found


def test_the_reason_says_that_the_training_was_for_another_level() -> None:
    facts = replace(FULL, leadership=False, leadership_of=JobType.PENGAWAS)
    part = estimate(facts, defaults()).dimensions[1].parts[0]
    assert (part.points, str(part.why)) == (0, "There is one for Pengawas, which is not the level held.")


def test_the_reason_names_the_record_and_writes_numbers_as_the_reader_does(ctx: Flask) -> None:
    proofs = {Component.LEADERSHIP: Proof("PKA Angkatan V", date(2025, 3, 12))}
    facts = replace(FULL, technical_jp=Decimal("22.5"), proofs=proofs)
    with force_locale("id"):
        found = estimate(facts, defaults()).dimensions[1].parts
        assert [str(part.why) for part in found] == [
            "PKA Angkatan V, selesai 12 Maret 2025.",
            "22,5 dari 20 JP",
            "Sesuai centang di bawah; portal belum memiliki catatannya.",
        ]
    with force_locale("en"):
        assert str(found[1].why) == "22.5 of 20 JP", "asked for when it is read, not when it is counted"
    by_job = estimate(replace(facts, group=Group.FUNCTIONAL, functional=True, deemed_by="Guru Ahli Muda"), defaults())
    assert "Guru Ahli Muda" in str(by_job.dimensions[1].parts[0].why)
