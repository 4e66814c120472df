"""What yearly plans are made of, as a new portal starts with it (T10, standards 4 and 5); an agency corrects it on screen."""

from typing import Any


def _form(code: str, label: str, path: str, counting: str, worth: str = "") -> tuple[str, str, dict[str, Any]]:
    return (code, label, {"jalur": path, "hitung": counting, **({"nilai": worth} if worth else {})})


DEVELOPMENT_FORMS = (
    _form("TB01", "Tugas belajar pada pendidikan tinggi formal", "tugas_belajar", "tidak"),
    _form("KL01", "Pelatihan struktural kepemimpinan", "klasikal", "asli"),
    _form("KL02", "Pelatihan manajerial", "klasikal", "asli"),
    _form("KL03", "Pelatihan teknis", "klasikal", "asli"),
    _form("KL04", "Pelatihan fungsional", "klasikal", "asli"),
    _form("KL05", "Pelatihan sosial kultural", "klasikal", "asli"),
    _form("KL06", "Seminar/konferensi/sarasehan", "klasikal", "hari", "4"),
    _form("KL07", "Workshop/lokakarya", "klasikal", "hari", "5"),
    _form("KL08", "Kursus", "klasikal", "asli"),
    _form("KL09", "Penataran", "klasikal", "asli"),
    _form("KL10", "Bimbingan teknis", "klasikal", "asli"),
    _form("KL11", "Sosialisasi", "klasikal", "asli"),
    _form("KL12", "Pelatihan klasikal lainnya", "klasikal", "asli"),
    _form("NKL01", "Coaching", "nonklasikal", "kali", "2"),
    _form("NKL02", "Mentoring", "nonklasikal", "kali", "2"),
    _form("NKL03", "E-learning", "nonklasikal", "asli"),
    _form("NKL04", "Pelatihan jarak jauh", "nonklasikal", "asli"),
    _form("NKL05", "Detasering (secondment)", "nonklasikal", "kegiatan", "20"),
    _form("NKL06", "Pembelajaran alam terbuka (outbond)", "nonklasikal", "asli"),
    _form("NKL07", "Patok banding (benchmarking)", "nonklasikal", "kegiatan", "10"),
    _form("NKL08", "Pertukaran PNS dengan pegawai swasta/BUMN/BUMD", "nonklasikal", "kegiatan", "20"),
    _form("NKL09", "Belajar mandiri (self development)", "nonklasikal", "kali", "2"),
    _form("NKL10", "Komunitas belajar (community of practices)", "nonklasikal", "kali", "2"),
    _form("NKL11", "Bimbingan di tempat kerja", "nonklasikal", "kali", "2"),
    _form("NKL12", "Magang/praktik kerja", "nonklasikal", "kegiatan", "20"),
    _form("NKL13", "Pelatihan nonklasikal lainnya", "nonklasikal", "asli"),
)
"""Bentuk dan jalur of PerLAN 10/2018: path, what its JP are counted by, and how many."""

FUND_SOURCES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("apbn", "APBN", {}),
    ("apbd", "APBD", {}),
    ("blud", "BLU/BLUD", {}),
    ("pnbp", "PNBP", {}),
    ("hibah", "Hibah/kerja sama", {}),
    ("mandiri", "Mandiri", {}),
    ("tanpa_biaya", "Tanpa biaya", {}),
)

JOB_STANDARDS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("jpt_utama", "JPT Utama", {"level": "5"}),
    ("jpt_madya", "JPT Madya", {"level": "5"}),
    ("jpt_pratama", "JPT Pratama", {"level": "4"}),
    ("administrator", "Administrator", {"level": "3"}),
    ("pengawas", "Pengawas", {"level": "2"}),
    ("pelaksana", "Pelaksana", {"level": "1"}),
    ("pemula", "JF Pemula", {"level": "1"}),
    ("terampil", "JF Terampil", {"level": "2"}),
    ("mahir", "JF Mahir", {"level": "2"}),
    ("penyelia", "JF Penyelia", {"level": "3"}),
    ("ahli_pertama", "JF Ahli Pertama", {"level": "2"}),
    ("ahli_muda", "JF Ahli Muda", {"level": "3"}),
    ("ahli_madya", "JF Ahli Madya", {"level": "4"}),
    ("ahli_utama", "JF Ahli Utama", {"level": "5"}),
)
"""The required level of the nine competences by job type, for functional jobs by their rung (PermenPANRB 38/2017)."""

JPM_BANDS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("optimal", "Optimal", {"mulai": "90"}),
    ("cukup_optimal", "Cukup optimal", {"mulai": "78"}),
    ("kurang_optimal", "Kurang optimal", {"mulai": "0"}),
)
"""How a test result is called from which JPM on (PerBKN 26/2019)."""
