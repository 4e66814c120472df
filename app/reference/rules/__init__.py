"""The code lists, their extra columns and validity periods: pure tables and decisions.

Every list is the agency's to edit on screen; `codes` and `trainings` hold the rows a new portal starts with (standards 2, manual P8).
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.errors import Invalid, Text


class CodeList(StrEnum):
    """The lists that screens offer and other features refer to."""

    GOLONGAN_PNS = "golongan_pns"
    GOLONGAN_PPPK = "golongan_pppk"
    RELIGION = "agama"
    JOB_LEVEL = "jenjang_jf"
    LEGAL_POSITION = "kedudukan_hukum"
    COMPETENCE_KIND = "jenis_kompetensi"
    COURSE_FORM = "jenis_diklat"
    COURSE_KIND = "jenis_kursus"
    JOB_FAMILY = "rumpun_jabatan"
    ARCHIVE_CATEGORY = "kategori_arsip"
    ARCHIVE_DOCUMENT = "dokumen_arsip"
    ARCHIVE_LEVEL = "label_arsip"
    AWARD_SCALE = "skala_penghargaan"
    AWARD_GROUP = "kelompok_penghargaan"
    AWARD_KIND = "jenis_penghargaan"
    DEVELOPMENT_FORM = "bentuk_pengembangan"
    FUND_SOURCE = "sumber_dana"
    JOB_STANDARD = "standar_jabatan"
    JPM_BAND = "kategori_jpm"
    COMPETENCE = "kompetensi"
    COMPETENCE_LEVEL = "level_kompetensi"
    COMPETENCE_GAP = "kesenjangan_kompetensi"
    PERFORMANCE_GAP = "kesenjangan_kinerja"
    PROFILE_FIELD = "isian_profil"

    @property
    def label(self) -> LazyString:
        return LABELS[self]

    @property
    def extras(self) -> tuple["Extra", ...]:
        return EXTRAS.get(self, ())


LABELS: dict[CodeList, LazyString] = {
    CodeList.GOLONGAN_PNS: _("Golongan of PNS"),
    CodeList.GOLONGAN_PPPK: _("Golongan of PPPK"),
    CodeList.RELIGION: _("Religion"),
    CodeList.JOB_LEVEL: _("Level of functional jobs"),
    CodeList.LEGAL_POSITION: _("Legal position"),
    CodeList.COMPETENCE_KIND: _("Kind of competence"),
    CodeList.COURSE_FORM: _("Types of courses"),
    CodeList.COURSE_KIND: _("Courses as SIASN names them"),
    CodeList.JOB_FAMILY: _("Classification of jobs and courses"),
    CodeList.ARCHIVE_CATEGORY: _("Categories of the digital archive"),
    CodeList.ARCHIVE_DOCUMENT: _("Documents of the digital archive"),
    CodeList.ARCHIVE_LEVEL: _("Labels of the archive score"),
    CodeList.AWARD_SCALE: _("Scales of awards"),
    CodeList.AWARD_GROUP: _("Groups of awards"),
    CodeList.AWARD_KIND: _("Kinds of awards"),
    CodeList.DEVELOPMENT_FORM: _("Forms of development"),
    CodeList.FUND_SOURCE: _("Sources of funds"),
    CodeList.JOB_STANDARD: _("Competence standards of jobs"),
    CodeList.JPM_BAND: _("Categories of competence tests"),
    CodeList.COMPETENCE: _("Competences of a job standard"),
    CodeList.COMPETENCE_LEVEL: _("Levels of competences"),
    CodeList.COMPETENCE_GAP: _("Categories of competence gaps"),
    CodeList.PERFORMANCE_GAP: _("Categories of performance values"),
    CodeList.PROFILE_FIELD: _("Fields of the profile and who changes them"),
}


@dataclass(frozen=True)
class Extra:
    """A further column of one list; `yes_no` ones hold True or False, the others text: a `number`, some of `words` divided by commas (with `one`, one of them)."""

    key: str
    label: LazyString
    yes_no: bool = False
    number: bool = False
    words: tuple[str, ...] = ()
    one: bool = False


EMPLOYMENT = ("pns", "cpns", "pppk", "pppk_paruh_waktu")
JOB_TYPES = ("jpt_utama", "jpt_madya", "jpt_pratama", "administrator", "pengawas", "fungsional", "pelaksana")
"""The words of organisation for employment status and job type, which stands above this feature; its tests compare them."""

EXTRAS: dict[CodeList, tuple[Extra, ...]] = {
    CodeList.GOLONGAN_PNS: (Extra("pangkat", _("Rank (pangkat)")),),
    CodeList.GOLONGAN_PPPK: (Extra("pendidikan", _("Education at entry")),),
    CodeList.JOB_LEVEL: (Extra("kategori", _("Category of the level")),),
    CodeList.LEGAL_POSITION: (
        Extra("aktif", _("Active: may propose"), yes_no=True),
        Extra("memutus", _("Interrupts the service for Satya Lencana Karya Satya"), yes_no=True),
        Extra("berhenti", _("Ends the service: retention counts from its day"), yes_no=True),
    ),
    CodeList.COURSE_FORM: (
        Extra("huruf", _("Letter of SIASN: F, P or T")),
        Extra("nonklasikal", _("Nonklasikal: hours converted, only warned about"), yes_no=True),
    ),
    CodeList.COURSE_KIND: (Extra("siasn", _("Id in SIASN")),),
    CodeList.JOB_FAMILY: (Extra("siasn", _("Id in SIASN")),),
    CodeList.ARCHIVE_CATEGORY: (
        Extra("kelompok", _("Group of the archive: utama or kondisional"), words=("utama", "kondisional"), one=True),
        Extra("bobot", _("Weight in points"), number=True),
        Extra("paket", _("Categories of one package earn its weight together")),
        Extra("cara", _("How it is counted"), words=("dokumen", "salah_satu", "per_jenis", "otomatis"), one=True),
    ),
    CodeList.ARCHIVE_DOCUMENT: (
        Extra("kategori", _("Code of the category")),
        Extra("keperluan", _("Who must have it: wajib, riwayat or opsional"), words=("wajib", "riwayat", "opsional"), one=True),
        Extra("berulang", _("May be there several times"), yes_no=True),
        Extra("status", _("Employment status it concerns; empty: all"), words=EMPLOYMENT),
        Extra("jabatan", _("Job types it concerns; empty: all"), words=JOB_TYPES),
        Extra("sumber", _("Filled by the records of: kursus, sertifikasi, penghargaan")),
        Extra("siasn", _("Id in SIASN")),
    ),
    CodeList.ARCHIVE_LEVEL: (Extra("mulai", _("Score from which the label is given"), number=True),),
    CodeList.AWARD_SCALE: (Extra("definisi", _("Definition")),),
    CodeList.AWARD_GROUP: (Extra("skala", _("Scale that its awards always have")),),
    CodeList.AWARD_KIND: (
        Extra("kelompok", _("Group of the award")),
        Extra("definisi", _("Definition")),
        Extra("tahun", _("Years of uninterrupted service it is given for"), number=True),
        Extra("siasn", _("Id in SIASN")),
    ),
    CodeList.DEVELOPMENT_FORM: (
        Extra("jalur", _("Path: tugas_belajar, klasikal or nonklasikal"), words=("tugas_belajar", "klasikal", "nonklasikal"), one=True),
        Extra("hitung", _("What its JP are counted by"), words=("asli", "hari", "kali", "kegiatan", "tidak"), one=True),
        Extra("nilai", _("JP a day, a time or an activity"), number=True),
    ),
    CodeList.JOB_STANDARD: (
        Extra("level", _("Required level, 1 to 5"), number=True),
        Extra("khusus", _("Competences with another level, for example M.6=3, SK.1=2")),
    ),
    CodeList.COMPETENCE: (Extra("kelompok", _("Group: manajerial or sosial_kultural"), words=("manajerial", "sosial_kultural"), one=True),),
    CodeList.COMPETENCE_LEVEL: (
        Extra("kompetensi", _("Code of the competence")),
        Extra("level", _("Level, 1 to 5"), number=True),
        Extra("indikator", _("Indicators, divided by semicolons")),
    ),
    CodeList.COMPETENCE_GAP: (Extra("mulai", _("Levels missing from which it is called so"), number=True),),
    CodeList.PERFORMANCE_GAP: (Extra("mulai", _("Performance value from which it is called so"), number=True),),
    CodeList.JPM_BAND: (Extra("mulai", _("JPM from which it is called so"), number=True),),
    CodeList.PROFILE_FIELD: (
        Extra(
            "cara",
            _("Who changes it: the person (langsung), an officer after a request (petugas), nobody here (tetap)"),
            words=("langsung", "petugas", "tetap"),
            one=True,
        ),
        Extra("wajib", _("Must be filled in"), yes_no=True),
        Extra("bukti", _("A change needs a document as proof"), yes_no=True),
    ),
}

NUMBER = re.compile(r"[0-9]{1,3}([.][0-9]{1,2})?")
YES = ("ya", "yes", "true", "1")
NO = ("tidak", "no", "false", "0")


def in_force(valid_from: date, valid_to: date | None, day: date) -> bool:
    """Whether `day` lies in the period; both ends are inclusive, None is open."""
    return valid_from <= day and (valid_to is None or day <= valid_to)


def overlap(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Whether two periods share a day."""
    return (first[1] is None or second[0] <= first[1]) and (second[1] is None or first[0] <= second[1])


def check_period(valid_from: date, valid_to: date | None) -> None:
    """Raises Invalid (field `valid_to`) when the end comes before the beginning."""
    if valid_to is not None and valid_to < valid_from:
        raise Invalid(fields={"valid_to": _("The end comes before the beginning.")})


def parse_extras(code_list: CodeList, text: str) -> dict[str, Any]:
    """The extra columns typed one a line as "name: value"; raises Invalid (field `extras`) for unknown names and wrong values."""
    known = {extra.key: extra for extra in code_list.extras}
    values: dict[str, Any] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        key, colon, typed = (part.strip() for part in line.partition(":"))
        if not colon or key not in known:
            raise Invalid(fields={"extras": _unknown(code_list, line)})
        if typed or not known[key].yes_no:
            values[key] = _yes_no(key, typed) if known[key].yes_no else _checked(known[key], typed)
    return values


def write_extras(code_list: CodeList, data: dict[str, Any]) -> str:
    """The same columns as lines for the form, empty ones included."""
    return "\n".join(f"{extra.key}: {_written(data.get(extra.key))}" for extra in code_list.extras)


def _unknown(code_list: CodeList, line: str) -> Text:
    if not code_list.extras:
        return _("This list has no extra columns.")
    names = ", ".join(extra.key for extra in code_list.extras)
    return _("“%(line)s” is not understood. Write one a line as name: value; this list knows %(names)s.", line=line, names=names)


def _yes_no(key: str, typed: str) -> bool:
    if typed.lower() in YES:
        return True
    if typed.lower() in NO:
        return False
    raise Invalid(fields={"extras": _("“%(key)s” is ya or tidak.", key=key)})


def _checked(extra: Extra, typed: str) -> str:
    if not typed or not (extra.number or extra.words):
        return typed
    if extra.number:
        number = typed.replace(",", ".")
        if not NUMBER.fullmatch(number):
            raise Invalid(fields={"extras": _("“%(key)s” is a number like 7.5.", key=extra.key)})
        return number
    chosen = [word.strip().lower() for word in typed.split(",") if word.strip()]
    if set(chosen) - set(extra.words) or (extra.one and len(chosen) != 1):
        message = _("“%(key)s” is one of %(words)s.", key=extra.key, words=", ".join(extra.words))
        raise Invalid(fields={"extras": message})
    return ", ".join(chosen)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return YES[0] if value else NO[0]
    return str(value or "")


def tidy_title(text: str) -> str:
    """A catalogue title with its spaces in order; raises Invalid (field `title`) when empty or longer than 200."""
    title = " ".join(text.split())
    if not title:
        raise Invalid(fields={"title": _("The title is needed.")})
    if len(title) > 200:
        raise Invalid(fields={"title": _("At most %(count)s characters.", count=200)})
    return title


def title_key(text: str) -> str:
    """What two titles that mean the same have in common.

    Letters and digits in lower case, without what stands in brackets ("Pelatihan … (PKA)").
    """
    outside = re.sub(r"\([^)]*\)", " ", text)
    return " ".join(re.findall(r"\w+", (outside if re.search(r"\w", outside) else text).casefold()))
