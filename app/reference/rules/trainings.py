"""The catalogue "Jenis Diklat" a new portal starts with: title -> code of its "Jenis Kompetensi Diklat".

The first seven stand in manual P8.
"""

MANUAL_TRAININGS: dict[str, str] = {
    "Pelatihan Kepemimpinan Administrator (PKA)": "manajerial",
    "Pelatihan Kepemimpinan Pengawas (PKP)": "manajerial",
    "Pelatihan SPBE": "teknis",
    "Pelatihan Coaching dan Mentoring": "manajerial",
    "Pelatihan Manajemen Kehumasan dan Protokol": "teknis",
    "Pelatihan Manajemen Perkantoran dan Kesekretariatan": "teknis",
    "Pelatihan Tata Naskah Dinas": "teknis",
}

FURTHER_TRAININGS: dict[str, str] = {
    "Pelatihan Kepemimpinan Nasional Tingkat II (PKN II)": "manajerial",
    "Pelatihan Manajemen Perubahan": "manajerial",
    "Pelatihan Manajemen Risiko Sektor Publik": "manajerial",
    "Pelatihan Manajemen Kinerja Aparatur": "manajerial",
    "Pelatihan Pengambilan Keputusan Berbasis Data": "manajerial",
    "Pelatihan Perencanaan Strategis Perangkat Daerah": "manajerial",
    "Pelatihan Komunikasi Kepemimpinan": "manajerial",
    "Pelatihan Membangun Tim Efektif": "manajerial",
    "Pelatihan Perekat Bangsa dan Wawasan Kebangsaan": "sosial_kultural",
    "Pelatihan Komunikasi Lintas Budaya": "sosial_kultural",
    "Pelatihan Moderasi Beragama": "sosial_kultural",
    "Pelatihan Pengarusutamaan Gender": "sosial_kultural",
    "Pelatihan Pelayanan Ramah Penyandang Disabilitas": "sosial_kultural",
    "Pelatihan Resolusi Konflik Sosial": "sosial_kultural",
    "Pelatihan Pengadaan Barang/Jasa Pemerintah Level 1": "teknis",
    "Pelatihan Pengelolaan Keuangan Daerah": "teknis",
    "Pelatihan Penatausahaan Bendahara Pengeluaran": "teknis",
    "Pelatihan Penyusunan Laporan Keuangan Berbasis Akrual": "teknis",
    "Pelatihan Pengelolaan Barang Milik Daerah": "teknis",
    "Pelatihan Penyusunan Standar Operasional Prosedur (SOP)": "teknis",
    "Pelatihan Analisis Jabatan dan Analisis Beban Kerja": "teknis",
    "Pelatihan Penyusunan Laporan Kinerja Instansi Pemerintah (LKjIP)": "teknis",
    "Pelatihan Keamanan Informasi Pemerintah Daerah": "teknis",
    "Pelatihan Pengelolaan Data Statistik Sektoral": "teknis",
    "Pelatihan Sistem Informasi Geografis untuk Perencanaan": "teknis",
    "Pelatihan Pengelolaan Arsip Dinamis": "teknis",
    "Pelatihan Pelayanan Prima": "teknis",
    "Pelatihan Penanggulangan Bencana Daerah": "teknis",
    "Pelatihan Pengelolaan Media Sosial Pemerintah": "teknis",
    "Pelatihan Bantuan Hidup Dasar bagi Tenaga Kesehatan": "teknis",
    "Pelatihan Pencegahan dan Pengendalian Infeksi": "teknis",
    "Pelatihan Manajemen Puskesmas": "teknis",
    "Pelatihan Penyusunan Modul Ajar Kurikulum Merdeka": "teknis",
    "Pelatihan Pembentukan Jabatan Fungsional Perencana Ahli Pertama": "fungsional",
    "Pelatihan Pembentukan Auditor Ahli Pertama": "fungsional",
    "Pelatihan Fungsional Arsiparis": "fungsional",
    "Pelatihan Fungsional Analis Kebijakan": "fungsional",
    "Pelatihan Fungsional Pranata Komputer": "fungsional",
    "Pelatihan Pembentukan Asesor SDM Aparatur": "fungsional",
    "Pelatihan Fungsional Penyuluh Pertanian": "fungsional",
    "Pelatihan Kader Posyandu dan Promosi Kesehatan": "fungsional",
    "Pelatihan Manajemen Pemerintahan Kelurahan": "pemerintahan",
    "Pelatihan Teknis Pemerintahan Kecamatan": "pemerintahan",
    "Pelatihan Penyusunan Produk Hukum Daerah": "pemerintahan",
    "Pelatihan Pengelolaan Administrasi Kependudukan": "pemerintahan",
}

TRAININGS: dict[str, str] = MANUAL_TRAININGS | FURTHER_TRAININGS
