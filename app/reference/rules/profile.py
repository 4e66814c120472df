"""Who changes what in a person's data, as a new portal starts with it (B5, B8 to B19); an agency decides otherwise on screen."""

from typing import Any


def _field(code: str, label: str, way: str, *, needed: bool = False, proof: bool = False) -> tuple[str, str, dict[str, Any]]:
    return (code, label, {"cara": way, "wajib": needed, "bukti": proof})


PROFILE_FIELDS = (
    _field("nip", "NIP", "tetap", needed=True),
    _field("front_title", "Gelar depan", "petugas", proof=True),
    _field("name", "Nama tanpa gelar", "petugas", needed=True, proof=True),
    _field("back_title", "Gelar belakang", "petugas", proof=True),
    _field("birth", "Tempat;Tanggal Lahir", "petugas", needed=True, proof=True),
    _field("sex", "Jenis kelamin", "petugas", needed=True, proof=True),
    _field("religion", "Agama", "petugas", needed=True),
    _field("job_title", "Jabatan", "petugas", needed=True, proof=True),
    _field("rank_code", "Pangkat dan golongan", "petugas", needed=True, proof=True),
    _field("email_official", "Email kedinasan", "langsung", needed=True),
    _field("agency_origin", "Asal instansi", "petugas", needed=True),
    _field("office_address", "Alamat instansi", "langsung", needed=True),
    _field("phone", "Nomor HP pribadi", "langsung", needed=True),
)
