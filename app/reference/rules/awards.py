"""What awards are filed under, as a new portal starts with it (S21 to S23, standards 8); an agency corrects it on screen. Its texts are read while choosing."""

from typing import Any

AWARD_SCALES: tuple[tuple[str, str, str], ...] = (
    ("1", "Unit Kerja / Instansi", "unit kerja, sub unit kerja, atau perangkat daerah"),
    ("2", "Kabupaten / Kota", ""),
    ("3", "Provinsi", "regional atau provinsi"),
    ("4", "Nasional", "termasuk setiap Satya Lencana"),
    ("5", "Internasional", ""),
)
"""Code, label, what it means."""

AWARD_GROUPS: tuple[tuple[str, str, str], ...] = (
    ("lainnya", "PENGHARGAAN LAINNYA", ""),
    ("satya_lencana", "SATYA LENCANA", "4"),
)
"""Code, label, and the scale that its awards always have."""

LONG_SERVICE = "Diberikan atas pengabdian {years} tahun tanpa terputus sejak CPNS dengan setia, jujur, dan disiplin, tanpa hukuman disiplin sedang atau berat"


def _long_service(code: str, years: int, siasn: str) -> tuple[str, str, dict[str, Any]]:
    data = {"kelompok": "satya_lencana", "definisi": LONG_SERVICE.format(years=years), "tahun": str(years), "siasn": siasn}
    return (code, f"Satya Lencana Karya Satya {'X' * (years // 10)} ({years} tahun)", data)


def _other(code: str, label: str, meaning: str) -> tuple[str, str, dict[str, Any]]:
    return (code, label, {"kelompok": "lainnya", "definisi": meaning, "siasn": "400"})


AWARD_KINDS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    _other(
        "teladan",
        "ASN Teladan",
        "Menjadi teladan dalam integritas, kompetensi, kinerja, dan inovasi; misalnya Anugerah ASN tingkat nasional",
    ),
    _other(
        "berprestasi",
        "ASN Berprestasi",
        "Berintegritas, disiplin, berkinerja paling rendah baik, inovatif, dan berdampak; misalnya ASN Berprestasi tingkat pemerintah kota",
    ),
    _other(
        "inspiratif",
        "ASN Inspiratif",
        "Menggerakkan dan menginspirasi orang lain; misalnya Gender Champion atau Agen Perubahan",
    ),
    _other(
        "inovatif",
        "ASN Inovatif",
        "Memprakarsai terobosan kreatif dalam pelayanan publik; misalnya juara Gelar Inovasi Perangkat Daerah",
    ),
    _other(
        "terbaik",
        "ASN Terbaik",
        "Memiliki rekam jejak, integritas, moralitas, kinerja paling rendah baik, dan dampak; misalnya ASN Berprestasi Perangkat Daerah bulanan",
    ),
    _long_service("karya_satya_10", 10, "201"),
    _long_service("karya_satya_20", 20, "202"),
    _long_service("karya_satya_30", 30, "203"),
    (
        "wira_karya",
        "Satya Lencana Wira Karya",
        {
            "kelompok": "satya_lencana",
            "definisi": "Diberikan atas darma bakti besar kepada negara dan bangsa yang patut diteladani",
            "siasn": "204",
        },
    ),
)
"""Code, label, and: group, definition, years of service it is given for, id in SIASN (hargaId; "400" is its TANDA PENGHARGAAN LAINNYA)."""
