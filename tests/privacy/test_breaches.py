"""The register of breaches: three contents, 72 hours, everybody concerned told with a letter of his own, and nobody else."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.kernel import clock
from app.kernel.approval import open_steps, take_step
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.inbox import counts
from app.kernel.scope import visible
from app.notifications.models import Notification
from app.privacy.breach_models import Breach, BreachPerson
from app.privacy.breach_services import record_breach
from app.privacy.breach_workflow import BREACH_FLOW
from app.privacy.tasks import watch_clocks
from tests.factories.accounts import People
from tests.factories.breaches import PATHS, breach_in, breach_values
from tests.factories.city import City

Stage = tuple[City, People]
PEOPLE = ("owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor", "superuser")
STEPS = {"recorded": {"notify"}, "notified": {"close"}, "closed": set[str]()}


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.mark.parametrize("state", list(PATHS))
def test_only_bkpsdm_is_offered_steps(ctx: Flask, city: City, state: str) -> None:
    assert set(PATHS) == set(BREACH_FLOW.state_keys)
    made = breach_in(city, state)
    offered = {person: {step.key for step in open_steps(city.actor(person), [made]).get(made.id, ())} for person in PEOPLE}
    assert offered == {person: STEPS[state] if person == "bkpsdm_admin" else set() for person in PEOPLE}
    seen = {person for person in PEOPLE if session().scalars(select(Breach.id).where(visible(Breach, city.actor(person)))).all()}
    assert seen == {"bkpsdm_admin", "auditor"}


def test_what_the_law_wants_must_be_there(ctx: Flask, city: City) -> None:
    admin = city.actor("bkpsdm_admin")
    for wrong, field in (
        ({"discovered_at": clock.now() + timedelta(hours=1)}, "discovered_at"),
        ({"nips": "199001012015031009"}, "nips"),
        ({"nips": "abc"}, "nips"),
    ):
        with pytest.raises(Invalid) as refusal:
            record_breach(admin, breach_values(city, **wrong))
        assert set(refusal.value.fields) == {field}
    with pytest.raises(Denied):
        record_breach(city.actor("opd_admin"), breach_values(city))
    nobody = record_breach(admin, breach_values(city, nips=""))
    with pytest.raises(Conflict):
        take_step(admin, Breach, nobody.id, "notify")
    session().expire_all()
    assert (nobody.state, nobody.notified_at) == ("recorded", None)
    with pytest.raises(Missing):
        take_step(city.actor("owner"), Breach, nobody.id, "notify")


def test_whom_it_concerns_by_nip_by_opd_or_everybody(ctx: Flask, city: City) -> None:
    admin = city.actor("bkpsdm_admin")
    found: list[set[int]] = []
    cases: tuple[dict[str, Any], ...] = ({}, {"nips": "", "opd_ids": [city.other_opd_id]}, {"nips": "", "audience_all": True})
    for values in cases:
        made = record_breach(admin, breach_values(city, **values))
        take_step(admin, Breach, made.id, "notify")
        found.append(set(session().scalars(select(BreachPerson.employee_id).where(BreachPerson.breach_id == made.id))))
    assert found == [{city.ids["owner"]}, {city.ids["stranger"], city.ids["other_opd_admin"]}, set(city.ids.values())]


def test_the_clock_reminds_and_escalates_at_the_second_until_people_are_told(ctx: Flask, city: City) -> None:
    made = breach_in(city)
    assert made.due_at == made.discovered_at + timedelta(hours=72)
    assert counts(city.actor("bkpsdm_admin"))[Breach] == 1

    def keys() -> list[str]:
        return [key for key in session().scalars(select(AuditEntry.event).order_by(AuditEntry.id)) if key.startswith("breach.")][1:]

    for moment, told, tone in (
        (made.due_at - timedelta(hours=24, seconds=1), [], "warning"),
        (made.due_at - timedelta(hours=24), ["breach.due_soon"], "warning"),
        (made.due_at - timedelta(seconds=1), ["breach.due_soon"], "warning"),
        (made.due_at, ["breach.due_soon", "breach.overdue"], "danger"),
    ):
        with clock.at(moment):
            watch_clocks()
            watch_clocks()
            assert (keys(), made.clock_now.tone) == (told, tone), moment
    with clock.at(made.due_at + timedelta(hours=1)):
        take_step(city.actor("bkpsdm_admin"), Breach, made.id, "notify")
        watch_clocks()
    assert made.clock_now.tone == "danger"
    told_in_time = breach_in(city, "notified")
    with clock.at(told_in_time.due_at + timedelta(days=2)):
        watch_clocks()
        assert told_in_time.clock_now.tone == "success"


def test_everybody_concerned_is_told_once_and_reads_his_own_letter_only(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        made = breach_in(city, "recorded", "owner", "stranger")
        pk, other = made.id, city.person("stranger").user_id
        assert session().scalars(select(BreachPerson.id)).all() == []
    answer = clients["bkpsdm_admin"].post(f"/breaches/{pk}/notify")
    assert answer.status_code == 302
    with app.app_context():
        letters = {row.employee_id: row.id for row in session().scalars(select(BreachPerson))}
        assert set(letters) == {city.ids["owner"], city.ids["stranger"]}
        watch_clocks()
        kinds = session().scalars(select(Notification.user_id).where(Notification.kind.startswith("breach_person.tell"))).all()
        assert sorted(kinds) == sorted({city.person("owner").user_id, other} - {None})
        name = city.person("owner").full_name
    mine, theirs = letters[city.ids["owner"]], letters[city.ids["stranger"]]
    owner = clients["owner"]
    assert "surat elektronik salah alamat" in owner.get(f"/breach-letters/show/{mine}").text
    assert "salah alamat" in (text := text_of(owner.get(f"/breach-letters/letter/{mine}").data))
    assert name in text
    for address in ("show", "letter"):
        assert owner.get(f"/breach-letters/{address}/{theirs}").status_code == 404
        assert clients["supervisor"].get(f"/breach-letters/{address}/{mine}").status_code == 404
    assert owner.get("/breaches/list/").status_code == 403
    listed = clients["auditor"].get(f"/breach-letters/list/?breach={pk}").text
    assert f"/breach-letters/show/{mine}" in listed
    assert f"/breach-letters/show/{theirs}" in listed


def test_a_letter_is_not_read_before_people_are_told(ctx: Flask, city: City) -> None:
    made = breach_in(city, "notified")
    session().query(BreachPerson).update({"told_at": None})
    assert session().scalars(select(BreachPerson.id).where(visible(BreachPerson, city.actor("owner")))).all() == []
    assert session().scalars(select(BreachPerson.breach_id).where(visible(BreachPerson, city.actor("auditor")))).all() == [made.id]


def test_the_register_and_the_letter_to_the_authority(people: Stage) -> None:
    _city, clients = people
    admin = clients["bkpsdm_admin"]
    form = {
        "title": "Laptop hilang",
        "discovered_at": "2026-01-05T08:00",
        "exposed": "Rekap JP",
        "happened": "Hilang di bus",
        "handling": "Dikunci dari jauh",
        "audience_all": "y",
    }
    refused = admin.post("/breaches/add", data=form | {"handling": ""})
    assert refused.status_code == 422
    added = admin.post("/breaches/add", data=form)
    assert added.status_code == 302, added.text
    page = admin.get(added.location).text
    assert "Terlambat" in page
    pk = added.location.partition("?")[0].rsplit("/", 1)[1]
    text = text_of(admin.get(f"/breaches/authority/{pk}").data)
    for words in ("Rekap JP", "Hilang di bus", "Dikunci dari jauh", "Lembaga Pelindungan Data Pribadi", "UU 27/2022"):
        assert words in text, words
    assert clients["auditor"].get(f"/breaches/authority/{pk}").status_code == 200
    assert clients["auditor"].post(f"/breaches/{pk}/notify").status_code == 403
    assert clients["owner"].get(f"/breaches/authority/{pk}").status_code == 403
