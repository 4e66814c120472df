"""Asking, changing, and the letter: its number, its frozen data, its file; whole or not at all."""

import json
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from pypdf import PdfReader
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from app.kernel import clock, settings, storage
from app.kernel.actor import system_actor
from app.kernel.agency import SIGNATORY_NAME
from app.kernel.approval import take_step
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.roles import Role
from app.notifications.models import Notification
from app.recommendations import services
from app.recommendations.models import Recommendation, RecommendationLetter
from app.recommendations.parameters import LEGAL_BASIS, NUMBER_PATTERN, REMIND_DAYS
from app.recommendations.services import ask, change_request, doubts, draw_letter, file_of, letter_address, wish_of
from app.recommendations.tasks import follow_up
from tests.factories.accounts import make_account
from tests.factories.city import City
from tests.factories.credentials import make_proof
from tests.factories.plans import SUBJECT, plan_row_in
from tests.factories.recommendations import NOTE, asked_values, recommendation_in


def words_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def letter_of(made: Recommendation) -> RecommendationLetter:
    assert made.letter is not None
    return made.letter


@pytest.mark.manual("T29")
def test_a_request_takes_its_path_from_its_form_and_departs_from_nothing(ctx: Flask, city: City) -> None:
    made = recommendation_in(city, planned=True, subject="  Pembentukan   Asesor Kompetensi ")
    assert (made.state, made.development_path, made.subject) == ("draft", "klasikal", SUBJECT)
    assert doubts(made) == []
    assert made.plan_row is not None
    assert wish_of(made.plan_row).form == "Pelatihan teknis"
    other = recommendation_in(city, subject="Lain", form="NKL03")
    assert other.development_path == "nonklasikal"
    assert ["tidak ada dalam rencana" in str(text) for text in doubts(other)] == [True]


@pytest.mark.manual("T28")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"form": "TB01"}, {"form"}),
        ({"form": "XX99"}, {"form"}),
        ({"plan_row_id": 999_999}, {"plan_row_id"}),
        ({"cost": None}, {"cost"}),
        ({"funding": "tanpa"}, {"funding"}),
    ],
)
def test_what_is_wrong_is_said_by_field(ctx: Flask, city: City, changes: dict[str, Any], fields: set[str]) -> None:
    owner = city.actor("owner")
    with pytest.raises(Invalid) as refusal:
        ask(owner, asked_values(owner, **changes))
    assert set(refusal.value.fields) == fields


@pytest.mark.gate("G12")
def test_nobody_asks_for_anothers_plan_nor_twice_for_his_own(ctx: Flask, city: City) -> None:
    row = plan_row_in(city, "accepted")
    for person in ("supervisor", "colleague"):
        actor = city.actor(person)
        with pytest.raises(Invalid) as refusal:
            ask(actor, asked_values(actor, row))
        assert set(refusal.value.fields) == {"plan_row_id"}
    owner = city.actor("owner")
    unsent = plan_row_in(city, "sent")
    with pytest.raises(Invalid):
        ask(owner, asked_values(owner, unsent))
    ask(owner, asked_values(owner, row))
    with pytest.raises(Invalid) as refusal:
        ask(owner, asked_values(owner, row))
    assert "sudah diajukan" in str(refusal.value.fields["plan_row_id"])


def test_who_has_no_personnel_record_asks_for_nothing(ctx: Flask, city: City) -> None:
    with pytest.raises(Denied):
        ask(city.actor("second_bkpsdm_admin"), asked_values(city.actor("owner")))


@pytest.mark.gate("G5")
def test_sending_the_page_twice_makes_one_request(ctx: Flask, city: City) -> None:
    owner = city.actor("owner")
    values = asked_values(owner)
    assert ask(owner, values, "satu").id == ask(owner, values, "satu").id
    assert session().query(Recommendation).count() == 1


def test_a_concept_changes_and_a_sent_one_does_not(ctx: Flask, city: City) -> None:
    owner = city.actor("owner")
    made = recommendation_in(city, planned=True)
    kept = {name: getattr(made, name) for name in ("proposal_letter_id", "call_letter_id")}
    values = asked_values(owner, made.plan_row, organiser="BKN", **kept)
    changed = change_request(owner, made.id, values, made.version)
    assert changed.organiser == "BKN"
    with pytest.raises(Conflict):
        change_request(owner, made.id, values | {"organiser": "LAN"}, changed.version - 1)
    take_step(owner, Recommendation, made.id, "send")
    with pytest.raises(Conflict):
        change_request(owner, made.id, values, made.version)


@pytest.mark.manual("T31")
@pytest.mark.parametrize(("state", "title"), [("accepted", "SURAT REKOMENDASI"), ("rejected", "SURAT PENOLAKAN REKOMENDASI")])
def test_the_letter_says_what_was_decided_about_whom_and_where_to_check_it(ctx: Flask, city: City, state: str, title: str) -> None:
    settings.change_setting(system_actor(), SIGNATORY_NAME, "Dr. Kepala Badan, M.Si.")
    settings.change_setting(system_actor(), LEGAL_BASIS, "Peraturan Gubernur Nomor 47 Tahun 2018")
    made = recommendation_in(city, state, planned=True)
    letter, person = letter_of(made), city.person("owner")
    said = words_of(file_of(letter).read_bytes())
    wanted = [title, letter.number, person.full_name, "Dinas Pendidikan", SUBJECT, "Pelatihan teknis", "8 Juni", "Rp2.500.000,00"]
    wanted += ["Dr. Kepala Badan, M.Si.", "Kepala BKPSDM", "Sesuai rencana pengembangan kompetensi", letter_address(letter.code)]
    wanted += ["Peraturan Gubernur Nomor 47 Tahun 2018", "Anggaran perangkat daerah", "Halaman 1 dari 1"]
    assert [words for words in wanted if words not in said] == []
    assert ("wajib melaporkan hasilnya" in said) == (state == "accepted")


@pytest.mark.gate("G3")
@pytest.mark.manual("T31")
def test_what_was_issued_is_frozen(ctx: Flask, city: City) -> None:
    made = recommendation_in(city, "accepted", planned=True)
    letter = letter_of(made)
    before = file_of(letter).read_bytes()
    assert sha256(letter.frozen_data.encode()).hexdigest() == letter.frozen_sha256
    assert sha256(before).hexdigest() == letter.file_sha256
    data = json.loads(letter.frozen_data)
    assert (data["name"], data["number"], data["verdict"]) == (city.person("owner").full_name, letter.number, "accepted")
    with transaction():
        city.person("owner").name = "Nama Baru"
    settings.change_setting(system_actor(), SIGNATORY_NAME, "Orang Lain")
    assert file_of(letter).read_bytes() == before
    assert letter.printed_name == data["name"]
    with pytest.raises(DBAPIError), transaction() as current:
        current.execute(update(RecommendationLetter).values(printed_name="Palsu"))


def test_the_letter_is_indonesian_whoever_decides(ctx: Flask, city: City) -> None:
    made = recommendation_in(city, "sent")
    with ctx.test_request_context(), force_locale("en"):
        take_step(city.actor("second_bkpsdm_admin"), Recommendation, made.id, "accept", NOTE)
        said = words_of(file_of(letter_of(made)).read_bytes())
    assert "SURAT REKOMENDASI" in said
    assert "recommend" not in said.lower()


def test_long_texts_stay_on_the_paper(ctx: Flask, city: City) -> None:
    made = recommendation_in(city, "accepted")
    data = json.loads(letter_of(made).frozen_data)
    long = {
        "subject": "Pelatihan " * 30,
        "organiser": "Lembaga " * 25,
        "reason": "Pertimbangan yang panjang. " * 120,
        "name": "Prof. " * 30,
    }
    content = draw_letter(data | long, services.agency.letterhead())
    assert 1 <= len(PdfReader(BytesIO(content)).pages) <= 3


@pytest.mark.manual("T31")
def test_numbers_follow_the_pattern_of_the_agency_and_are_never_used_again(ctx: Flask, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.change_setting(system_actor(), NUMBER_PATTERN, "{number}/REK/{year}")
    first, second = (letter_of(recommendation_in(city, state)).number for state in ("accepted", "rejected"))
    assert [number.partition("/")[0] for number in (first, second)] == ["1", "2"]
    made = recommendation_in(city, "sent")

    def fail(*_values: object) -> bytes:
        raise RuntimeError("no paper")

    with monkeypatch.context() as broken:
        broken.setattr(services, "draw_letter", fail)
        with pytest.raises(RuntimeError):
            take_step(city.actor("second_bkpsdm_admin"), Recommendation, made.id, "accept", NOTE)
    session().expire_all()
    assert (made.state, made.letter) == ("sent", None)
    take_step(city.actor("second_bkpsdm_admin"), Recommendation, made.id, "accept", NOTE)
    assert letter_of(made).number.startswith("3/REK/")


def test_bkpsdm_is_reminded_once_of_what_waits_too_long_and_anew_after_a_correction(ctx: Flask, city: City) -> None:
    make_account(city.person("opd_admin"), Role.BKPSDM_ADMIN)
    late, owner = recommendation_in(city, "sent"), city.actor("owner")
    kind = Notification.kind.startswith("recommendation.remind")

    def told() -> int:
        return session().scalar(select(func.count()).select_from(Notification).where(kind)) or 0

    follow_up()
    assert (late.reminded_on, told()) == (None, 0)
    with clock.at(clock.now() + timedelta(days=settings.get(REMIND_DAYS))):
        recommendation_in(city, "sent", subject="Baru saja")
        follow_up()
        follow_up()
        assert (late.reminded_on, told()) == (clock.today(), 1)
        take_step(owner, Recommendation, late.id, "withdraw")
        take_step(owner, Recommendation, late.id, "send")
        assert late.reminded_on is None
        follow_up()
        assert told() == 1


def test_a_lost_file_is_said_in_words(ctx: Flask, city: City) -> None:
    letter = letter_of(recommendation_in(city, "accepted"))
    storage.delete(letter.file_key)
    with pytest.raises(Conflict):
        file_of(letter)


@pytest.mark.gate("G12")
def test_documents_of_others_are_not_taken(ctx: Flask, city: City) -> None:
    """The form asks whose upload it is; the database refuses the same document twice."""
    owner = city.actor("owner")
    proof = make_proof(owner)
    ask(owner, asked_values(owner, proposal_letter_id=proof))
    with pytest.raises(DBAPIError):
        ask(owner, asked_values(owner, proposal_letter_id=proof))
