"""What people of the demo agency learnt, hold and were given: titles with their codes (jenis diklat, rumpun jabatan), organisers, and the officer's reasons."""

COURSES: tuple[tuple[str, str, str, str, int, int], ...] = (
    ("7", "02", "Sosialisasi Manajemen ASN", "BKPSDM {city}", 1, 4),
    ("7", "09", "Sosialisasi Netralitas ASN", "Badan Kepegawaian Negara", 1, 3),
    ("7", "38", "Sosialisasi Keamanan Informasi", "Dinas Komunikasi dan Informatika", 1, 4),
    ("8", "21", "Bimbingan Teknis Pengelolaan Keuangan Daerah", "BPKAD {city}", 2, 16),
    ("8", "14", "Bimbingan Teknis Kearsipan Dinamis", "Arsip Nasional Republik Indonesia", 2, 14),
    ("8", "31", "Bimbingan Teknis Penyusunan Renja", "Bappeda {city}", 3, 20),
    ("9", "36", "Seminar Reformasi Birokrasi", "Kementerian PANRB", 1, 4),
    ("9", "18", "Seminar Penanganan Stunting", "Dinas Kesehatan", 1, 5),
    ("4", "26", "Lokakarya Kurikulum Merdeka", "Dinas Pendidikan", 2, 10),
    ("4", "11", "Lokakarya Pengelolaan Media Sosial", "Dinas Komunikasi dan Informatika", 1, 6),
    ("3", "02", "Pelatihan Teknis Analisis Jabatan", "BKPSDM {city}", 5, 40),
    ("3", "28", "Pelatihan Pengadaan Barang/Jasa Level 1", "LKPP", 6, 48),
    ("2", "31", "Pelatihan Fungsional Perencana Ahli Pertama", "Bappenas", 10, 80),
    ("5", "02", "Pelatihan Manajemen Perubahan", "Lembaga Administrasi Negara", 4, 32),
    ("16", "38", "E-Learning Literasi Digital Sektor Pemerintahan", "Kementerian Komunikasi dan Digital", 3, 9),
    ("16", "02", "E-Learning Nilai Dasar BerAKHLAK", "Lembaga Administrasi Negara", 2, 6),
    ("11", "04", "Kursus Bahasa Isyarat Dasar", "Dinas Sosial", 4, 16),
)
"""Jenis diklat, rumpun jabatan, name, organiser, days, JP."""

CERTIFICATIONS: tuple[tuple[str, str, str, str | None, int], ...] = (
    ("28", "Uji Kompetensi Pengadaan Barang/Jasa Tingkat Dasar", "LEMBAGA KEBIJAKAN PENGADAAN BARANG/JASA PEMERINTAH", None, 3),
    ("29", "Sertifikasi Auditor Ahli Pertama", "Badan Pengawasan Keuangan dan Pembangunan", "CGAA", 4),
    ("38", "Sertifikasi Analis Keamanan Informasi", "BNSP", None, 3),
    ("14", "Sertifikasi Arsiparis", "Arsip Nasional Republik Indonesia", None, 5),
    ("18", "Pelatihan Bantuan Hidup Dasar", "Perhimpunan Dokter Emergensi", None, 2),
    ("02", "Sertifikasi Asesor SDM Aparatur", "Badan Kepegawaian Negara", "CHRA", 3),
)
"""Rumpun jabatan, name, body, title behind the name, years of validity."""

AWARDS: tuple[tuple[str, str, str], ...] = (
    ("berprestasi", "2", "Wali {city}"),
    ("terbaik", "1", "Kepala Dinas Pendidikan"),
    ("inovatif", "2", "Wali {city}"),
    ("inspiratif", "3", "Gubernur"),
    ("teladan", "4", "Menteri PANRB"),
)
"""Kind, scale, who gave it."""

RETURN_REASONS = (
    "Nomor sertifikat pada isian tidak sama dengan nomor pada dokumen. Mohon diperbaiki.",
    "Hasil pindai buram pada bagian tanggal. Mohon unggah ulang dokumen yang jelas.",
    "Durasi yang diisi tidak sesuai dengan jumlah JP di sertifikat.",
    "Halaman belakang sertifikat belum disertakan.",
)
REJECT_REASONS = (
    "Dokumen yang diunggah bukan sertifikat, melainkan undangan kegiatan.",
    "Sertifikat atas nama orang lain.",
    "Kegiatan ini telah tercatat dan disetujui sebelumnya.",
)
CANCEL_REASONS = ("Penyelenggara menyatakan sertifikat ini dicabut.", "Terdapat laporan bahwa nomor sertifikat tidak terdaftar.")
