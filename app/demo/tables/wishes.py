"""What people ask for and why it is granted or not: trainings by job, hand-typed titles in several spellings, recommendations, reasons."""

from dataclasses import dataclass

MANAGERIAL: dict[str, tuple[str, ...]] = {
    "jpt_pratama": (
        "Pelatihan Kepemimpinan Nasional Tingkat II (PKN II)",
        "Pelatihan Manajemen Perubahan",
        "Pelatihan Pengambilan Keputusan Berbasis Data",
        "Pelatihan Komunikasi Kepemimpinan",
    ),
    "administrator": (
        "Pelatihan Kepemimpinan Administrator (PKA)",
        "Pelatihan Kepemimpinan Administrator (PKA)",
        "Pelatihan Manajemen Perubahan",
        "Pelatihan Manajemen Risiko Sektor Publik",
        "Pelatihan Perencanaan Strategis Perangkat Daerah",
        "Pelatihan Coaching dan Mentoring",
        "Pelatihan Membangun Tim Efektif",
        "Pelatihan Pengambilan Keputusan Berbasis Data",
    ),
    "pengawas": (
        "Pelatihan Kepemimpinan Pengawas (PKP)",
        "Pelatihan Kepemimpinan Pengawas (PKP)",
        "Pelatihan Kepemimpinan Pengawas (PKP)",
        "Pelatihan Manajemen Kinerja Aparatur",
        "Pelatihan Coaching dan Mentoring",
        "Pelatihan Manajemen Perkantoran dan Kesekretariatan",
        "Pelatihan Tata Naskah Dinas",
    ),
}
"""Catalogue titles by type of job; one named more often is asked for more often."""

BY_OFFICE: dict[str, tuple[str, ...]] = {
    "setda": (
        "Pelatihan Pengadaan Barang/Jasa Pemerintah Level 1",
        "Pelatihan Penyusunan Produk Hukum Daerah",
        "Pelatihan Manajemen Kehumasan dan Protokol",
        "Pelatihan Analisis Jabatan dan Analisis Beban Kerja",
        "Pelatihan Fungsional Analis Kebijakan",
    ),
    "inspektorat": (
        "Pelatihan Pembentukan Auditor Ahli Pertama",
        "Pelatihan Manajemen Risiko Sektor Publik",
        "Pelatihan Pengelolaan Keuangan Daerah",
    ),
    "bkpsdm": (
        "Pelatihan Pembentukan Asesor SDM Aparatur",
        "Pelatihan Analisis Jabatan dan Analisis Beban Kerja",
        "Pelatihan Manajemen Kinerja Aparatur",
    ),
    "bappeda": (
        "Pelatihan Pembentukan Jabatan Fungsional Perencana Ahli Pertama",
        "Pelatihan Sistem Informasi Geografis untuk Perencanaan",
        "Pelatihan Perencanaan Strategis Perangkat Daerah",
    ),
    "bpkad": (
        "Pelatihan Pengelolaan Keuangan Daerah",
        "Pelatihan Penyusunan Laporan Keuangan Berbasis Akrual",
        "Pelatihan Pengelolaan Barang Milik Daerah",
    ),
    "bapenda": ("Pelatihan Pengelolaan Keuangan Daerah", "Pelatihan Pelayanan Prima"),
    "bpbd": ("Pelatihan Penanggulangan Bencana Daerah",),
    "damkar": ("Pelatihan Penanggulangan Bencana Daerah",),
    "disdik": (
        "Pelatihan Penyusunan Modul Ajar Kurikulum Merdeka",
        "Pelatihan Penyusunan Modul Ajar Kurikulum Merdeka",
        "Pelatihan Moderasi Beragama",
        "Pelatihan Pelayanan Ramah Penyandang Disabilitas",
    ),
    "dinkes": (
        "Pelatihan Bantuan Hidup Dasar bagi Tenaga Kesehatan",
        "Pelatihan Bantuan Hidup Dasar bagi Tenaga Kesehatan",
        "Pelatihan Pencegahan dan Pengendalian Infeksi",
        "Pelatihan Manajemen Puskesmas",
        "Pelatihan Kader Posyandu dan Promosi Kesehatan",
    ),
    "pupr": ("Pelatihan Sistem Informasi Geografis untuk Perencanaan", "Pelatihan Pengadaan Barang/Jasa Pemerintah Level 1"),
    "satpolpp": ("Pelatihan Resolusi Konflik Sosial",),
    "kesbangpol": ("Pelatihan Perekat Bangsa dan Wawasan Kebangsaan", "Pelatihan Resolusi Konflik Sosial"),
    "dinsos": ("Pelatihan Pelayanan Ramah Penyandang Disabilitas", "Pelatihan Resolusi Konflik Sosial"),
    "dp3ap2kb": ("Pelatihan Pengarusutamaan Gender",),
    "dkpp": ("Pelatihan Fungsional Penyuluh Pertanian",),
    "disdukcapil": ("Pelatihan Pengelolaan Administrasi Kependudukan", "Pelatihan Pelayanan Prima"),
    "diskominfo": (
        "Pelatihan SPBE",
        "Pelatihan SPBE",
        "Pelatihan Keamanan Informasi Pemerintah Daerah",
        "Pelatihan Fungsional Pranata Komputer",
        "Pelatihan Pengelolaan Media Sosial Pemerintah",
        "Pelatihan Pengelolaan Data Statistik Sektoral",
    ),
    "dpmptsp": ("Pelatihan Pelayanan Prima",),
    "dispusip": ("Pelatihan Fungsional Arsiparis", "Pelatihan Pengelolaan Arsip Dinamis"),
    "kec": ("Pelatihan Teknis Pemerintahan Kecamatan", "Pelatihan Manajemen Pemerintahan Kelurahan", "Pelatihan Pelayanan Prima"),
}
"""Catalogue titles by key of the OPD."""

SPECIALISTS = ("disdik", "dinkes")
"""OPDs whose functional jobs have little use for what is taught to everybody."""

GENERAL: tuple[str, ...] = (
    "Pelatihan SPBE",
    "Pelatihan Tata Naskah Dinas",
    "Pelatihan Tata Naskah Dinas",
    "Pelatihan Pengelolaan Arsip Dinamis",
    "Pelatihan Manajemen Perkantoran dan Kesekretariatan",
    "Pelatihan Pengadaan Barang/Jasa Pemerintah Level 1",
    "Pelatihan Penatausahaan Bendahara Pengeluaran",
    "Pelatihan Penyusunan Standar Operasional Prosedur (SOP)",
    "Pelatihan Penyusunan Laporan Kinerja Instansi Pemerintah (LKjIP)",
    "Pelatihan Pelayanan Prima",
    "Pelatihan Pengelolaan Media Sosial Pemerintah",
)


@dataclass(frozen=True)
class Typed:
    """One training that is not in the guide, as different people write it.

    `offices` are keys of OPDs, empty for all; `anybody` asks for it, teachers, nurses and heads too.
    """

    spellings: tuple[str, ...]
    offices: tuple[str, ...] = ()
    anybody: bool = False


MANUAL: tuple[Typed, ...] = (
    Typed(
        (
            "Pelatihan Pengadaan Barang dan Jasa",
            "diklat pengadaan barang & jasa",
            "Bimtek Pengadaan Barang/Jasa",
            "PELATIHAN PENGADAAN BARANG JASA",
        ),
        anybody=True,
    ),
    Typed(("Pelatihan Public Speaking", "pelatihan public speaking", "Diklat Public Speaking", "Kursus public speaking"), anybody=True),
    Typed(("Workshop Penyusunan SKP", "Bimtek penyusunan S.K.P.", "Pelatihan Penyusunan SKP"), anybody=True),
    Typed(("Kursus Bahasa Inggris", "kursus bahasa inggris", "Pelatihan Bahasa Inggris"), anybody=True),
    Typed(("Bimtek SIPD", "Pelatihan SIPD", "bimbingan teknis S.I.P.D.")),
    Typed(("Pelatihan Analisis Data dengan Spreadsheet", "pelatihan analisis data dengan spreadsheet")),
    Typed(("Pelatihan Desain Grafis", "Diklat desain grafis", "kursus Desain Grafis"), ("diskominfo", "setda", "disbudpar", "dispora")),
    Typed(("Pelatihan Bahasa Isyarat", "Diklat Bahasa Isyarat"), ("dinsos", "disdik", "disdukcapil", "dpmptsp")),
    Typed(("Pelatihan BTCLS", "Diklat B.T.C.L.S.", "pelatihan btcls"), ("dinkes",)),
    Typed(("Pelatihan Konselor Menyusui", "pelatihan konselor menyusui"), ("dinkes",)),
    Typed(("Pelatihan Penguji Kendaraan Bermotor Tingkat Lanjut",), ("dishub",)),
    Typed(("Pelatihan Vertical Rescue", "Diklat vertical rescue"), ("damkar", "bpbd")),
    Typed(("Pelatihan PPNS Penegak Perda", "Diklat PPNS penegak perda"), ("satpolpp",)),
    Typed(("Pelatihan Audit Investigatif",), ("inspektorat",)),
    Typed(("Pelatihan Ethical Hacking", "kursus ethical hacking"), ("diskominfo",)),
    Typed(("Pelatihan Pembuatan Media Pembelajaran Interaktif", "Bimtek pembuatan media pembelajaran interaktif"), ("disdik",)),
)

RECOMMENDATIONS: tuple[str, ...] = (
    "VISIONARY LEADERSHIP",
    "STRATEGIC THINKING",
    "COACHING AND MENTORING",
    "CHANGE MANAGEMENT",
    "DIGITAL LEADERSHIP",
    "DECISION MAKING AND PROBLEM SOLVING",
    "EFFECTIVE COMMUNICATION",
    "PUBLIC SERVICE EXCELLENCE",
    "TEAM BUILDING",
    "CONFLICT MANAGEMENT",
)

REVISE_REASONS: tuple[str, ...] = (
    "<p>Jenis diklat belum sesuai dengan tugas dan fungsi jabatan saat ini. Silakan pilih pelatihan yang mendukung sasaran kinerja tahun ini.</p>",
    "<p>Pelatihan ini sudah Saudara ikuti tahun lalu. Mohon usulkan pengembangan kompetensi lain sesuai hasil penilaian kinerja.</p>",
    "<p>Mohon dikonsultasikan dengan atasan langsung dan disesuaikan dengan rencana pengembangan kompetensi perangkat daerah.</p>",
)
REVISE_TYPED: tuple[str, ...] = (
    "<p>Mohon pilih dari <strong>panduan jenis diklat</strong>; pelatihan yang dimaksud sudah tersedia di daftar.</p>",
    "<p>Judul pelatihan terlalu umum. Mohon dilengkapi:</p><ul><li>materi pokok</li><li>tingkat pelatihan</li></ul>",
    "<p>Tuliskan nama pelatihan secara lengkap, tanpa singkatan, agar dapat direkap.</p>",
)
"""Reasons that fit only a title typed by hand."""
REJECT_REASONS: tuple[str, ...] = (
    "<p>Pelatihan tidak berkaitan dengan tugas jabatan dan tidak tercantum dalam rencana pengembangan kompetensi tahun ini.</p>",
    "<p>Anggaran pelatihan ini tidak tersedia pada tahun berjalan. Silakan mengusulkan kembali pada periode berikutnya.</p>",
    "<p>Usulan sejenis sudah diakomodasi melalui pelatihan klasikal tingkat provinsi.</p>",
)
REJECT_LEADERSHIP = "<p>Belum memenuhi persyaratan masa kerja dalam jabatan untuk mengikuti pelatihan kepemimpinan yang diusulkan.</p>"
REJECT_RETIRING, RETIRING_AGE = "<p>Yang bersangkutan akan memasuki batas usia pensiun sebelum pelatihan dilaksanakan.</p>", 56
