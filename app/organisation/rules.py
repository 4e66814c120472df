"""Identity numbers, names, birth data and contact data of ASN: pure decisions, no database.

A NIP is birth date, month of appointment, sex, serial (Perka BKN 22/2007); the number of a PPPK has a contract block for the month.
Both hold personal data: public pages show `mask_nip`, URLs never a NIP.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.errors import Invalid, Text

YOUNGEST, OLDEST = 17, 75
FIRST_CONTRACT_BLOCK = 21


class Sex(StrEnum):
    """Digit 15 of the NIP: 1 male, 2 female."""

    MALE = "L"
    FEMALE = "P"

    @property
    def label(self) -> LazyString:
        return _("Male") if self is Sex.MALE else _("Female")


class NipKind(StrEnum):
    """Which of the two number formats it is."""

    PNS = "PNS"
    PPPK = "PPPK"


class EmployeeStatus(StrEnum):
    """Employment status (UU 20/2023); `kind` is the number format that goes with it."""

    PNS = "pns"
    CPNS = "cpns"
    PPPK = "pppk"
    PPPK_PART_TIME = "pppk_paruh_waktu"

    @property
    def kind(self) -> NipKind:
        return NipKind.PNS if self in (EmployeeStatus.PNS, EmployeeStatus.CPNS) else NipKind.PPPK

    @property
    def label(self) -> LazyString:
        return STATUS_LABELS[self]


STATUS_LABELS: dict[EmployeeStatus, LazyString] = {
    EmployeeStatus.PNS: _("PNS"),
    EmployeeStatus.CPNS: _("CPNS"),
    EmployeeStatus.PPPK: _("PPPK"),
    EmployeeStatus.PPPK_PART_TIME: _("PPPK part-time"),
}


class JobType(StrEnum):
    """Jenis jabatan (UU 20/2023); all of them may propose a training (P2)."""

    JPT_UTAMA = "jpt_utama"
    JPT_MADYA = "jpt_madya"
    JPT_PRATAMA = "jpt_pratama"
    ADMINISTRATOR = "administrator"
    PENGAWAS = "pengawas"
    FUNGSIONAL = "fungsional"
    PELAKSANA = "pelaksana"

    @property
    def managerial(self) -> bool:
        return self not in (JobType.FUNGSIONAL, JobType.PELAKSANA)

    @property
    def label(self) -> LazyString:
        """The words of manual P: Fungsional is "Jabatan Fungsional Tertentu", Pelaksana "Jabatan Fungsional Umum"."""
        return JOB_TYPE_LABELS[self]


JOB_TYPE_LABELS: dict[JobType, LazyString] = {
    JobType.JPT_UTAMA: _("JPT Utama"),
    JobType.JPT_MADYA: _("JPT Madya"),
    JobType.JPT_PRATAMA: _("JPT Pratama"),
    JobType.ADMINISTRATOR: _("Administrator"),
    JobType.PENGAWAS: _("Pengawas"),
    JobType.FUNGSIONAL: _("Jabatan Fungsional Tertentu"),
    JobType.PELAKSANA: _("Jabatan Fungsional Umum"),
}


class UnitKind(StrEnum):
    """What a unit of the tree is. AGENCY is its only root, OPD its induk satker, everything else a satker below an OPD."""

    AGENCY = "instansi"
    OPD = "perangkat_daerah"
    SECRETARIAT = "sekretariat"
    DIVISION = "bidang"
    SECTION = "bagian"
    SUBSECTION = "subbagian"
    UPTD = "uptd"
    PUSKESMAS = "puskesmas"
    KELURAHAN = "kelurahan"
    SCHOOL = "sekolah"
    OTHER = "lainnya"

    @property
    def label(self) -> LazyString:
        return UNIT_KIND_LABELS[self]


UNIT_KIND_LABELS: dict[UnitKind, LazyString] = {
    UnitKind.AGENCY: _("Agency"),
    UnitKind.OPD: _("Perangkat daerah (OPD)"),
    UnitKind.SECRETARIAT: _("Secretariat"),
    UnitKind.DIVISION: _("Division"),
    UnitKind.SECTION: _("Section"),
    UnitKind.SUBSECTION: _("Subsection"),
    UnitKind.UPTD: _("UPTD"),
    UnitKind.PUSKESMAS: _("Puskesmas"),
    UnitKind.KELURAHAN: _("Kelurahan"),
    UnitKind.SCHOOL: _("School"),
    UnitKind.OTHER: _("Other unit"),
}


def fits_below(kind: UnitKind, parent: UnitKind | None) -> bool:
    """Whether a unit of `kind` may stand under one of kind `parent`: agency at the root, OPD under the agency, the rest below an OPD."""
    if kind is UnitKind.AGENCY:
        return parent is None
    if kind is UnitKind.OPD:
        return parent is UnitKind.AGENCY
    return parent is not None and parent is not UnitKind.AGENCY


class NipPart(StrEnum):
    """The part of an identity number that an error speaks about."""

    NIK = "nik"
    DIGITS = "digits"
    LENGTH = "length"
    BIRTH_DATE = "birth_date"
    AGE = "age"
    APPOINTED_YEAR = "appointed_year"
    BLOCK = "block"
    SEX = "sex"
    SERIAL = "serial"
    APPOINTED_AGE = "appointed_age"


class NipError(Invalid):
    """An identity number that cannot be one; `part` and the message say where it is wrong."""

    def __init__(self, part: NipPart, message: Text) -> None:
        super().__init__(message, fields={"nip": message})
        self.part = part


@dataclass(frozen=True)
class Nip:
    """An identity number taken apart.

    `appointed_month` is None for PPPK, `contract_block` (21 first contract, 22 second …) None for PNS.
    """

    value: str
    birth_date: date
    kind: NipKind
    appointed_year: int
    appointed_month: int | None
    contract_block: int | None
    sex: Sex
    serial: int


def parse_nip(text: str, today: date) -> Nip:
    """Take an identity number apart (spaces and dots are dropped); `today` decides the ages.

    Raises NipError naming the wrong part (standards 1).
    """
    digits = re.sub(r"[\s.]", "", text)
    _check_digits(digits)
    birth = _birth_date(digits[:8], today)
    year, block = int(digits[8:12]), int(digits[12:14])
    if year > today.year + 1:
        raise NipError(
            NipPart.APPOINTED_YEAR, _("Digits 9 to 12 are the year of appointment: %(year)s lies in the future.", year=digits[8:12])
        )
    month = block if 1 <= block <= 12 else None
    if month is None and block < FIRST_CONTRACT_BLOCK:
        message = _(
            "Digits 13 and 14 are the month of appointment (01 to 12, PNS) or the contract (21 and up, PPPK): %(block)s is neither.",
            block=digits[12:14],
        )
        raise NipError(NipPart.BLOCK, message)
    if digits[14] not in "12":
        raise NipError(NipPart.SEX, _("Digit 15 is the sex (1 male, 2 female): %(digit)s is neither.", digit=digits[14]))
    if digits[15:] == "000":
        raise NipError(NipPart.SERIAL, _("Digits 16 to 18 are the serial number and begin at 001: 000 is not one."))
    at_appointment = _age(birth, date(year, month, 1)) if month else year - birth.year
    if at_appointment < YOUNGEST:
        message = _(
            "By this NIP the person was %(age)s years old when appointed (digits 1 to 14); at least %(minimum)s are needed.",
            age=max(at_appointment, 0),
            minimum=YOUNGEST,
        )
        raise NipError(NipPart.APPOINTED_AGE, message)
    return Nip(
        value=digits,
        birth_date=birth,
        kind=NipKind.PNS if month else NipKind.PPPK,
        appointed_year=year,
        appointed_month=month,
        contract_block=None if month else block,
        sex=Sex.MALE if digits[14] == "1" else Sex.FEMALE,
        serial=int(digits[15:]),
    )


def _check_digits(digits: str) -> None:
    if not re.fullmatch(r"[0-9]*", digits):
        raise NipError(NipPart.DIGITS, _("A NIP has digits only."))
    if len(digits) == 16:
        raise NipError(NipPart.NIK, _("These 16 digits look like a NIK (identity card). Type the NIP of 18 digits."))
    if len(digits) != 18:
        raise NipError(NipPart.LENGTH, _("A NIP has 18 digits; this has %(count)s.", count=len(digits)))


def _birth_date(digits: str, today: date) -> date:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        birth = None
    if birth is None or birth.year <= 1900:
        raise NipError(
            NipPart.BIRTH_DATE, _("Digits 1 to 8 are the date of birth (year, month, day): %(digits)s is not a date.", digits=digits)
        )
    age = _age(birth, today)
    if not YOUNGEST <= age <= OLDEST:
        message = _(
            "By digits 1 to 8 the person would be %(age)s years old; an employee is %(youngest)s to %(oldest)s.",
            age=max(age, 0),
            youngest=YOUNGEST,
            oldest=OLDEST,
        )
        raise NipError(NipPart.AGE, message)
    return birth


def _age(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def nip_warnings(nip: Nip, birth_date: date | None, sex: Sex | None) -> tuple[LazyString, ...]:
    """Where the number and the profile differ: warnings, not errors, because old records are wrong (standards 1)."""
    warnings = []
    if birth_date is not None and birth_date != nip.birth_date:
        warnings.append(_("The date of birth differs from the one in the NIP (%(date)s).", date=nip.birth_date.strftime("%d/%m/%Y")))
    if sex is not None and sex is not nip.sex:
        warnings.append(_("The sex differs from the one in the NIP (%(sex)s).", sex=nip.sex.label))
    return tuple(warnings)


def check_status(nip: Nip, status: EmployeeStatus) -> None:
    """Raises Invalid (field `employee_status`) when the status does not go with the number.

    PNS and CPNS have a month in it, PPPK a contract.
    """
    if status.kind is not nip.kind:
        raise Invalid(fields={"employee_status": _("This NIP is one of a %(kind)s.", kind=nip.kind.value)})


def mask_nip(value: str) -> str:
    """For public pages: birth date and sex hidden, '********201505*001'."""
    return f"{'*' * 8}{value[8:14]}*{value[15:]}"


PATRONYMS = ("bin", "binti")
ROMAN = re.compile(r"(?=.{2,})X?(IX|IV|V?I{0,3})", re.IGNORECASE)
NAME = re.compile(r"[^\W\d_]([^\W\d_]|[ .'’`-])*")


def tidy_name(text: str) -> str:
    """The name without titles, each word capitalised (B9): bin/binti lower, Roman numerals upper, mixed case as typed.

    Raises Invalid (field `name`).
    """
    words = text.split()
    if not words:
        raise Invalid(fields={"name": _("The name is needed.")})
    if not NAME.fullmatch(" ".join(words)):
        raise Invalid(fields={"name": _("A name has letters, spaces, dots, apostrophes and hyphens only; titles have their own fields.")})
    return " ".join(_tidy_word(word, first=index == 0) for index, word in enumerate(words))


def _tidy_word(word: str, first: bool) -> str:
    if not first and word.lower() in PATRONYMS:
        return word.lower()
    uniform = word.isupper() or word.islower()
    if uniform and not first and ROMAN.fullmatch(word):
        return word.upper()
    if not uniform and word[0].isupper():
        return word
    return "".join(_capitalise(piece) for piece in re.split(r"([-.])", word))


def _capitalise(piece: str) -> str:
    """First letter upper, rest lower; a single letter before an apostrophe keeps a capital after it (O'Brien, but Iqbalsy'ah)."""
    lowered = piece.lower()
    if len(lowered) > 2 and lowered[1] in "'’`":
        return lowered[0].upper() + lowered[1] + lowered[2].upper() + lowered[3:]
    return re.sub(r"[^\W\d_]", lambda letter: letter[0].upper(), lowered, count=1)


def tidy_titles(text: str | None) -> str | None:
    """Titles exactly as written, only spaces put in order ("S.E.,M.Si." becomes "S.E., M.Si."); None when empty."""
    titles = [" ".join(title.split()) for title in (text or "").split(",")]
    return ", ".join(title for title in titles if title) or None


def suggest_titles(text: str | None) -> str | None:
    """A better spelling of dotted titles ("S.E" -> "S.E."), to offer and never to apply; None when there is nothing to say."""
    tidy = tidy_titles(text)
    if tidy is None:
        return None
    better = ", ".join(title + "." if re.fullmatch(r"(\w+\.)+\w+", title) else title for title in tidy.split(", "))
    return better if better != tidy else None


def full_name(front: str | None, name: str, back: str | None) -> str:
    """'Dr. Ahmad Yani, S.E., M.Si.'"""
    return f"{front + ' ' if front else ''}{name}{', ' + back if back else ''}"


def select_label(nip: str, front: str | None, name: str, back: str | None) -> str:
    """P6: '[198001012005011001] AHMAD YANI, S.E.', the name in capitals, titles as written."""
    return f"[{nip}] {full_name(front, name.upper(), back)}"


def parse_birth(text: str) -> tuple[str, date]:
    """B4: 'Jayapura;29-2-2000' into place and date. Raises Invalid (field `birth`)."""
    place, semicolon, day = (part.strip() for part in text.partition(";"))
    if not semicolon:
        raise Invalid(fields={"birth": _("Do not delete the semicolon between place and date of birth, as in Jayapura;29-2-2000.")})
    if not place:
        raise Invalid(fields={"birth": _("The place of birth is missing before the semicolon.")})
    matched = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})", day)
    if not matched:
        raise Invalid(fields={"birth": _("After the semicolon comes the date of birth as day-month-year, as in Jayapura;29-2-2000.")})
    try:
        return place, date(int(matched[3]), int(matched[2]), int(matched[1]))
    except ValueError:
        raise Invalid(fields={"birth": _("%(day)s is not a date of the calendar.", day=day)}) from None


def format_birth(place: str, day: date) -> str:
    """B4: place, semicolon, D-M-YYYY without leading zeros."""
    return f"{place};{day.day}-{day.month}-{day.year}"


def tidy_phone(text: str | None) -> str | None:
    """A personal number as 08… (or +62… for a landline); accepts spaces, dots, hyphens, brackets and +62. None when empty.

    Raises Invalid (field `phone`).
    """
    number = re.sub(r"[\s().-]", "", text or "")
    number = re.sub(r"^(\+62|62)(?=8)", "0", number)
    if not number:
        return None
    if not re.fullmatch(r"08[0-9]{8,11}|\+62[1-9][0-9]{7,11}", number):
        raise Invalid(fields={"phone": _("A phone number begins with 08 or +62 and has 10 to 13 digits.")})
    return number


def tidy_official_email(text: str | None, domains: Iterable[str]) -> str | None:
    """B16: an official address under one of `domains` ("go.id"), in lower case. None when empty.

    Raises Invalid (field `email_official`).
    """
    address = (text or "").strip().lower()
    if not address:
        return None
    matched = re.fullmatch(r"[a-z0-9._%+-]+@([a-z0-9-]+(\.[a-z0-9-]+)+)", address)
    if not matched:
        raise Invalid(fields={"email_official": _("This is not an e-mail address.")})
    allowed = [domain.strip().lower().lstrip("@.") for domain in domains]
    if allowed and not any(matched[1] == domain or matched[1].endswith("." + domain) for domain in allowed):
        raise Invalid(fields={"email_official": _("Use your official address (%(domains)s).", domains=", ".join(allowed))})
    return address
