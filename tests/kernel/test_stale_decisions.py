"""A list that is no longer true decides nothing: menus, ticks and "all that match" carry what was shown, and so does REST."""

import re
from datetime import timedelta

import pytest

from app.kernel import clock
from app.kernel.approval import edit, take_step, versions_at
from app.kernel.db import session
from app.proposals.models import Proposal
from tests.factories.city import City
from tests.factories.proposals import REASON, proposal_in
from tests.kernel.conftest import ClientOf
from tests.kernel.test_crud_flow import state_of

CHANGED = "Berubah sejak ditampilkan"
LIST = "/proposals/list/?state=all"


def touched(town: City, pk: int) -> None:
    """The owner writes something else into what the officer has on his screen."""
    record = session().get_one(Proposal, pk)
    edit(town.actor("owner"), Proposal, pk, {"recommendation": f"<p>Lain {record.version}</p>"}, record.version)


def page_of(client: object, url: str = LIST) -> str:
    return str(client.get(url).text)  # type: ignore[attr-defined]


def sent_with(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', page)


@pytest.fixture
def pair(town: City) -> list[int]:
    return [proposal_in(town, "submitted", name).id for name in ("owner", "colleague")]


@pytest.mark.gate("G6")
def test_ticked_rows_that_changed_since_are_skipped_and_named(town: City, client_of: ClientOf, pair: list[int]) -> None:
    client = client_of("opd_admin")
    ticks = sent_with(page_of(client), "pks")
    assert sorted(int(tick.partition(":")[0]) for tick in ticks) == sorted(pair)
    touched(town, pair[0])
    answer = client.post("/proposals/steps/forward", data={"pks": ticks, "confirmed": "1"})
    assert [state_of(pk) for pk in pair] == ["submitted", "forwarded"]
    assert answer.text.count(CHANGED) == 1
    again = sent_with(page_of(client), "pks")
    client.post("/proposals/steps/forward", data={"pks": again, "confirmed": "1"})
    assert state_of(pair[0]) == "forwarded", "what he has seen as it is now he may decide"


def test_the_question_without_javascript_keeps_what_was_shown(town: City, client_of: ClientOf, pair: list[int]) -> None:
    client = client_of("opd_admin")
    asked = client.post("/proposals/steps/forward", data={"pks": sent_with(page_of(client), "pks")})
    touched(town, pair[0])
    client.post("/proposals/steps/forward", data={"pks": sent_with(asked.text, "pks"), "confirmed": "1"})
    assert [state_of(pk) for pk in pair] == ["submitted", "forwarded"]


def test_all_that_match_leaves_out_what_changed_or_came_after_the_list(town: City, client_of: ClientOf, pair: list[int]) -> None:
    client = client_of("opd_admin")
    page = page_of(client, "/proposals/list/?state=submitted&size=1")
    fields = {"all": "1", "confirmed": "1", "state": "submitted"} | {name: sent_with(page, name)[0] for name in ("shown", "shown_at")}
    assert fields["shown"].count(":") == 1, "one row stood on the page"
    with clock.at(clock.now() + timedelta(minutes=1)):
        touched(town, pair[0])
        late = proposal_in(town, "submitted", "supervisor").id
        answer = client.post("/proposals/steps/forward", data=fields)
    assert [state_of(pk) for pk in (*pair, late)] == ["submitted", "forwarded", "submitted"]
    assert answer.text.count(CHANGED) == 2


@pytest.mark.parametrize(
    "field", [{"shown_at": "gestern"}, {"shown_at": "2026-01-01T00:00:00"}, {"shown": "1:x"}, {"pks": "1:"}, {"pks": "1:-1"}]
)
def test_junk_is_400(client_of: ClientOf, pair: list[int], field: dict[str, str]) -> None:
    data = {"confirmed": "1"} | ({} if "pks" in field else {"all": "1"}) | field
    assert client_of("opd_admin").post("/proposals/steps/forward", data=data).status_code == 400
    assert {state_of(pk) for pk in pair} == {"submitted"}


def test_the_menu_of_a_row_decides_on_what_it_showed_and_loses_no_reason(town: City, client_of: ClientOf, pair: list[int]) -> None:
    client = client_of("opd_admin")
    for url in (LIST, f"/proposals/show/{pair[0]}", "/inbox/"):
        found = re.search(rf'data-form-action="(/proposals/{pair[0]}/revise[^"]*)"', page_of(client, url))
        assert found, url
        touched(town, pair[0])
        answer = client.post(found[1].replace("&amp;", "&"), data={"note": "<p>Anggaran belum jelas</p>"})
        assert answer.status_code == 409, url
        assert CHANGED in answer.text
        assert f'href="/proposals/show/{pair[0]}"' in answer.text
        assert "Anggaran belum jelas" in answer.text
        assert state_of(pair[0]) == "submitted"
    again = re.search(rf'action="(/proposals/{pair[0]}/revise[^"]*)"', answer.text)
    assert again
    assert client.post(again[1].replace("&amp;", "&"), data={"note": REASON}).status_code == 302
    assert state_of(pair[0]) == "revised"


def test_rest_decides_on_the_version_it_names(town: City, client_of: ClientOf, pair: list[int]) -> None:
    client = client_of("opd_admin")
    seen = {pk: client.get(f"/api/v1/proposals/{pk}").json["version"] for pk in pair}
    touched(town, pair[0])
    assert client.post(f"/api/v1/proposals/{pair[0]}/forward", json={"version": int(seen[pair[0]])}).status_code == 409
    body = {"pks": pair, "versions": {str(pk): int(version) for pk, version in seen.items()}}
    found = client.post("/api/v1/proposals/steps/forward", json=body).json["result"]
    assert [(row["id"], row["ok"]) for row in found] == [(pair[0], False), (pair[1], True)]
    assert CHANGED in found[0]["detail"]
    for wrong in ({"x": 1}, {"1": "2"}, [1], {"1": True}):
        assert client.post("/api/v1/proposals/steps/forward", json={"pks": pair, "versions": wrong}).status_code == 422
    assert client.post(f"/api/v1/proposals/{pair[0]}/forward", json={"version": "1"}).status_code == 422


def test_the_version_of_a_moment_is_counted_from_the_history(town: City, pair: list[int]) -> None:
    before = clock.now() - timedelta(days=1)
    now = {pk: session().get_one(Proposal, pk).version for pk in pair}
    assert versions_at(Proposal, pair, clock.now()) == now
    assert versions_at(Proposal, pair, before) == dict.fromkeys(pair, 0), "they did not exist"
    with clock.at(clock.now() + timedelta(minutes=1)):
        take_step(town.actor("opd_admin"), Proposal, pair[0], "forward")
    assert versions_at(Proposal, pair, clock.now()) == now
