"""The weights of the Indeks Profesionalitas ASN as the agency's settings, each in force from a day on (standards 6)."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from app.ipasn.rules import Category, Component, Discipline, Education, Group, Performance, Weights
from app.kernel import clock, settings
from app.kernel.errors import Text
from app.kernel.settings import Kind, Setting

FIRST_DAY = date(2019, 5, 15)
"""The day the first weights, those of PerBKN 8/2019, came into force."""


def _points(key: str, default: str, label: Text) -> Setting:
    return Setting(f"ipasn.{key}", Kind.DECIMAL, Decimal(default), label, least=0, most=100)


EDUCATION = {
    Education.S3: _points("pendidikan_1_s3", "25", _("Qualification: S-3")),
    Education.S2: _points("pendidikan_2_s2", "20", _("Qualification: S-2")),
    Education.S1: _points("pendidikan_3_s1", "15", _("Qualification: S-1 or D-IV")),
    Education.D3: _points("pendidikan_4_d3", "10", _("Qualification: D-III")),
    Education.SLTA: _points("pendidikan_5_slta", "5", _("Qualification: D-II, D-I or SLTA")),
    Education.BELOW: _points("pendidikan_6_di_bawah", "1", _("Qualification: below SLTA")),
}
COMPETENCE = {
    (Group.STRUCTURAL, Component.LEADERSHIP): _points(
        "kompetensi_1_struktural_kepemimpinan", "15", _("Competence, managerial: leadership training")
    ),
    (Group.STRUCTURAL, Component.TECHNICAL): _points(
        "kompetensi_1_struktural_teknis", "15", _("Competence, managerial: technical training")
    ),
    (Group.STRUCTURAL, Component.SEMINAR): _points(
        "kompetensi_1_struktural_seminar", "10", _("Competence, managerial: seminar and the like")
    ),
    (Group.FUNCTIONAL, Component.FUNCTIONAL): _points(
        "kompetensi_2_fungsional_fungsional", "15", _("Competence, functional: functional training")
    ),
    (Group.FUNCTIONAL, Component.TECHNICAL): _points(
        "kompetensi_2_fungsional_teknis", "15", _("Competence, functional: technical training")
    ),
    (Group.FUNCTIONAL, Component.SEMINAR): _points(
        "kompetensi_2_fungsional_seminar", "10", _("Competence, functional: seminar and the like")
    ),
    (Group.GENERAL, Component.TECHNICAL): _points("kompetensi_3_pelaksana_teknis", "22.5", _("Competence, pelaksana: technical training")),
    (Group.GENERAL, Component.SEMINAR): _points("kompetensi_3_pelaksana_seminar", "17.5", _("Competence, pelaksana: seminar and the like")),
}
PERFORMANCE = {
    Performance.VERY_GOOD: _points("kinerja_1_sangat_baik", "30", _("Performance: very good")),
    Performance.GOOD: _points("kinerja_2_baik", "25", _("Performance: good")),
    Performance.FAIR: _points("kinerja_3_butuh_perbaikan", "15", _("Performance: needs improvement")),
    Performance.POOR: _points("kinerja_4_kurang", "5", _("Performance: poor")),
    Performance.BAD: _points("kinerja_5_sangat_kurang", "1", _("Performance: very poor")),
}
DISCIPLINE = {
    Discipline.NONE: _points("disiplin_1_tidak_ada", "5", _("Discipline: no punishment")),
    Discipline.LIGHT: _points("disiplin_2_ringan", "3", _("Discipline: light punishment")),
    Discipline.MEDIUM: _points("disiplin_3_sedang", "2", _("Discipline: medium punishment")),
    Discipline.HEAVY: _points("disiplin_4_berat", "1", _("Discipline: heavy punishment")),
}
ABOVE = {
    Category.VERY_HIGH: _points("kategori_1_sangat_tinggi", "90", _("Very high above")),
    Category.HIGH: _points("kategori_2_tinggi", "80", _("High above")),
    Category.MEDIUM: _points("kategori_3_sedang", "70", _("Medium above")),
    Category.LOW: _points("kategori_4_rendah", "60", _("Low above")),
}
TECHNICAL_JP = _points("syarat_1_jp_teknis", "20", _("JP of technical training that are asked for"))
TECHNICAL_YEARS = Setting(
    "ipasn.syarat_2_tahun_teknis",
    Kind.INTEGER,
    1,
    _("Years in which technical training counts"),
    _("Counted back from today."),
    least=1,
    most=50,
)
SEMINAR_YEARS = Setting(
    "ipasn.syarat_3_tahun_seminar", Kind.INTEGER, 2, _("Years in which a seminar counts"), _("Counted back from today."), least=1, most=50
)
FULFILLED_JOBS = Setting(
    "ipasn.syarat_4_jabatan_terpenuhi",
    Kind.TEXT,
    "dokter, guru, apoteker, perawat, bidan, asesor, psikolog",
    _("Positions whose functional training is deemed fulfilled"),
    _("Words of the position, divided by commas."),
)

ALL: tuple[Setting, ...] = (
    *EDUCATION.values(),
    *COMPETENCE.values(),
    *PERFORMANCE.values(),
    *DISCIPLINE.values(),
    *ABOVE.values(),
    TECHNICAL_JP,
    TECHNICAL_YEARS,
    SEMINAR_YEARS,
    FULFILLED_JOBS,
)


def weights(on: date | None = None) -> Weights:
    """The weights in force on a day (today)."""

    def read(table: Any) -> Any:
        return {key: settings.get(setting, on) for key, setting in table.items()}

    return Weights(read(EDUCATION), read(COMPETENCE), settings.get(TECHNICAL_JP, on), read(PERFORMANCE), read(DISCIPLINE), read(ABOVE))


def weights_since(on: date | None = None) -> date:
    """The day from which the weights in force are as they are: the last change of any of them."""
    day = on or clock.today()
    return max((found for setting in ALL if (found := settings.since(setting, day))), default=FIRST_DAY)
