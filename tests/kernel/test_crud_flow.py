"""WorkflowView over HTTP on the proposals: steps alone and in bulk, with and without JavaScript, history and inbox."""

import re

import pytest
from flask import Flask

from app.kernel import flow_views, inbox
from app.kernel.approval import history, open_steps
from app.kernel.db import session
from app.kernel.jobs import Job
from app.proposals.models import Proposal
from tests.factories.city import City
from tests.factories.proposals import REASON, proposal_in
from tests.kernel.conftest import ClientOf


def state_of(pk: int) -> str:
    session().rollback()
    session().expire_all()
    return session().get_one(Proposal, pk).state


@pytest.fixture
def proposal(town: City) -> int:
    return proposal_in(town, "submitted").id


class TestOneStep:
    @pytest.mark.manual("P25")
    def test_post_takes_it_and_says_so_and_leads_back(self, client_of: ClientOf, proposal: int) -> None:
        answer = client_of("opd_admin").post(f"/proposals/{proposal}/forward?next=/proposals/list/%3Fq%3Dx")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/proposals/list/?q=x")
        assert state_of(proposal) == "forwarded"

    def test_get_asks_and_changes_nothing(self, client_of: ClientOf, proposal: int) -> None:
        page = client_of("opd_admin").get(f"/proposals/{proposal}/forward")
        assert page.status_code == 200
        assert f'action="/proposals/{proposal}/forward' in page.text
        assert state_of(proposal) == "submitted"

    @pytest.mark.manual("P26")
    @pytest.mark.parametrize("note", ["", "   ", "<p><br></p>", "<div>&nbsp;</div>"])
    def test_without_its_reason_the_page_comes_back_with_the_form(self, client_of: ClientOf, proposal: int, note: str) -> None:
        answer = client_of("opd_admin").post(f"/proposals/{proposal}/revise", data={"note": note})
        assert answer.status_code == 422
        assert 'name="note"' in answer.text
        assert 'class="field has-error"' in answer.text
        assert state_of(proposal) == "submitted"

    def test_the_reason_is_kept_in_the_history_without_its_script(self, client_of: ClientOf, proposal: int) -> None:
        client_of("opd_admin").post(f"/proposals/{proposal}/revise", data={"note": "<p>Kurang<script>alert(1)</script> lengkap</p>"})
        page = client_of("owner").get(f"/proposals/history/{proposal}").text
        assert "Kurang lengkap" in page
        assert "alert(1)" not in page

    @pytest.mark.manual("P21", "P26")
    def test_the_reason_stands_on_the_page_and_the_form_until_the_owner_has_corrected_it(self, client_of: ClientOf, proposal: int) -> None:
        client_of("opd_admin").post(f"/proposals/{proposal}/revise", data={"note": "<p>Kurang lengkap</p>"})
        owner = client_of("owner")
        for place in ("show", "edit"):
            assert "Kurang lengkap" in owner.get(f"/proposals/{place}/{proposal}").text, place
        with_version = re.search(r'name="version" type="hidden" value="(\d+)"', owner.get(f"/proposals/edit/{proposal}").text)
        assert with_version is not None
        typed = {"version": with_version[1], "source": "manual", "manual_title": "Pelatihan Arsip", "proposed_on": "2026-01-31"}
        assert owner.post(f"/proposals/edit/{proposal}", data=typed).status_code == 302
        assert "Kurang lengkap" not in owner.get(f"/proposals/show/{proposal}").text

    @pytest.mark.parametrize(
        ("person", "step", "status"),
        [
            ("opd_admin", "approve", 409),
            ("opd_admin", "nothing", 404),
            ("other_opd_admin", "forward", 404),
            ("stranger", "forward", 403),
            ("auditor", "forward", 403),
            ("owner", "forward", 403),
        ],
    )
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_what_does_not_fit_is_refused_alike_by_get_and_post(
        self, client_of: ClientOf, proposal: int, person: str, step: str, status: int, method: str
    ) -> None:
        assert client_of(person).open(f"/proposals/{proposal}/{step}", method=method).status_code == status
        assert state_of(proposal) == "submitted"

    def test_a_second_click_gets_the_firsts_result(self, client_of: ClientOf, proposal: int) -> None:
        answers = [client_of("opd_admin").post(f"/proposals/{proposal}/forward").status_code for _ in range(2)]
        assert answers == [302, 302]
        session().rollback()
        assert len(history(session().get_one(Proposal, proposal))) == 2


class TestMenu:
    @pytest.mark.parametrize("person", ["owner", "opd_admin", "bkpsdm_admin", "auditor", "supervisor"])
    @pytest.mark.parametrize("state", ["submitted", "forwarded", "revised", "rejected", "approved"])
    def test_it_holds_exactly_the_steps_that_are_open(self, town: City, client_of: ClientOf, person: str, state: str) -> None:
        record = proposal_in(town, state)
        wanted = {step.key for step in open_steps(town.actor(person), [record]).get(record.id, ())}
        page = client_of(person).get("/proposals/list/?state=all").text
        menu = re.search(r'<ul class="menu-list">.*?</ul>', page[page.index("<tbody>") :], re.DOTALL)
        assert menu
        found = set(re.findall(rf'href="/proposals/{record.id}/(\w+)', menu[0]))
        assert found == wanted

    def test_each_dialog_a_button_names_is_on_the_page(self, town: City, client_of: ClientOf, proposal: int) -> None:
        for url in ("/proposals/list/", f"/proposals/show/{proposal}", "/inbox/"):
            page = client_of("opd_admin").get(url).text
            named = set(re.findall(r'data-(?:dialog|next)="#([\w-]+)"', page))
            assert named, url
            assert named <= set(re.findall(r'<dialog id="([\w-]+)"', page)), url

    @pytest.mark.manual("P19")
    def test_edit_is_there_while_the_flow_allows_it(self, town: City, client_of: ClientOf, proposal: int) -> None:
        assert f"/proposals/edit/{proposal}" in client_of("owner").get("/proposals/list/").text
        client_of("opd_admin").post(f"/proposals/{proposal}/forward")
        assert f"/proposals/edit/{proposal}" not in client_of("owner").get("/proposals/list/").text
        for method in ("GET", "POST"):
            assert client_of("owner").open(f"/proposals/edit/{proposal}", method=method).status_code == 409


class TestBulk:
    @pytest.mark.gate("G6")
    def test_ticked_rows_move_and_skipped_ones_are_named_with_their_reason(self, town: City, client_of: ClientOf) -> None:
        ready, late = proposal_in(town, "submitted").id, proposal_in(town, "approved", "colleague").id
        foreign = proposal_in(town, "submitted", "stranger").id
        page = client_of("opd_admin").post("/proposals/steps/forward", data={"pks": [ready, late, foreign], "confirmed": "1"})
        assert page.status_code == 200
        assert (state_of(ready), state_of(late), state_of(foreign)) == ("forwarded", "approved", "submitted")
        assert page.text.count("<tr>") == 3
        assert f"#{foreign}" in page.text
        assert town.person("stranger").name not in page.text

    @pytest.mark.gate("G12")
    def test_all_means_all_that_match_within_the_scope(self, town: City, client_of: ClientOf) -> None:
        mine = [proposal_in(town, "submitted", name).id for name in ("owner", "colleague")]
        foreign = proposal_in(town, "submitted", "stranger").id
        client_of("opd_admin").post("/proposals/steps/forward", data={"all": "1", "confirmed": "1", "state": "submitted"})
        assert [state_of(pk) for pk in (*mine, foreign)] == ["forwarded", "forwarded", "submitted"]

    def test_all_is_narrowed_by_the_filter_of_the_list(self, town: City, client_of: ClientOf) -> None:
        first, second = proposal_in(town, "submitted", "owner"), proposal_in(town, "submitted", "colleague")
        client_of("opd_admin").post("/proposals/steps/forward", data={"all": "1", "confirmed": "1", "q": first.number, "pks": [second.id]})
        assert (state_of(first.id), state_of(second.id)) == ("forwarded", "submitted")

    @pytest.mark.parametrize("asked", ["pks", "all"])
    def test_too_many_rows_are_refused_with_the_number_and_not_cut_off(
        self, town: City, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, asked: str
    ) -> None:
        monkeypatch.setattr(flow_views, "MOST_AT_ONCE", 1)
        pks = [proposal_in(town, "submitted", name).id for name in ("owner", "colleague")]
        data = {"all": "1"} if asked == "all" else {"pks": ",".join(map(str, pks))}
        client = client_of("opd_admin")
        answer = client.post("/proposals/steps/forward", data=data | {"confirmed": "1"})
        assert answer.status_code == 302
        assert "Paling banyak 1 baris sekaligus" in client.get(answer.headers["Location"]).text
        assert {state_of(pk) for pk in pks} == {"submitted"}

    def test_rows_of_other_pages_come_along_in_one_field(self, town: City, client_of: ClientOf) -> None:
        pks = [proposal_in(town, "submitted", name).id for name in ("owner", "colleague")]
        foreign = proposal_in(town, "submitted", "stranger").id
        client_of("opd_admin").post("/proposals/steps/forward", data={"pks": [str(pks[0]), f"{pks[1]},{foreign}"], "confirmed": "1"})
        assert [state_of(pk) for pk in (*pks, foreign)] == ["forwarded", "forwarded", "submitted"]

    def test_without_javascript_the_question_comes_first(self, client_of: ClientOf, proposal: int) -> None:
        page = client_of("opd_admin").post("/proposals/steps/forward", data={"pks": [proposal]})
        assert page.status_code == 200
        assert state_of(proposal) == "submitted"
        assert re.search(rf'name="pks" value="{proposal}"', page.text)
        client_of("opd_admin").post("/proposals/steps/forward", data={"pks": str(proposal), "confirmed": "1"})
        assert state_of(proposal) == "forwarded"

    def test_a_needed_reason_is_asked_once_for_all(self, client_of: ClientOf, proposal: int) -> None:
        assert (
            client_of("opd_admin").post("/proposals/steps/reject", data={"pks": [proposal], "confirmed": "1", "note": " "}).status_code
            == 422
        )
        assert state_of(proposal) == "submitted"
        client_of("opd_admin").post("/proposals/steps/reject", data={"pks": [proposal], "confirmed": "1", "note": REASON})
        assert state_of(proposal) == "rejected"

    @pytest.mark.parametrize("pks", ["x", "1,x", "-1", "1e3", "9" * 13])
    def test_junk_ids_are_400(self, client_of: ClientOf, proposal: int, pks: str) -> None:
        assert client_of("opd_admin").post("/proposals/steps/forward", data={"pks": pks, "confirmed": "1"}).status_code == 400

    def test_nothing_ticked_is_said_and_an_unknown_step_is_404(self, client_of: ClientOf, proposal: int) -> None:
        assert client_of("opd_admin").post("/proposals/steps/forward", data={"confirmed": "1"}).status_code == 302
        assert client_of("opd_admin").post("/proposals/steps/nothing", data={"pks": [proposal]}).status_code == 404
        assert client_of("auditor").post("/proposals/steps/forward", data={"pks": [proposal], "confirmed": "1"}).status_code == 403
        assert client_of("opd_admin").get("/proposals/steps/forward").status_code in (404, 405)
        assert state_of(proposal) == "submitted"

    def test_many_rows_become_a_job(self, client_of: ClientOf, proposal: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(flow_views, "BULK_AT_ONCE", 0)
        answer = client_of("opd_admin").post("/proposals/steps/forward", data={"pks": [proposal], "confirmed": "1"})
        assert re.fullmatch(r"/jobs/\d+", answer.headers["Location"])
        session().rollback()
        job = session().get_one(Job, int(answer.headers["Location"].rpartition("/")[2]))
        assert (job.user_id, job.kind, job.params["pks"]) == (2001, "flow.steps", [proposal])


class TestHistory:
    @pytest.mark.manual("P22")
    def test_it_shows_every_stage_with_person_role_and_reason(self, town: City, client_of: ClientOf) -> None:
        pk = proposal_in(town, "revised").id
        page = client_of("owner").get(f"/proposals/history/{pk}").text
        assert page.count('class="timeline-entry"') == 2
        assert town.actor("opd_admin").name in page
        assert "Mohon disesuaikan." in page

    def test_the_script_gets_the_dialog_alone(self, client_of: ClientOf, proposal: int) -> None:
        fragment = client_of("owner").get(f"/proposals/history/{proposal}", headers={"X-Requested-With": "fetch"}).text
        assert fragment.strip().startswith("<dialog")
        assert "<html" not in fragment

    @pytest.mark.gate("G12")
    def test_a_foreign_history_is_404(self, client_of: ClientOf, proposal: int) -> None:
        assert client_of("stranger").get(f"/proposals/history/{proposal}").status_code == 404


class TestInbox:
    def test_what_waits_for_me_is_there_with_its_menu_and_counted_in_the_menu(
        self, town: City, client_of: ClientOf, proposal: int, screen_app: Flask
    ) -> None:
        page = client_of("opd_admin").get("/inbox/").text
        assert f"/proposals/{proposal}/forward" in page
        assert f"/proposals/show/{proposal}" in page
        counters = flow_views.menu_counters(inbox.counts(town.actor("opd_admin")))
        assert counters["Inbox"] == 1
        assert sum(counters.values()) == 2
        assert flow_views.menu_counters(inbox.counts(town.actor("owner"))) == {}

    def test_what_waits_for_others_is_not(self, client_of: ClientOf, proposal: int) -> None:
        for person in ("owner", "other_opd_admin", "bkpsdm_admin", "auditor"):
            assert f"/proposals/{proposal}/" not in client_of(person).get("/inbox/").text

    def test_a_record_knows_its_page(self, screen_app: Flask, proposal: int) -> None:
        with screen_app.test_request_context():
            assert flow_views.url_for_record(session().get_one(Proposal, proposal)) == f"/proposals/show/{proposal}"
            assert flow_views.url_for_record(object()) is None
