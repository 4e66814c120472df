"""The register of processing activities as a new portal has it (UU 27/2022, Ps. 31): what this portal really does with data of people. BKPSDM goes on from here."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

PUBLIC_DUTY = "Kewajiban hukum dan tugas pelayanan publik (UU 27/2022 Ps. 20 ayat (2) huruf c dan e)"
DEVELOPMENT = f"{PUBLIC_DUTY}; UU 20/2023; PP 11/2017 jo. PP 17/2020; PerLAN 10/2018"
CONSENT = "Persetujuan pegawai (UU 27/2022 Ps. 20 ayat (2) huruf a), dapat ditarik kapan saja di “Persetujuan Saya”"
SCHEDULE = "Sesuai jadwal retensi arsip instansi (UU 43/2009)"
GUARDED = "Hak akses per peran dan per OPD, jejak audit berantai, sambungan TLS, kata sandi di-hash, faktor kedua"


@dataclass(frozen=True)
class Activity:
    """One row of the register."""

    name: str
    purpose: str
    basis: str
    people: str
    data_kinds: str
    receivers: str
    retention: str
    security: str = GUARDED


ACTIVITIES: tuple[Activity, ...] = (
    Activity(
        "Data pegawai dan unit kerja",
        "Mengetahui siapa pegawai, jabatan, dan atasannya, agar usulan, rencana, dan sertifikat sampai kepada yang berwenang.",
        DEVELOPMENT,
        "ASN instansi",
        "NIP, nama dan gelar, tempat dan tanggal lahir, jenis kelamin, agama, pangkat, jabatan, unit, atasan, pos-el, telepon, alamat kantor",
        "Atasan langsung, admin OPD, BKPSDM, auditor; MyASN/SIASN untuk riwayat yang disetujui",
        SCHEDULE,
    ),
    Activity(
        "Akun, masuk, dan keamanan",
        "Memastikan bahwa hanya yang berhak masuk, dan menemukan percobaan masuk yang tidak sah.",
        PUBLIC_DUTY,
        "Semua pengguna portal",
        "Nama akun, sidik kata sandi, faktor kedua, sesi, perangkat, alamat jaringan, peran",
        "Pengguna sendiri, administrator portal, auditor",
        "Sesi berakhir dengan sendirinya; akun ditutup ketika pegawai tidak lagi aktif",
    ),
    Activity(
        "Rencana dan usulan pengembangan kompetensi",
        "Merencanakan, mengusulkan, memverifikasi, dan melaporkan pelatihan setiap pegawai.",
        DEVELOPMENT,
        "ASN instansi, atasan langsung",
        "Rencana tahunan, dialog kinerja, usulan, rekomendasi dengan suratnya, realisasi dan laporan, keputusan dengan alasannya",
        "Pegawai, atasan langsung, admin OPD, BKPSDM, auditor",
        SCHEDULE,
    ),
    Activity(
        "Kursus, sertifikasi, penghargaan, dan arsip digital",
        "Mencatat dan memverifikasi riwayat beserta buktinya, menghitung JP dan skor arsip.",
        DEVELOPMENT,
        "ASN instansi",
        "Riwayat kursus, sertifikasi, penghargaan, jam pelajaran, dokumen bukti (PDF), skor arsip",
        "Pegawai, admin OPD, BKPSDM, auditor; MyASN/SIASN",
        SCHEDULE,
    ),
    Activity(
        "Hasil uji kompetensi",
        "Mengukur kesenjangan kompetensi sebagai dasar rencana pengembangan.",
        f"{PUBLIC_DUTY}; PermenPANRB 38/2017",
        "ASN yang mengikuti uji kompetensi",
        "Nilai, kotak talenta, rekomendasi (akses lebih ketat)",
        "Pegawai sendiri, atasan langsung, BKPSDM, auditor",
        SCHEDULE,
        f"{GUARDED}; setiap orang lain yang melihat tercatat dan dapat dibaca pegawai di “Data Saya”; nilai tidak disimpan dalam jejak audit",
    ),
    Activity(
        "Foto profil",
        "Foto untuk sertifikat dan kartu pegawai; penggunaan lain hanya dengan persetujuan.",
        f"{PUBLIC_DUTY}; penggunaan di luar sertifikat: {CONSENT}",
        "ASN instansi",
        "Foto wajah (akses lebih ketat), hasil pemeriksaan mesin dan petugas",
        "Pegawai sendiri, admin OPD dan BKPSDM yang memeriksa",
        "Foto terakhir selama pegawai aktif; foto lama dihapus sesuai tabel masa simpan",
        f"{GUARDED}; metadata foto dihapus; pemeriksaan dilakukan di server instansi, tidak dikirim ke luar; pembacaan tercatat",
    ),
    Activity(
        "Webinar dan kehadiran",
        "Pendaftaran, kehadiran, umpan balik, dan dasar penerbitan sertifikat.",
        DEVELOPMENT,
        "ASN yang mendaftar",
        "Pendaftaran, waktu hadir, jawaban umpan balik, permintaan perbaikan kehadiran",
        "Pegawai sendiri, atasan langsung, admin OPD, BKPSDM, auditor",
        "Jawaban dianonimkan sesuai tabel masa simpan; kehadiran sesuai jadwal retensi arsip",
    ),
    Activity(
        "Tamu webinar dari instansi lain",
        "Pendaftaran, kehadiran, dan sertifikat peserta yang bukan pegawai instansi, bila webinar membukanya.",
        "Persetujuan tamu pada formulir (UU 27/2022 Ps. 20 ayat (2) huruf a); alamat pos-el dikonfirmasi sebelum apa pun disimpan",
        "Peserta dari instansi lain",
        "Nama dan gelar, NIP bila diisi, instansi, jabatan, pos-el, waktu persetujuan, waktu hadir, jawaban umpan balik",
        "Tamu sendiri melalui tautan pos-elnya, BKPSDM, auditor",
        "Dianonimkan sesuai tabel masa simpan; sertifikat yang terbit tetap sebagai bukti",
    ),
    Activity(
        "Sertifikat dan surat",
        "Menerbitkan sertifikat dan surat yang keasliannya dapat diperiksa siapa pun.",
        f"{PUBLIC_DUTY}; UU 11/2008 jo. UU 1/2024 untuk tanda tangan elektronik",
        "Peserta kegiatan, penerima rekomendasi",
        "Nama dan gelar sebagaimana tercetak, NIP yang disamarkan pada halaman publik, nomor, JP, sidik berkas",
        "Pegawai; siapa pun yang memegang kode pemeriksaan",
        "Data pemeriksaan disimpan selama sertifikat berlaku sebagai bukti",
        f"{GUARDED}; tanda tangan digital; kode pemeriksaan acak",
    ),
    Activity(
        "Kampanye pemutakhiran data",
        "Pegawai memeriksa datanya dan menjawab kuesioner sampai batas waktu.",
        f"{PUBLIC_DUTY}; kewajiban menjaga akurasi data (Ps. 29)",
        "ASN yang dipilih kampanye",
        "Waktu membaca panduan dan menyatakan data benar, jawaban kuesioner",
        "Pegawai sendiri, atasan langsung, admin OPD, BKPSDM, auditor",
        "Jawaban dianonimkan sesuai tabel masa simpan",
    ),
    Activity(
        "Pemberitahuan",
        "Memberi tahu pegawai dan petugas tentang hal yang menunggu mereka.",
        f"{PUBLIC_DUTY}; Telegram: {CONSENT}",
        "Semua pengguna portal",
        "Alamat pos-el dinas, nomor obrolan Telegram, judul pemberitahuan dan waktu dibaca",
        "Server pos-el instansi; Telegram hanya bila disetujui, tanpa nama, NIP, dan alasan",
        "Sesuai tabel masa simpan",
    ),
    Activity(
        "Penyerahan ke sistem lain",
        "Menyerahkan riwayat yang disetujui ke sistem nasional dan sistem instansi tanpa pengetikan ulang.",
        f"{PUBLIC_DUTY}; Perpres 95/2018 tentang SPBE",
        "ASN dengan riwayat yang disetujui",
        "Riwayat pelatihan, sertifikat, dan penghargaan dalam isian nasional; kejadian melalui webhook",
        "MyASN/SIASN (BKN); sistem instansi yang didaftarkan BKPSDM",
        "Salinan kiriman dihapus setelah batas hari yang ditetapkan instansi",
        f"{GUARDED}; kiriman ditandatangani; token dapat dicabut; data yang dibatasi tidak diserahkan",
    ),
    Activity(
        "Jejak audit",
        "Membuktikan siapa memutuskan apa, dan siapa melihat data yang peka.",
        "Akuntabilitas pengendali data (UU 27/2022 Ps. 31, 37, 47)",
        "Semua pengguna portal",
        "Waktu, akun, peran, tindakan, catatan yang berubah, alamat jaringan",
        "Auditor, BKPSDM; pegawai membaca bagiannya di “Data Saya”",
        "Tidak dihapus oleh portal: rantainya adalah bukti",
        "Hanya dapat ditambah; setiap baris terikat pada baris sebelumnya",
    ),
    Activity(
        "Permintaan dan pelanggaran data pribadi",
        "Menjawab hak pegawai dalam 72 jam; mencatat dan memberitahukan kegagalan pelindungan data.",
        "UU 27/2022 Ps. 5–13, 30, 32, 46",
        "Pegawai yang meminta; pegawai yang terdampak",
        "Isi permintaan dan jawaban; data yang terungkap, kapan dan bagaimana, upaya penanganan",
        "Pegawai sendiri, BKPSDM, auditor; lembaga pelindungan data pribadi",
        "Isi permintaan dianonimkan sesuai tabel masa simpan; register pelanggaran disimpan sebagai bukti",
    ),
)


def values_of(activity: Activity) -> Mapping[str, str]:
    """The row by its columns."""
    return asdict(activity)
