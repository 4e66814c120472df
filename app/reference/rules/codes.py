"""The code rows a new portal starts with: (code, label, extra columns), from standards 2; SIASN's ids where it has them."""

from typing import Any

from app.reference.rules import CodeList
from app.reference.rules.archive import ARCHIVE_CATEGORIES, ARCHIVE_DOCUMENTS, ARCHIVE_LEVELS
from app.reference.rules.awards import AWARD_GROUPS, AWARD_KINDS, AWARD_SCALES
from app.reference.rules.competences import COMPETENCE_GAPS, COMPETENCE_LEVELS, COMPETENCES, PERFORMANCE_GAPS
from app.reference.rules.courses import COURSE_FORMS, COURSE_KINDS, JOB_FAMILIES
from app.reference.rules.plans import DEVELOPMENT_FORMS, FUND_SOURCES, JOB_STANDARDS, JPM_BANDS
from app.reference.rules.profile import PROFILE_FIELDS

Row = tuple[str, str, dict[str, Any]]

CODES: dict[CodeList, tuple[Row, ...]] = {
    CodeList.GOLONGAN_PNS: (
        ("11", "I/a", {"pangkat": "Juru Muda"}),
        ("12", "I/b", {"pangkat": "Juru Muda Tingkat I"}),
        ("13", "I/c", {"pangkat": "Juru"}),
        ("14", "I/d", {"pangkat": "Juru Tingkat I"}),
        ("21", "II/a", {"pangkat": "Pengatur Muda"}),
        ("22", "II/b", {"pangkat": "Pengatur Muda Tingkat I"}),
        ("23", "II/c", {"pangkat": "Pengatur"}),
        ("24", "II/d", {"pangkat": "Pengatur Tingkat I"}),
        ("31", "III/a", {"pangkat": "Penata Muda"}),
        ("32", "III/b", {"pangkat": "Penata Muda Tingkat I"}),
        ("33", "III/c", {"pangkat": "Penata"}),
        ("34", "III/d", {"pangkat": "Penata Tingkat I"}),
        ("41", "IV/a", {"pangkat": "Pembina"}),
        ("42", "IV/b", {"pangkat": "Pembina Tingkat I"}),
        ("43", "IV/c", {"pangkat": "Pembina Utama Muda"}),
        ("44", "IV/d", {"pangkat": "Pembina Utama Madya"}),
        ("45", "IV/e", {"pangkat": "Pembina Utama"}),
    ),
    CodeList.GOLONGAN_PPPK: (
        ("I", "I", {"pendidikan": "SD"}),
        ("II", "II", {}),
        ("III", "III", {}),
        ("IV", "IV", {"pendidikan": "SMP"}),
        ("V", "V", {"pendidikan": "SMA/D-I"}),
        ("VI", "VI", {"pendidikan": "D-II"}),
        ("VII", "VII", {"pendidikan": "D-III"}),
        ("VIII", "VIII", {}),
        ("IX", "IX", {"pendidikan": "S-1/D-IV"}),
        ("X", "X", {"pendidikan": "S-2/profesi"}),
        ("XI", "XI", {"pendidikan": "S-3"}),
        ("XII", "XII", {}),
        ("XIII", "XIII", {}),
        ("XIV", "XIV", {}),
        ("XV", "XV", {}),
        ("XVI", "XVI", {}),
        ("XVII", "XVII", {}),
    ),
    CodeList.RELIGION: (
        ("1", "Islam", {}),
        ("2", "Kristen", {}),
        ("3", "Katholik", {}),
        ("4", "Hindu", {}),
        ("5", "Budha", {}),
        ("6", "Konghucu", {}),
        ("7", "Lainnya", {}),
    ),
    CodeList.JOB_LEVEL: (
        ("pemula", "Pemula", {"kategori": "Keterampilan"}),
        ("terampil", "Terampil", {"kategori": "Keterampilan"}),
        ("mahir", "Mahir", {"kategori": "Keterampilan"}),
        ("penyelia", "Penyelia", {"kategori": "Keterampilan"}),
        ("ahli_pertama", "Ahli Pertama", {"kategori": "Keahlian"}),
        ("ahli_muda", "Ahli Muda", {"kategori": "Keahlian"}),
        ("ahli_madya", "Ahli Madya", {"kategori": "Keahlian"}),
        ("ahli_utama", "Ahli Utama", {"kategori": "Keahlian"}),
    ),
    CodeList.LEGAL_POSITION: (
        ("01", "Aktif", {"aktif": True, "memutus": False, "berhenti": False}),
        ("02", "Cuti di Luar Tanggungan Negara (CLTN)", {"aktif": False, "memutus": True, "berhenti": False}),
        ("03", "Tugas Belajar", {"aktif": False, "memutus": False, "berhenti": False}),
        ("04", "Pemberhentian Sementara", {"aktif": False, "memutus": True, "berhenti": False}),
        ("15", "Kena Hukuman Disiplin", {"aktif": False, "memutus": True, "berhenti": False}),
        ("66", "Nonaktif (66)", {"aktif": False, "memutus": True, "berhenti": True}),
        ("77", "Nonaktif (77)", {"aktif": False, "memutus": True, "berhenti": True}),
        ("88", "Nonaktif (88)", {"aktif": False, "memutus": True, "berhenti": True}),
        ("99", "Nonaktif (99)", {"aktif": False, "memutus": True, "berhenti": True}),
    ),
    CodeList.COMPETENCE_KIND: (
        ("manajerial", "Manajerial", {}),
        ("sosial_kultural", "Sosial Kultural", {}),
        ("teknis", "Teknis", {}),
        ("fungsional", "Fungsional", {}),
        ("pemerintahan", "Pemerintahan", {}),
    ),
    CodeList.COURSE_FORM: tuple(
        (code, label, {"huruf": letter, "nonklasikal": not classical}) for code, label, letter, classical in COURSE_FORMS
    ),
    CodeList.COURSE_KIND: tuple((f"{number:03d}", name, {}) for number, name in enumerate(COURSE_KINDS, start=1)),
    CodeList.JOB_FAMILY: tuple((f"{number:02d}", name, {}) for number, name in enumerate(JOB_FAMILIES, start=1)),
    CodeList.ARCHIVE_CATEGORY: ARCHIVE_CATEGORIES,
    CodeList.ARCHIVE_DOCUMENT: ARCHIVE_DOCUMENTS,
    CodeList.ARCHIVE_LEVEL: ARCHIVE_LEVELS,
    CodeList.AWARD_SCALE: tuple((code, label, {"definisi": meaning} if meaning else {}) for code, label, meaning in AWARD_SCALES),
    CodeList.AWARD_GROUP: tuple((code, label, {"skala": scale} if scale else {}) for code, label, scale in AWARD_GROUPS),
    CodeList.AWARD_KIND: AWARD_KINDS,
    CodeList.DEVELOPMENT_FORM: DEVELOPMENT_FORMS,
    CodeList.FUND_SOURCE: FUND_SOURCES,
    CodeList.JOB_STANDARD: JOB_STANDARDS,
    CodeList.JPM_BAND: JPM_BANDS,
    CodeList.COMPETENCE: COMPETENCES,
    CodeList.COMPETENCE_LEVEL: COMPETENCE_LEVELS,
    CodeList.COMPETENCE_GAP: COMPETENCE_GAPS,
    CodeList.PERFORMANCE_GAP: PERFORMANCE_GAPS,
    CodeList.PROFILE_FIELD: PROFILE_FIELDS,
}
