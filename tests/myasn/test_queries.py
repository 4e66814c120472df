"""What is read of packages: whose they are, what the records behind them say, and how many there are."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event

from app.extensions import db
from app.kernel.actor import system_actor
from app.kernel.db import transaction
from app.kernel.errors import Missing
from app.kernel.held import renew
from app.kernel.listing import ListState
from app.myasn.kinds import KINDS
from app.myasn.listings import PACKAGES
from app.myasn.queries import counts_by_kind, national_row, national_rows, open_package, package_of, recap, record_of, records_of
from app.organisation import services
from app.reference.models import Code
from app.reference.queries import HELD
from tests.factories.city import City
from tests.factories.credentials import course_in
from tests.factories.myasn import PATHS, package_in

DAY = date(2026, 1, 15)


def test_a_package_is_found_by_its_record_by_those_who_see_it(ctx: Flask, city: City) -> None:
    package = package_in(city)
    for person in ("owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor"):
        assert package_of(city.actor(person), "course", package.subject_id).id == package.id
    for person in ("colleague", "other_opd_admin", "superuser"):
        with pytest.raises(Missing):
            package_of(city.actor(person), "course", package.subject_id)
    with pytest.raises(Missing):
        package_of(city.actor("owner"), "certification", package.subject_id)
    assert open_package("course", course_in(city).id) is None


def test_records_come_in_the_order_of_their_packages_with_one_query_for_each_type(ctx: Flask, city: City) -> None:
    packages = [package_in(city, kind=kind) for kind in ("course", "certification", "course", "certification")]
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    found = list(records_of(packages))
    assert [(package.id, record.name) for package, record in found] == [(package.id, package.title) for package in packages]
    assert [sum(f"FROM {kind} " in text for text in asked) for kind in ("course", "certification")] == [1, 1]
    assert record_of(packages[1]).name == packages[1].title


@pytest.mark.manual("S12")
def test_a_course_in_the_names_of_the_web_service(ctx: Flask, city: City) -> None:
    values = {"name": "Sosialisasi Manajemen ASN", "number": "20/BKPSDM/003/I/2026", "begins_on": DAY, "course_kind": "001"}
    package = package_in(city, **values)
    assert national_row(KINDS["course"], record_of(package)) == {
        "nipBaru": city.person("owner").nip,
        "pnsOrangId": None,
        "id": None,
        "instansiId": None,
        "institusiPenyelenggara": "BKPSDM Kota Contoh",
        "jenisDiklatId": "7",
        "jenisKursus": None,
        "jenisKursusSertipikat": "P",
        "jumlahJam": 4,
        "lokasiId": None,
        "namaKursus": "Sosialisasi Manajemen ASN",
        "nomorSertipikat": "20/BKPSDM/003/I/2026",
        "path": [],
        "tahunKursus": 2026,
        "tanggalKursus": "15-01-2026",
        "tanggalSelesaiKursus": "15-01-2026",
    }


@pytest.mark.manual("S15")
def test_a_certification_in_the_names_of_the_web_service(ctx: Flask, city: City) -> None:
    package = package_in(city, kind="certification", name="Uji Kompetensi", number="LKPP-1", title_places=["back"], back_title="C.PBJ")
    row = national_row(KINDS["certification"], record_of(package))
    assert row == {
        "nipBaru": city.person("owner").nip,
        "pnsOrangId": None,
        "id": None,
        "gelarDepanSert": None,
        "gelarBelakangSert": "C.PBJ",
        "lembagaSertifikasiId": None,
        "lembagaSertifikasiNama": "Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah",
        "masaBerlakuSertMulai": "21-04-2026",
        "masaBerlakuSertSelasai": "20-04-2029",
        "namaSertifikasi": "Uji Kompetensi",
        "nomorSertifikat": "LKPP-1",
        "path": [],
        "rumpunJabatanId": None,
        "tanggalSertifikat": "21-04-2026",
    }


@pytest.mark.manual("S21", "S26")
@pytest.mark.parametrize(
    ("filed", "harga"),
    [({}, "400"), ({"scale": "4", "award_group": "satya_lencana", "award_kind": "karya_satya_10"}, "201")],
)
def test_an_award_in_the_names_of_the_web_service(ctx: Flask, city: City, filed: dict[str, str], harga: str) -> None:
    package = package_in(city, kind="award", number="004/KP.00/IV/2026", **filed)
    assert package.day == date(2026, 4, 27)
    assert national_row(KINDS["award"], record_of(package)) == {
        "nipBaru": city.person("owner").nip,
        "pnsOrangId": None,
        "id": None,
        "hargaId": harga,
        "path": [],
        "skDate": "27-04-2026",
        "skNomor": "004/KP.00/IV/2026",
        "tahun": 2026,
    }


def test_what_an_agency_noted_at_its_codes_is_used(ctx: Flask, city: City) -> None:
    with transaction() as current:
        current.query(Code).filter_by(code_list="rumpun_jabatan", code="28").one().data = {"siasn": "RJ-28"}
        renew(HELD)
    package = package_in(city, kind="certification")
    assert national_row(KINDS["certification"], record_of(package))["rumpunJabatanId"] == "RJ-28"


def test_rows_of_many_packages(ctx: Flask, city: City) -> None:
    packages = [package_in(city) for _number in range(3)]
    assert [row["namaKursus"] for row in national_rows(KINDS["course"], iter(packages))] == [package.title for package in packages]


def test_the_recapitulation_by_opd(ctx: Flask, city: City) -> None:
    for state in ("ready", "ready", "sent", "accepted"):
        package_in(city, state)
    package_in(city, "sent", kind="certification")
    package_in(city, "ready", owner="stranger")
    course_in(city)
    course_in(city, "cancelled")
    whole = recap(city.actor("bkpsdm_admin"), "")
    assert [(row.opd, row.approved, row.sent, row.accepted, row.ready) for row in whole] == [
        ("Dinas Pendidikan", 5, 3, 1, 2),
        ("Dinas Kesehatan", 1, 0, 0, 1),
    ]
    assert [(row.opd_id, row.approved) for row in recap(city.actor("opd_admin"), "course")] == [(city.opd_id, 4)]
    assert recap(city.actor("superuser"), "") == []


def test_what_is_on_its_way_counts_where_its_person_is_and_what_is_approved_where_he_was(ctx: Flask, city: City) -> None:
    for state in PATHS:
        package_in(city, state)
    services.move_employee(system_actor(), city.ids["owner"], city.other_opd_id)
    rows = {row.opd: (row.ready, row.sent, row.accepted) for row in recap(city.actor("bkpsdm_admin"), "")}
    assert rows == {"Dinas Kesehatan": (1, 1, 0), "Dinas Pendidikan": (0, 1, 1)}
    assert [row.opd for row in recap(city.actor("other_opd_admin"), "")] == ["Dinas Kesehatan"]
    assert counts_by_kind(city.actor("opd_admin"), (), ()) == {"course": 1}


def test_the_recapitulation_counts_those_in_service_and_its_list_the_same(ctx: Flask, city: City) -> None:
    package_in(city)
    package_in(city, owner="stranger")
    with transaction():
        city.person("stranger").legal_position = "88"
    admin = city.actor("bkpsdm_admin")
    assert [(row.opd, row.approved) for row in recap(admin, "")] == [("Dinas Pendidikan", 1)]
    for serving, number in (("active", 1), ("left", 1), ("", 2)):
        state = PACKAGES.parse(admin, {"serving": serving})
        assert counts_by_kind(admin, PACKAGES.criteria(admin, state), PACKAGES.joins) == {"course": number}


def test_counts_follow_the_filters_of_the_list(ctx: Flask, city: City) -> None:
    package_in(city, "sent")
    package_in(city)
    package_in(city, kind="certification", owner="stranger")
    admin = city.actor("bkpsdm_admin")
    assert counts_by_kind(admin, (), ()) == {"course": 2, "certification": 1}
    state = ListState((("state", "sent"), ("opd", str(city.opd_id))))
    assert counts_by_kind(admin, PACKAGES.criteria(admin, state), PACKAGES.joins) == {"course": 1}
    assert counts_by_kind(city.actor("other_opd_admin"), (), ()) == {"certification": 1}
