"""Jobs of the city: which functional jobs each OPD has, and the jobs of pelaksana that all have (KepmenPANRB 11/2024). Weights are shares of the free posts."""

from dataclasses import dataclass

from app.demo.tables.degrees import Schooling
from app.organisation.rules import UnitKind

PEMULA, TERAMPIL, MAHIR, PENYELIA = "pemula", "terampil", "mahir", "penyelia"
PERTAMA, MUDA, MADYA = "ahli_pertama", "ahli_muda", "ahli_madya"

LEVEL_NAMES = {
    PEMULA: "Pemula",
    TERAMPIL: "Terampil",
    MAHIR: "Mahir",
    PENYELIA: "Penyelia",
    PERTAMA: "Ahli Pertama",
    MUDA: "Ahli Muda",
    MADYA: "Ahli Madya",
}
LEVEL_RANKS: dict[str, tuple[str, ...]] = {
    PEMULA: ("21",),
    TERAMPIL: ("22", "23", "24"),
    MAHIR: ("31", "32"),
    PENYELIA: ("33", "34"),
    PERTAMA: ("31", "32"),
    MUDA: ("33", "34"),
    MADYA: ("41", "42"),
}
"""Golongan that goes with a level of functional jobs (standards 2)."""
LEVEL_WEIGHTS = {PEMULA: 2, TERAMPIL: 6, MAHIR: 4, PENYELIA: 3, PERTAMA: 6, MUDA: 5, MADYA: 2}
KETERAMPILAN = (TERAMPIL, MAHIR, PENYELIA)
KEAHLIAN = (PERTAMA, MUDA, MADYA)
JUNIOR = (PERTAMA, MUDA)

PELAKSANA_RANKS: dict[Schooling, tuple[str, ...]] = {
    Schooling.SMA: ("21", "22", "23", "24", "31", "32"),
    Schooling.D3: ("23", "24", "31", "32"),
    Schooling.S1: ("31", "32", "33", "34"),
}


@dataclass(frozen=True)
class Job:
    """A job filled by several people. `levels` makes it functional; `at` are beginnings of names of the units it is found in; `women` and `pppk` are shares."""

    title: str
    weight: int
    schooling: Schooling
    field: str = "umum"
    levels: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    women: float = 0.5
    pppk: float = 0.3


SMA, D3, S1, PROFESSION = Schooling.SMA, Schooling.D3, Schooling.S1, Schooling.PROFESSION

EVERYWHERE: tuple[Job, ...] = (
    Job("Penelaah Teknis Kebijakan", 30, S1, pppk=0.0),
    Job("Penata Layanan Operasional", 16, S1, pppk=1.0),
    Job("Pengolah Data dan Informasi", 20, D3, pppk=0.1),
    Job("Pengelola Layanan Operasional", 8, D3, pppk=1.0),
    Job("Pengadministrasi Perkantoran", 22, SMA, pppk=0.15),
    Job("Operator Layanan Operasional", 10, SMA, pppk=1.0, women=0.35),
    Job("Pranata SDM Aparatur", 6, D3, "manajemen sdm", (TERAMPIL, MAHIR), ("Subbagian Umum",), 0.6),
    Job("Arsiparis", 5, D3, "arsip", KETERAMPILAN, ("Subbagian Umum",), 0.6),
    Job("Perencana", 6, S1, "umum", JUNIOR, ("Sekretariat", "Bagian"), 0.5, 0.2),
    Job("Analis Keuangan Pusat dan Daerah", 5, S1, "keuangan", JUNIOR, ("Sekretariat", "Subbagian Perencanaan"), 0.6, 0.2),
    Job("Analis Kebijakan", 5, S1, "pemerintahan", JUNIOR, (), 0.5, 0.0),
)

CLINIC = ("Puskesmas", "RSUD", "Bidang Pelayanan Medik RSUD")
WARD = ("Puskesmas", "RSUD", "Bidang Keperawatan RSUD")

JOBS: dict[str, tuple[Job, ...]] = {
    "setda": (
        Job("Analis Hukum", 18, S1, "hukum", JUNIOR, ("Bagian Hukum",)),
        Job("Perancang Peraturan Perundang-undangan", 18, S1, "hukum", JUNIOR, ("Bagian Hukum",)),
        Job("Pengelola Pengadaan Barang/Jasa", 40, S1, "umum", JUNIOR, ("Bagian Pengadaan",), 0.3),
        Job("Pranata Hubungan Masyarakat", 18, S1, "komunikasi", JUNIOR, ("Bagian Protokol",), 0.6),
    ),
    "inspektorat": (
        Job("Auditor", 200, S1, "keuangan", KEAHLIAN, ("Inspektur",), 0.5, 0.0),
        Job("Pengawas Penyelenggaraan Urusan Pemerintahan Daerah", 90, S1, "pemerintahan", KEAHLIAN, ("Inspektur",), 0.4, 0.0),
    ),
    "bkpsdm": (
        Job("Analis Sumber Daya Manusia Aparatur", 130, S1, "manajemen sdm", KEAHLIAN, ("Bidang",), 0.55, 0.1),
        Job("Asesor Sumber Daya Manusia Aparatur", 45, S1, "manajemen sdm", JUNIOR, ("Bidang Penilaian", "Bidang Pengembangan"), 0.6, 0.0),
        Job("Pranata Komputer", 40, S1, "komputer", JUNIOR, ("Bidang Pengadaan",), 0.35),
    ),
    "bappeda": (Job("Perencana", 160, S1, "teknik", KEAHLIAN, ("Bidang",), 0.45, 0.1),),
    "bpkad": (
        Job("Analis Keuangan Pusat dan Daerah", 110, S1, "keuangan", KEAHLIAN, ("Bidang",), 0.6, 0.1),
        Job("Penilai Pemerintah", 18, S1, "keuangan", JUNIOR, ("Bidang Aset",), 0.4, 0.0),
    ),
    "bpbd": (Job("Penata Penanggulangan Bencana", 70, S1, "teknik", JUNIOR, ("Bidang",), 0.25),),
    "disdik": (
        Job("Guru", 2600, S1, "pendidikan", KEAHLIAN, ("SD", "SMP", "TK"), 0.7, 0.38),
        Job("Pengawas Sekolah", 60, S1, "pendidikan", (MUDA, MADYA), ("Bidang",), 0.5, 0.0),
        Job("Pengembang Teknologi Pembelajaran", 25, S1, "komputer", JUNIOR, ("Bidang",), 0.4),
    ),
    "dinkes": (
        Job("Dokter", 260, PROFESSION, "dokter", KEAHLIAN, CLINIC, 0.55, 0.2),
        Job("Dokter Gigi", 70, PROFESSION, "dokter gigi", JUNIOR, ("Puskesmas", "RSUD"), 0.65, 0.2),
        Job("Perawat", 420, D3, "perawat", KETERAMPILAN, WARD, 0.72, 0.35),
        Job("Perawat", 330, PROFESSION, "perawat", KEAHLIAN, WARD, 0.7, 0.3),
        Job("Bidan", 340, D3, "bidan", KETERAMPILAN, ("Puskesmas",), 1.0, 0.35),
        Job("Bidan", 100, S1, "bidan", JUNIOR, WARD, 1.0, 0.2),
        Job("Apoteker", 80, PROFESSION, "farmasi", JUNIOR, (*CLINIC, "UPTD"), 0.75, 0.3),
        Job("Asisten Apoteker", 70, D3, "farmasi", KETERAMPILAN, (*CLINIC, "UPTD"), 0.8, 0.3),
        Job("Nutrisionis", 80, D3, "gizi", KETERAMPILAN, CLINIC, 0.9, 0.3),
        Job("Pranata Laboratorium Kesehatan", 90, D3, "laboratorium", KETERAMPILAN, CLINIC, 0.7, 0.3),
        Job("Epidemiolog Kesehatan", 50, S1, "kesmas", JUNIOR, ("Bidang Pencegahan", "Puskesmas"), 0.6, 0.3),
        Job("Tenaga Sanitasi Lingkungan", 60, D3, "kesmas", KETERAMPILAN, ("Puskesmas",), 0.5, 0.4),
        Job("Tenaga Promosi Kesehatan dan Ilmu Perilaku", 60, S1, "kesmas", JUNIOR, ("Bidang Kesehatan", "Puskesmas"), 0.75, 0.4),
        Job("Administrator Kesehatan", 60, S1, "kesmas", JUNIOR, ("Bidang", "Sekretariat"), 0.6, 0.1),
        Job("Perekam Medis", 50, D3, "kesmas", KETERAMPILAN, ("RSUD", "Puskesmas"), 0.6, 0.4),
    ),
    "pupr": (
        Job("Penata Laksana Jalan dan Jembatan", 45, S1, "teknik", JUNIOR, ("Bidang Bina Marga",), 0.2),
        Job("Pengelola Sumber Daya Air", 40, S1, "teknik", JUNIOR, ("Bidang Sumber",), 0.25),
        Job("Penata Ruang", 30, S1, "teknik", JUNIOR, ("Bidang Tata Ruang",), 0.4),
    ),
    "perkim": (Job("Penata Kelola Bangunan Gedung dan Kawasan Permukiman", 80, S1, "teknik", JUNIOR, ("Bidang",), 0.3),),
    "satpolpp": (
        Job("Polisi Pamong Praja", 200, SMA, "umum", (PEMULA, TERAMPIL, MAHIR), ("Bidang",), 0.2, 0.2),
        Job("Polisi Pamong Praja", 70, S1, "hukum", JUNIOR, ("Bidang",), 0.2, 0.0),
    ),
    "damkar": (
        Job("Pemadam Kebakaran", 230, SMA, "umum", (PEMULA, TERAMPIL, MAHIR), ("Bidang Pemadaman",), 0.05, 0.3),
        Job("Analis Kebakaran", 60, S1, "teknik", JUNIOR, ("Bidang Pencegahan",), 0.25),
    ),
    "dinsos": (
        Job("Pekerja Sosial", 80, S1, "sosial", JUNIOR, ("Bidang",), 0.6),
        Job("Penyuluh Sosial", 50, S1, "sosial", JUNIOR, ("Bidang",), 0.6),
    ),
    "disnaker": (
        Job("Mediator Hubungan Industrial", 60, S1, "hukum", JUNIOR, ("Bidang Hubungan",), 0.4, 0.1),
        Job("Pengantar Kerja", 50, S1, "sosial", JUNIOR, ("Bidang Pelatihan",), 0.5),
    ),
    "dp3ap2kb": (Job("Penata Kependudukan dan Keluarga Berencana", 110, S1, "sosial", JUNIOR, ("Bidang",), 0.75),),
    "dkpp": (
        Job("Penyuluh Pertanian", 120, S1, "pertanian", KEAHLIAN, ("Bidang Pertanian",), 0.45, 0.4),
        Job("Analis Ketahanan Pangan", 40, S1, "pertanian", JUNIOR, ("Bidang Ketahanan",), 0.5),
        Job("Penyuluh Perikanan", 35, S1, "pertanian", JUNIOR, ("Bidang Perikanan",), 0.4),
    ),
    "dlh": (
        Job("Pengendali Dampak Lingkungan", 70, S1, "lingkungan", JUNIOR, ("Bidang Pengendalian",), 0.5),
        Job("Pengawas Lingkungan Hidup", 40, S1, "lingkungan", JUNIOR, ("Bidang",), 0.4),
    ),
    "disdukcapil": (
        Job("Administrator Database Kependudukan", 90, S1, "komputer", JUNIOR, ("Bidang",), 0.5),
        Job("Pranata Komputer", 40, D3, "komputer", (TERAMPIL, MAHIR), ("Bidang",), 0.4, 0.4),
    ),
    "dishub": (
        Job("Penguji Kendaraan Bermotor", 130, D3, "perhubungan", KETERAMPILAN, ("UPTD",), 0.1, 0.2),
        Job("Analis Transportasi", 30, S1, "perhubungan", (), ("Bidang",), 0.3, 0.0),
    ),
    "diskominfo": (
        Job("Pranata Komputer", 130, S1, "komputer", KEAHLIAN, ("Bidang Aplikasi",), 0.4, 0.3),
        Job("Pranata Komputer", 50, D3, "komputer", (TERAMPIL, MAHIR), ("Bidang Aplikasi",), 0.35, 0.4),
        Job("Pranata Hubungan Masyarakat", 70, S1, "komunikasi", JUNIOR, ("Bidang Informasi",), 0.6),
        Job("Statistisi", 45, S1, "statistik", JUNIOR, ("Bidang Statistik",), 0.5, 0.1),
        Job("Sandiman", 35, S1, "komputer", JUNIOR, ("Bidang Statistik",), 0.3, 0.1),
    ),
    "diskopukm": (Job("Pengawas Koperasi", 70, S1, "keuangan", JUNIOR, ("Bidang Koperasi",), 0.5),),
    "dpmptsp": (Job("Penata Perizinan", 100, S1, "umum", JUNIOR, ("Bidang Pelayanan",), 0.55),),
    "disbudpar": (
        Job("Pamong Budaya", 50, S1, "sosial", JUNIOR, ("Bidang Kebudayaan",), 0.5),
        Job("Adyatama Kepariwisataan dan Ekonomi Kreatif", 50, S1, "umum", JUNIOR, ("Bidang Pariwisata",), 0.5),
    ),
    "dispusip": (
        Job("Pustakawan", 100, S1, "arsip", JUNIOR, ("Bidang Perpustakaan",), 0.65),
        Job("Arsiparis", 80, S1, "arsip", JUNIOR, ("Bidang Kearsipan",), 0.6),
    ),
    "disperindag": (
        Job("Penera", 45, D3, "teknik", (TERAMPIL, MAHIR), ("Bidang Perdagangan",), 0.3),
        Job("Pengawas Perdagangan", 40, S1, "umum", JUNIOR, ("Bidang Perdagangan",), 0.4),
    ),
}
"""Functional jobs by key of the OPD; those without a line here have only what everybody has."""

OFFICE_KINDS = (
    UnitKind.SECRETARIAT,
    UnitKind.DIVISION,
    UnitKind.SECTION,
    UnitKind.SUBSECTION,
    UnitKind.KELURAHAN,
    UnitKind.UPTD,
    UnitKind.OTHER,
)
"""Where people of a job without a place of its own sit."""

HEAD_FIELDS: dict[str, str] = {
    "disdik": "pendidikan",
    "dinkes": "kesmas",
    "pupr": "teknik",
    "perkim": "teknik",
    "bpkad": "keuangan",
    "bapenda": "keuangan",
    "dkpp": "pertanian",
    "dlh": "lingkungan",
    "dishub": "perhubungan",
    "diskominfo": "komputer",
    "bkpsdm": "manajemen sdm",
    "dinsos": "sosial",
}
"""What those who lead an OPD's divisions studied, where it is not something general."""
