"""The columns of a list of people, with the headers and values as agencies write them."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.kernel.importing import Column
from app.kernel.importing.values import day, number_as_text, one_of
from app.organisation.rules import EmployeeStatus, JobType, Sex

SEXES = {
    Sex.MALE.value: ("L", "Laki-laki", "Laki", "Pria", "Male", "LK", "1"),
    Sex.FEMALE.value: ("P", "Perempuan", "Wanita", "Female", "PR", "2"),
}
STATUSES = {
    EmployeeStatus.PNS.value: ("PNS", "Pegawai Negeri Sipil", "ASN PNS"),
    EmployeeStatus.CPNS.value: ("CPNS", "Calon PNS", "Calon Pegawai Negeri Sipil"),
    EmployeeStatus.PPPK.value: ("PPPK", "P3K", "Pegawai Pemerintah dengan Perjanjian Kerja", "ASN PPPK", "PPPK Penuh Waktu"),
    EmployeeStatus.PPPK_PART_TIME.value: ("PPPK Paruh Waktu", "P3K Paruh Waktu", "PPPK PW", "PPPK part-time"),
}
JOB_TYPES = {
    JobType.JPT_UTAMA.value: ("JPT Utama", "Pimpinan Tinggi Utama"),
    JobType.JPT_MADYA.value: ("JPT Madya", "Pimpinan Tinggi Madya"),
    JobType.JPT_PRATAMA.value: ("JPT Pratama", "Pimpinan Tinggi Pratama", "Eselon II", "Eselon II.a", "Eselon II.b"),
    JobType.ADMINISTRATOR.value: ("Administrator", "Jabatan Administrator", "Eselon III", "Eselon III.a", "Eselon III.b"),
    JobType.PENGAWAS.value: ("Pengawas", "Jabatan Pengawas", "Eselon IV", "Eselon IV.a", "Eselon IV.b"),
    JobType.FUNGSIONAL.value: ("Jabatan Fungsional Tertentu", "Fungsional", "Jabatan Fungsional", "JFT", "JF", "Fungsional Tertentu"),
    JobType.PELAKSANA.value: ("Jabatan Fungsional Umum", "Pelaksana", "Jabatan Pelaksana", "JFU", "Fungsional Umum", "Staf"),
}


def _phone(cell: Any) -> str | None:
    """A number whose first 0 the spreadsheet has dropped gets it back."""
    digits = number_as_text(cell)
    return f"0{digits}" if digits and digits.startswith("8") else digits


COLUMNS = (
    Column(
        "nip",
        _("NIP"),
        "NIP Baru|NIP Pegawai|Nomor Induk Pegawai|NIP/NI PPPK|NI PPPK|No. Induk Pegawai|NIP ASN|employee number",
        number_as_text,
        required=True,
    ),
    Column(
        "name",
        _("Name"),
        "Nama|Nama Lengkap|Nama Pegawai|Nama dan Gelar|Nama Lengkap dan Gelar|Nama Tanpa Gelar|full name|employee name",
        required=True,
        help=_("With titles or without."),
    ),
    Column("front_title", _("Titles before the name"), "Gelar Depan|Gelar Dpn|front title|title before"),
    Column("back_title", _("Titles after the name"), "Gelar Belakang|Gelar Blk|Gelar Akademik|back title|title after"),
    Column(
        "birth",
        _("Place, date of birth"),
        "Tempat, Tanggal Lahir|TTL|Tempat/Tgl Lahir|Tempat & Tanggal Lahir|Tempat dan Tanggal Lahir|Tempat Tgl Lahir",
        help=_("Both in one cell."),
    ),
    Column("birth_place", _("Place of birth"), "Tempat Lahir|Tmp Lahir|birthplace|Kota Lahir"),
    Column("birth_date", _("Date of birth"), "Tanggal Lahir|Tgl Lahir|Tgl. Lahir|birth date|birthdate", day),
    Column("sex", _("Sex"), "Jenis Kelamin|JK|L/P|Kelamin|gender|Jns Kelamin", one_of(SEXES)),
    Column("religion", _("Religion"), "Agama"),
    Column(
        "employee_status",
        _("Employment status"),
        "Status Kepegawaian|Status Pegawai|Jenis Pegawai|Status ASN|Status|employee status",
        one_of(STATUSES),
    ),
    Column("legal_position", _("Legal position"), "Kedudukan Hukum|Kedudukan|Status Aktif|Status Keaktifan|Kedudukan Pegawai"),
    Column(
        "ended_on",
        _("Left the service on"),
        "Tanggal Berhenti|Tgl Berhenti|TMT Berhenti|Tanggal Pemberhentian|TMT Pemberhentian|Tgl Pemberhentian|date of leaving",
        day,
        help=_("Only of people whose legal position ends the service."),
    ),
    Column("job_title", _("Job title"), "Jabatan|Nama Jabatan|Jabatan Terakhir|position|Nomenklatur Jabatan|Jabatan Sekarang"),
    Column("job_type", _("Job type"), "Jenis Jabatan|Tipe Jabatan|Eselon|Kelompok Jabatan|Jns Jabatan", one_of(JOB_TYPES)),
    Column("job_level", _("Level of the functional job"), "Jenjang|Jenjang Jabatan|Jenjang Fungsional|Jenjang JF|job level"),
    Column(
        "rank_code",
        _("Rank (golongan)"),
        "Golongan|Gol|Gol. Ruang|Golongan Ruang|Gol/Ruang|Pangkat/Golongan|Pangkat, Gol. Ruang|Pangkat Gol|Pangkat (Gol/Ruang)|Gol Akhir|Pangkat|rank|grade",
    ),
    Column("joined", _("Start of service (TMT)"), "TMT|TMT CPNS|TMT PNS|TMT Pengangkatan|Tanggal Mulai Tugas|start of service", day),
    Column("opd", _("OPD"), "Perangkat Daerah|SKPD|Instansi Kerja|Unit Kerja Induk|Induk Satker|Nama OPD|Organisasi"),
    Column(
        "unit",
        _("Unit"),
        "Unit Kerja|Satuan Kerja|Satker|Unor|Unit Organisasi|Kode Unit|Kode Unor|Bidang|unit code|Nama Unit|Nama Unor|work unit",
        fields=("unit_id",),
    ),
    Column("agency_origin", _("Agency of origin"), "Instansi Asal|Asal Instansi|Instansi Induk|Instansi"),
    Column("office_address", _("Office address"), "Alamat Kantor|Alamat Unit Kerja"),
    Column("email_official", _("Official e-mail"), "Email|E-mail|Surel|Email Dinas|Email Resmi|Alamat Email|Email Kedinasan"),
    Column(
        "phone",
        _("Mobile phone"),
        "HP|No HP|Nomor HP|No. Handphone|Telepon|No. Telp|WA|No WA|WhatsApp|Nomor Telepon|Handphone|phone",
        _phone,
    ),
)
