"""The table of record types: MyASN's names in MyASN's order (S12, S15, S26), and the web service's fields (standards 10), written here once more by hand."""

import pytest
from flask import Flask
from flask_babel import force_locale

from app.certificates.models import Certificate
from app.myasn.kinds import KINDS
from app.verification.models import Verified

CARDS = {
    "certificate": [
        "Nama Diklat/Kursus",
        "Penyelenggara",
        "Tanggal Pelaksanaan (mulai)",
        "Tanggal Pelaksanaan (berakhir)",
        "Durasi Pelatihan (JP)",
        "Nomor Sertifikat",
        "Lokasi",
        "Jenis Diklat",
    ],
    "course": [
        "Jenis Sertifikasi",
        "Jenis Kursus",
        "Klasifikasi Kursus",
        "Nama Kursus",
        "Institusi Penyelenggara",
        "Nomor Sertifikat Kursus",
        "Tahun Kursus",
        "Tanggal Mulai",
        "Tanggal Berakhir",
        "Durasi (jam)",
    ],
    "certification": [
        "Jenis Sertifikasi",
        "Klasifikasi Sertifikasi",
        "Nama Sertifikasi",
        "Nomor Sertifikat",
        "Tanggal Sertifikat",
        "Masa Berlaku Mulai",
        "Masa Berlaku Selesai",
        "Letak Gelar",
        "Gelar Depan Sertifikasi",
        "Gelar Belakang Sertifikasi",
        "Lembaga Sertifikasi",
    ],
    "award": [
        "Skala Penghargaan",
        "Kelompok Penghargaan",
        "Jenis Penghargaan",
        "Tahun Perolehan",
        "Nomor Surat Keputusan",
        "Tanggal Surat Keputusan",
    ],
}
FIELDS = {
    "course": {
        "id",
        "instansiId",
        "institusiPenyelenggara",
        "jenisDiklatId",
        "jenisKursus",
        "jenisKursusSertipikat",
        "jumlahJam",
        "lokasiId",
        "namaKursus",
        "nomorSertipikat",
        "path",
        "pnsOrangId",
        "tahunKursus",
        "tanggalKursus",
        "tanggalSelesaiKursus",
    },
    "certification": {
        "id",
        "gelarDepanSert",
        "gelarBelakangSert",
        "lembagaSertifikasiId",
        "lembagaSertifikasiNama",
        "masaBerlakuSertMulai",
        "masaBerlakuSertSelasai",
        "namaSertifikasi",
        "nomorSertifikat",
        "path",
        "pnsOrangId",
        "rumpunJabatanId",
        "tanggalSertifikat",
    },
    "certificate": {
        "id",
        "instansiId",
        "institusiPenyelenggara",
        "jenisDiklatId",
        "jenisKursus",
        "jenisKursusSertipikat",
        "jumlahJam",
        "lokasiId",
        "namaKursus",
        "nomorSertipikat",
        "path",
        "pnsOrangId",
        "tahunKursus",
        "tanggalKursus",
        "tanggalSelesaiKursus",
    },
    "award": {"id", "hargaId", "path", "pnsOrangId", "skDate", "skNomor", "tahun"},
}
WHOSE = {"nipBaru"}
"""Out of what the web service answers: nobody here knows its key of a person."""


@pytest.mark.manual("S12", "S15", "S24", "S26", "L35")
@pytest.mark.parametrize("key", CARDS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_card_has_the_fields_of_myasn_in_its_order_and_spelling(portal: Flask, key: str, language: str) -> None:
    with portal.test_request_context("/"), force_locale(language):
        assert [field.name for field in KINDS[key].card] == CARDS[key]
        assert (str(KINDS[key].card[1].label) == CARDS[key][1]) is (language == "id")


@pytest.mark.parametrize("key", FIELDS)
def test_the_fields_are_those_of_the_web_service(key: str) -> None:
    names = [field.name for field in KINDS[key].fields]
    assert len(names) == len(set(names))
    assert set(names) == FIELDS[key] | WHOSE


def test_every_type_of_the_table_is_written_down_here() -> None:
    assert set(KINDS) == set(CARDS) == set(FIELDS)


def test_a_type_is_a_verified_record_or_a_certificate_with_a_file_a_number_and_a_day() -> None:
    for key, kind in KINDS.items():
        assert issubclass(kind.model, Verified | Certificate)
        assert key == kind.model.__workflow__.name
        for name in ("counts", "file_name", kind.number, kind.day, kind.title):
            assert hasattr(kind.model, name)


@pytest.mark.manual("S12")
def test_structural_trainings_are_saved_at_an_address_of_their_own() -> None:
    first, second = KINDS["course"].services
    assert (first.resource, second.resource) == ("/kursus/save", "/diklat/save")
    wanted = (
        "id bobot institusiPenyelenggara jenisKompetensi jumlahJam latihanStrukturalId nomor path pnsOrangId tahun tanggal tanggalSelesai"
    )
    assert {field.name for field in second.fields} == {*wanted.split(), "nipBaru"}
    assert KINDS["course"].service_at("") == KINDS["course"].service_at("kursus") == first
    assert KINDS["course"].service_at("diklat") == second
    assert KINDS["award"].service_at("diklat") is None
