"""Schooling and its titles: with which rank a person entered, how old, and what stands before and behind the name."""

from dataclasses import dataclass
from enum import StrEnum


class Schooling(StrEnum):
    """The schooling a job asks for; PROFESSION is a degree with a professional year (physician, nurse, pharmacist)."""

    SMA = "sma"
    D3 = "d3"
    S1 = "s1"
    PROFESSION = "profesi"
    S2 = "s2"


@dataclass(frozen=True)
class Entry:
    """`rank` at appointment as PNS, `pppk` rank, and the ages at which people with this schooling begin."""

    rank: str
    pppk: str
    ages: tuple[int, int]


ENTRIES: dict[Schooling, Entry] = {
    Schooling.SMA: Entry("21", "V", (19, 27)),
    Schooling.D3: Entry("23", "VII", (22, 28)),
    Schooling.S1: Entry("31", "IX", (23, 30)),
    Schooling.PROFESSION: Entry("32", "X", (25, 31)),
    Schooling.S2: Entry("31", "IX", (24, 29)),
}


@dataclass(frozen=True)
class Field:
    """Titles of one field of study; `front` goes with the profession."""

    s1: tuple[str, ...]
    s2: tuple[str, ...] = ("M.Si.", "M.M.")
    d3: tuple[str, ...] = ("A.Md.",)
    front: str | None = None


FIELDS: dict[str, Field] = {
    "umum": Field(("S.E.", "S.Sos.", "S.IP.", "S.A.P.", "S.H."), ("M.Si.", "M.M.", "M.A.P.")),
    "pemerintahan": Field(("S.STP.", "S.IP.", "S.Sos.", "S.Tr.IP."), ("M.Si.", "M.A.P.", "M.M.")),
    "hukum": Field(("S.H.",), ("M.H.",)),
    "keuangan": Field(("S.E.", "S.Ak.", "S.E.Ak."), ("M.M.", "M.Ak.", "M.Si.")),
    "teknik": Field(("S.T.",), ("M.T.", "M.Si."), ("A.Md.T.",)),
    "komputer": Field(("S.Kom.", "S.T.", "S.Tr.Kom."), ("M.Kom.", "M.T.I."), ("A.Md.Kom.",)),
    "komunikasi": Field(("S.I.Kom.", "S.Sos."), ("M.I.Kom.",)),
    "pendidikan": Field(("S.Pd.",), ("M.Pd.",), ("A.Ma.Pd.",)),
    "dokter": Field((), ("M.K.M.",), front="dr."),
    "dokter gigi": Field((), ("M.K.M.",), front="drg."),
    "perawat": Field(("S.Kep.",), ("M.Kep.",), ("A.Md.Kep.",), front="Ns."),
    "bidan": Field(("S.Tr.Keb.",), ("M.Keb.",), ("A.Md.Keb.",)),
    "farmasi": Field(("S.Farm.",), ("M.Farm.",), ("A.Md.Farm.",), front="apt."),
    "gizi": Field(("S.Gz.",), ("M.Gizi",), ("A.Md.Gz.",)),
    "laboratorium": Field(("S.Tr.Kes.",), ("M.Kes.",), ("A.Md.A.K.",)),
    "kesmas": Field(("S.K.M.",), ("M.K.M.", "M.Kes."), ("A.Md.Kes.",)),
    "arsip": Field(("S.I.Pust.", "S.Hum.", "S.A.P."), ("M.Hum.",)),
    "pertanian": Field(("S.P.", "S.Pt.", "S.Pi."), ("M.P.", "M.Si."), ("A.Md.P.",)),
    "lingkungan": Field(("S.T.", "S.Si."), ("M.Ling.", "M.Si.")),
    "sosial": Field(("S.Sos.", "S.Tr.Sos.", "S.Psi."), ("M.Si.", "M.Kesos.")),
    "perhubungan": Field(("S.Tr.Tra.", "S.T."), ("M.T.",), ("A.Md.Tra.",)),
    "statistik": Field(("S.Tr.Stat.", "S.Si."), ("M.Stat.", "M.Si.")),
    "manajemen sdm": Field(("S.Psi.", "S.A.P.", "S.IP.", "S.H."), ("M.Psi.", "M.Si.", "M.M.")),
}
SPECIALISTS = ("Sp.A.", "Sp.B.", "Sp.P.D.", "Sp.O.G.")
"""Behind the names of senior physicians of the hospital."""
