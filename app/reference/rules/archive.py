"""The digital archive a new portal starts with: categories, documents and labels of the score (standards 9, S5, S6); all of it is the agency's to edit."""

from typing import Any

Row = tuple[str, str, dict[str, Any]]

_MAIN, _CONDITIONAL = "utama", "kondisional"


def _main(code: str, label: str, weight: str, way: str = "dokumen", package: str = "") -> Row:
    return (code, label, {"kelompok": _MAIN, "bobot": weight, "cara": way} | ({"paket": package} if package else {}))


def _conditional(code: str, label: str) -> Row:
    return (code, label, {"kelompok": _CONDITIONAL, "bobot": "10", "cara": "dokumen", "paket": "kondisional"})


ARCHIVE_CATEGORIES: tuple[Row, ...] = (
    _main("cpns", "CPNS", "7.5", "salah_satu", "cpns"),
    _main("d2np", "D2NP", "7.5"),
    _main("diklat", "Diklat", "15"),
    _main("drh", "DRH", "7.5", "otomatis"),
    _main("golongan", "Golongan", "15"),
    _main("jabatan", "Jabatan", "15"),
    _main("pendidikan", "Pendidikan", "15"),
    _main("pns", "PNS", "7.5"),
    _main("spmt_cpns", "SPMT CPNS", "7.5", "salah_satu", "cpns"),
    _conditional("angka_kredit", "Angka Kredit"),
    _conditional("cltn", "CLTN"),
    _conditional("penghargaan", "Penghargaan"),
    _conditional("pindah_instansi", "Pindah Instansi"),
    _conditional("pmk", "PMK (Peninjauan Masa Kerja)"),
    _conditional("kinerja", "SKP/Kinerja"),
)
"""Nine main categories of together 90 points, of which CPNS and SPMT CPNS share one weight; six conditional ones that share 10 (SE Kepala BKN 11/2025)."""


def _document(code: str, label: str, category: str, need: str, siasn: str = "", **more: Any) -> Row:
    return (code, label, {"kategori": category, "keperluan": need} | more | ({"siasn": siasn} if siasn else {}))


ARCHIVE_DOCUMENTS: tuple[Row, ...] = (
    _document("sk_cpns", "SK CPNS", "cpns", "wajib", "889", status="pns, cpns"),
    _document("d2np", "D2NP/D2NIP", "d2np", "wajib"),
    _document("sertifikat_diklat", "Sertifikat Diklat", "diklat", "riwayat", "874", berulang=True),
    _document("sertifikat_kursus", "Sertifikat Kursus", "diklat", "riwayat", "881", berulang=True, sumber="kursus"),
    _document("sertifikat_kompetensi", "Sertifikat Kompetensi", "diklat", "riwayat", berulang=True, sumber="sertifikasi"),
    _document("sk_pangkat", "SK Pangkat Terakhir (atau SK CPNS)", "golongan", "wajib", berulang=True, status="pns"),
    _document("sk_jabatan", "SK Jabatan", "jabatan", "wajib", "872", berulang=True),
    _document("surat_pelantikan", "Surat Pelantikan", "jabatan", "opsional", "873", berulang=True),
    _document("ijazah", "Ijazah", "pendidikan", "wajib", berulang=True),
    _document("sk_pns", "SK PNS", "pns", "wajib", "887", status="pns"),
    _document("spmt_cpns", "SPMT CPNS", "spmt_cpns", "wajib", "888", status="pns, cpns"),
    _document("pak", "Penetapan Angka Kredit (PAK)", "angka_kredit", "riwayat", "879", berulang=True, jabatan="fungsional"),
    _document("sk_pak", "SK PAK", "angka_kredit", "riwayat", "880", berulang=True, jabatan="fungsional"),
    _document("sk_cltn", "SK CLTN", "cltn", "riwayat", berulang=True, status="pns"),
    _document("sertifikat_penghargaan", "Sertifikat Penghargaan", "penghargaan", "riwayat", "892", berulang=True, sumber="penghargaan"),
    _document("sk_pindah_instansi", "SK Pindah Instansi", "pindah_instansi", "riwayat", berulang=True),
    _document("sk_pmk", "SK Peninjauan Masa Kerja", "pmk", "riwayat", berulang=True, status="pns"),
    _document("evaluasi_kinerja", "Evaluasi Kinerja", "kinerja", "riwayat", "890", berulang=True),
    _document("realisasi_skp", "Realisasi SKP", "kinerja", "riwayat", "891", berulang=True),
)
"""`wajib`: everybody it concerns has one, so a missing one counts; `riwayat`: each that the person has counts; `opsional`: kept, not counted."""

ARCHIVE_LEVELS: tuple[Row, ...] = (
    ("sangat_lengkap", "Sangat lengkap", {"mulai": "90.01"}),
    ("lengkap", "Lengkap", {"mulai": "55.6"}),
    ("cukup_lengkap", "Cukup lengkap", {"mulai": "30"}),
    ("kurang_lengkap", "Kurang lengkap", {"mulai": "0"}),
)
