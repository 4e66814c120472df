"""Issuing once and only when due, numbers, files that stay what they are, hours in the book, revisions, corrections and lists."""

import hashlib
import json
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader

from app.certificates.models import Certificate, Correction, LearningEvent, Participant
from app.certificates.queries import conditions_for, standing_of, successor_of
from app.certificates.rules import STANDARD, Standing
from app.certificates.samples import sample
from app.certificates.services import (
    add_event,
    add_participants,
    add_template,
    ask_correction,
    change_event,
    change_template,
    file_for,
    issue,
    public_address,
    remove_participant,
)
from app.kernel import clock, storage
from app.kernel.approval import take_step
from app.kernel.crud.plain import version_of
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.ledger.models import JpLine
from app.ledger.queries import sums_of
from tests.factories.certificates import KIND, NOTE, OFFICER, certificate_in, correction_in, event_in, event_values
from tests.factories.city import City
from tests.factories.photos import photo_in


def read(certificate: Certificate) -> tuple[bytes, str]:
    content = storage.path(certificate.file_key).read_bytes()
    return content, " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.mark.manual("L27")
@pytest.mark.manual("L29")
@pytest.mark.manual("L30")
@pytest.mark.manual("L40")
def test_what_is_printed_can_be_read_back(ctx: Flask, city: City) -> None:
    person = city.person("owner")
    with transaction():
        person.front_title, person.name, person.back_title = "Dr. H.", "Şükrü Ḥasan Łukasz", "S.E., M.Si."
    made = certificate_in(city)
    content, text = read(made)
    month = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")[clock.today().month - 1]
    assert made.number == f"1/BKPSDM/003/{month}/{clock.today().year}"
    for wanted in ("Dr. H. Şükrü Ḥasan Łukasz, S.E., M.Si.", person.nip, made.title, made.number, "4 Jam Pelajaran", "Etika publik"):
        assert wanted in text, text
    assert public_address(made.code) in text
    assert not {"TTE", "BSrE", "elektronik"} & set(text.split())
    assert len(content) <= 70_000
    assert len(PdfReader(BytesIO(content)).pages) == 2
    fonts = {font.get_object()["/BaseFont"] for page in PdfReader(BytesIO(content)).pages for font in page["/Resources"]["/Font"].values()}
    assert any("LiberationSans" in name for name in fonts)
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (made.file_sha256, made.file_size)
    assert hashlib.sha256(made.frozen_data.encode()).hexdigest() == made.frozen_sha256
    assert json.loads(made.frozen_data)["full_name"] == made.printed_name == "Dr. H. Şükrü Ḥasan Łukasz, S.E., M.Si."


@pytest.mark.manual("B32")
@pytest.mark.gate("G3")
def test_name_titles_and_photo_are_those_of_the_issue_whatever_changes_later(ctx: Flask, city: City) -> None:
    add_template(city.actor(OFFICER), {**STANDARD, "name": "Berfoto", "photo_x": 30, "photo_at": 100})
    bare = certificate_in(city, title="Tanpa foto", jp=1)
    assert json.loads(bare.frozen_data)["photo"] is None, "who has none is not waited for"
    photo = photo_in(city, "accepted")
    made = certificate_in(city, title="Dengan foto", jp=1)
    assert json.loads(made.frozen_data)["photo"] == photo.sha256
    assert made.file_size > bare.file_size + 3_000
    before, fingerprint = read(made)[0], made.frozen_sha256
    with transaction():
        city.person("owner").name, city.person("owner").back_title = "Nama Baru", "M.Kom."
        storage.path(photo.file_key).write_bytes(b"lain")
    assert read(made)[0] == before
    assert (made.frozen_sha256, hashlib.sha256(before).hexdigest()) == (fingerprint, made.file_sha256)
    assert "Nama Baru" not in read(made)[1]


@pytest.mark.gate("G5")
def test_a_second_issue_finds_the_first(ctx: Flask, city: City) -> None:
    event = event_in(city)
    officer = city.actor(OFFICER)
    first = issue(officer, KIND, event.id, city.ids["owner"])
    assert issue(officer, KIND, event.id, city.ids["owner"]).id == first.id
    assert session().query(Certificate).count() == 1


@pytest.mark.gate("G1")
@pytest.mark.manual("L20")
@pytest.mark.manual("L26")
@pytest.mark.manual("L27")
def test_nothing_is_issued_while_a_condition_fails(ctx: Flask, city: City) -> None:
    officer, owner = city.actor(OFFICER), city.ids["owner"]
    tomorrow = clock.today() + timedelta(days=1)
    events = [
        event_in(city, "prepared"),
        event_in(city, "called_off"),
        event_in(city, people=("colleague",)),
        event_in(city, begins_on=tomorrow, ends_on=tomorrow),
    ]
    for event in events:
        with pytest.raises(Conflict) as refusal:
            issue(officer, KIND, event.id, owner)
        assert str(refusal.value)
    for name in ("owner", "opd_admin", "auditor", "superuser", "supervisor"):
        with pytest.raises(Denied):
            issue(city.actor(name), KIND, events[0].id, owner)
    for kind, pk in ((KIND, 999_999), ("nothing", 1)):
        with pytest.raises(Missing):
            issue(officer, kind, pk, owner)
    assert session().query(Certificate).count() == 0
    assert session().query(JpLine).count() == 0


def test_hours_come_with_the_certificate_and_leave_with_it(ctx: Flask, city: City) -> None:
    made = certificate_in(city, jp=8)
    year = made.ends_on.year
    assert sums_of(made.employee_id, year) == (8, 0)
    second = event_in(city, jp=1)
    with pytest.raises(Invalid):
        issue(city.actor(OFFICER), KIND, second.id, made.employee_id)
    take_step(city.actor(OFFICER), Certificate, made.id, "revoke", NOTE)
    assert sums_of(made.employee_id, year) == (0, 0)
    issue(city.actor(OFFICER), KIND, second.id, made.employee_id)
    assert sums_of(made.employee_id, year) == (1, 0)


@pytest.mark.gate("G3")
@pytest.mark.manual("L31")
def test_a_revision_keeps_the_number_names_the_old_and_leaves_it_as_it_was(ctx: Flask, city: City) -> None:
    made = certificate_in(city, jp=3)
    before, _text = read(made)
    with transaction():
        city.person("owner").back_title = "M.Kom."
    take_step(city.actor(OFFICER), Certificate, made.id, "reissue", NOTE)
    revision = successor_of(made)
    assert revision is not None
    assert (revision.number, revision.revision, revision.replaces_id, revision.state) == (made.number, 1, made.id, "valid")
    assert revision.code != made.code
    assert "M.Kom." in read(revision)[1]
    assert "(Rev. 1)" in read(revision)[1]
    assert read(made)[0] == before
    assert json.loads(revision.frozen_data)["replaces"] == {"code": made.code, "revision": 0}
    assert (standing_of(made), standing_of(revision)) == (Standing.REPLACED, Standing.VALID)
    assert sums_of(made.employee_id, made.ends_on.year) == (3, 0)


def test_who_was_revoked_gets_none_in_bulk_but_by_a_revision(ctx: Flask, city: City) -> None:
    made = certificate_in(city, "revoked")
    with pytest.raises(Conflict):
        issue(city.actor(OFFICER), KIND, made.occasion_id, made.employee_id)
    take_step(city.actor(OFFICER), Certificate, made.id, "reissue", NOTE)
    found = successor_of(made)
    assert found is not None
    assert standing_of(found) is Standing.VALID


@pytest.mark.gate("G1")
def test_a_withdrawn_validation_stops_download_and_public_standing(ctx: Flask, city: City) -> None:
    made = certificate_in(city)
    assert file_for(city.actor("owner"), made).is_file()
    take_step(city.actor(OFFICER), LearningEvent, made.occasion_id, "reopen", NOTE)
    assert standing_of(made) is Standing.SUSPENDED
    assert [each.key for each in conditions_for(made) if not each.passed] == ["validated"]
    with pytest.raises(Conflict):
        file_for(city.actor("owner"), made)


@pytest.mark.manual("L31")
def test_an_accepted_request_is_printed_and_stays_with_later_revisions(ctx: Flask, city: City) -> None:
    wish = correction_in(city)
    with pytest.raises(Conflict):
        ask_correction(city.actor("owner"), wish.about_id, {"name": "X", "wish": "lagi"})
    take_step(city.actor("bkpsdm_admin"), Correction, wish.id, "accept")
    first = successor_of(wish.about)
    assert first is not None
    assert first.printed_name == "Dr. Ahmad Yani, M.Si."
    take_step(city.actor(OFFICER), Certificate, first.id, "reissue", NOTE)
    second = successor_of(first)
    assert second is not None
    assert (second.printed_name, second.revision, second.number) == (first.printed_name, 2, first.number)


def test_only_the_holder_asks_and_only_about_a_valid_one(ctx: Flask, city: City) -> None:
    made = certificate_in(city)
    values = {"name": "X", "wish": "salah"}
    for name, refused in (("colleague", Missing), ("supervisor", Denied), ("bkpsdm_admin", Denied), ("auditor", Denied)):
        with pytest.raises(refused):
            ask_correction(city.actor(name), made.id, values)
    take_step(city.actor(OFFICER), Certificate, made.id, "revoke", NOTE)
    with pytest.raises(Conflict):
        ask_correction(city.actor("owner"), made.id, values)


def test_numbers_run_and_a_refused_issue_takes_none(ctx: Flask, city: City) -> None:
    event = event_in(city, people=("owner", "colleague", "stranger"), jp=8)
    officer = city.actor(OFFICER)
    busy = event_in(city, people=("colleague",), jp=8, title="Lain")
    assert issue(officer, KIND, busy.id, city.ids["colleague"]).number.startswith("1/")
    with pytest.raises(Invalid):
        issue(officer, KIND, event.id, city.ids["colleague"])
    numbers = [issue(officer, KIND, event.id, city.ids[name]).number.partition("/")[0] for name in ("owner", "stranger")]
    assert numbers == ["2", "3"]
    kept = {path.name for path in storage.files_folder().rglob("*.pdf")}
    assert {row.file_key for row in session().query(Certificate)} <= kept


def test_a_list_takes_people_once_and_gives_them_back_until_they_hold_something(ctx: Flask, city: City) -> None:
    event, officer = event_in(city, "prepared", people=()), city.actor(OFFICER)
    nips = [city.person(name).nip for name in ("owner", "colleague")]
    found = add_participants(officer, event.id, "\n".join([*nips, nips[0], "198001012005011009", "bukan NIP"]))
    assert (found.added, found.present, list(found.unknown)) == (2, 0, ["198001012005011009", "bukan NIP"])
    assert add_participants(officer, event.id, nips[0]).present == 1
    rows = session().query(Participant).order_by(Participant.id).all()
    with pytest.raises(Denied):
        remove_participant(city.actor("auditor"), rows[0].id)
    take_step(officer, LearningEvent, event.id, "validate")
    with pytest.raises(Conflict):
        add_participants(officer, event.id, nips[0])
    with pytest.raises(Conflict):
        remove_participant(officer, rows[0].id)
    issue(officer, KIND, event.id, rows[0].employee_id)
    take_step(officer, LearningEvent, event.id, "reopen", NOTE)
    with pytest.raises(Conflict):
        remove_participant(officer, rows[0].id)
    remove_participant(officer, rows[1].id)
    assert session().query(Participant).count() == 1


def test_an_event_is_checked_and_written_by_bkpsdm_only(ctx: Flask, city: City) -> None:
    officer = city.actor(OFFICER)
    with pytest.raises(Invalid) as refusal:
        add_event(officer, event_values(ends_on=clock.today() - timedelta(days=9), outline="a\n" * 40))
    assert set(refusal.value.fields) == {"ends_on", "outline"}
    for name in ("owner", "opd_admin", "auditor"):
        with pytest.raises(Denied):
            add_event(city.actor(name), event_values())
    event = event_in(city, "prepared", people=())
    assert change_event(officer, event.id, event_values(title="  Judul   baru "), event.version).title == "Judul baru"


@pytest.mark.gate("G3")
def test_a_changed_template_changes_no_issued_certificate(ctx: Flask, city: City) -> None:
    officer = city.actor(OFFICER)
    values = {**STANDARD, "name": "Biru", **dict.fromkeys(("background_id", "logo_id", "signature_id"))}
    values |= dict.fromkeys(("signatory_title", "signatory_name", "signatory_rank", "signatory_nip"))
    template = add_template(officer, values)
    made = certificate_in(city, template_id=template.id)
    before = read(made)[0]
    changed = values | {"heading": "Piagam", "signatory_name": "Drs. Kepala Baru"}
    change_template(officer, template.id, changed, version_of(template))
    assert read(made)[0] == before
    take_step(officer, Certificate, made.id, "reissue", NOTE)
    found = successor_of(made)
    assert found is not None
    assert "PIAGAM" in read(found)[1]
    with pytest.raises(Invalid):
        add_template(officer, values | {"name": "Rusak", "body": "{judul}"})
    with pytest.raises(Denied):
        add_template(city.actor("owner"), values | {"name": "Lain"})
    assert sample(officer, values).startswith(b"%PDF")
    with pytest.raises(Denied):
        sample(city.actor("owner"), values)
