"""PortalModelApi over HTTP: nothing a screen would refuse, and problem details for what it refuses."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.kernel import clock
from app.kernel.db import session
from app.proposals.models import Proposal
from app.proposals.rules import Source
from tests.factories.city import City
from tests.factories.organisation import make_employee, make_test_result
from tests.factories.proposals import REASON, proposal_in
from tests.kernel.conftest import ClientOf
from tests.kernel.test_crud import results, typed
from tests.kernel.test_crud_flow import state_of

RESULTS, WISHES = "/api/v1/results/", "/api/v1/wishes/"


def problem(answer: TestResponse, status: int) -> dict[str, Any]:
    """The body of a refusal, which must be one."""
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), answer.text
    assert answer.json
    assert answer.json["status"] == status
    assert {"title", "detail"} <= answer.json.keys()
    found: dict[str, Any] = answer.json
    return found


class TestReading:
    @pytest.mark.gate("G12")
    def test_only_what_the_person_sees(self, town: City, client_of: ClientOf) -> None:
        own, foreign = make_test_result(town.person("owner")).id, make_test_result(town.person("stranger")).id
        assert [row["id"] for row in client_of("owner").get(RESULTS).json["result"]] == [own]
        assert {row["id"] for row in client_of("bkpsdm_admin").get(RESULTS).json["result"]} == {own, foreign}
        assert client_of("owner").get(f"{RESULTS}{own}").json["nip"] == town.person("owner").nip
        for pk in (foreign, 99_999, 10**30):
            problem(client_of("owner").get(f"{RESULTS}{pk}"), 404)

    def test_without_a_session_401_and_without_the_permission_403(self, client_of: ClientOf) -> None:
        for url in (RESULTS, f"{RESULTS}_info", f"{RESULTS}1"):
            problem(client_of("nobody").get(url), 401)
            problem(client_of("auditor").get(url), 403)
        problem(client_of("nobody").get(RESULTS, headers={"Authorization": "Bearer x"}), 401)

    def test_a_page_holds_at_most_a_hundred_rows_and_junk_is_400(self, town: City, client_of: ClientOf) -> None:
        for _ in range(12):
            make_test_result(make_employee(town.person("owner").unit))
        client = client_of("bkpsdm_admin")
        first = client.get(f"{RESULTS}?limit=5").json
        second = client.get(first["next"]).json
        third = client.get(second["next"]).json
        assert [len(part["result"]) for part in (first, second, third)] == [5, 5, 2]
        assert third["next"] is None
        assert client.get(f"{RESULTS}?limit=100&sort=-score").json["next"] is None
        for args in (
            "sort=password",
            "sort=employee_id",
            "limit=x",
            "limit=101",
            "page=1",
            "size=5",
            "after=x",
            "opd=99999",
            "taken_from=x",
        ):
            problem(client_of("bkpsdm_admin").get(f"{RESULTS}?{args}"), 400)
        assert len(client_of("bkpsdm_admin").get(f"{RESULTS}?q=(page_size:-1)").json["result"]) == 0

    def test_info_names_columns_and_fields_but_holds_no_row(self, town: City, client_of: ClientOf) -> None:
        make_test_result(town.person("stranger"))
        text = client_of("owner").get(f"{RESULTS}_info").text
        assert '"taken_on"' in text
        for person in map(town.person, town.ids):
            assert person.nip not in text
            assert person.name not in text
        assert town.opd.name not in text


class TestWriting:
    def test_post_makes_what_the_form_would(self, town: City, client_of: ClientOf) -> None:
        answer = client_of("bkpsdm_admin").post(RESULTS, json=typed(town))
        assert answer.status_code == 201
        assert (answer.json["taken_on"], answer.json["score"]) == ("2022-08-31", "82.50")
        assert len(results()) == 1

    @pytest.mark.gate("G5")
    def test_the_same_key_makes_one_record(self, town: City, client_of: ClientOf) -> None:
        answers = [
            client_of("bkpsdm_admin").post(RESULTS, json=typed(town), headers={"Idempotency-Key": "abc"}).json["id"] for _ in range(2)
        ]
        assert answers[0] == answers[1]
        assert len(results()) == 1

    @pytest.mark.parametrize("name", ["id", "box", "created_at", "state", "employee", "submission", "csrf_token", "__class__"])
    def test_what_is_not_in_the_form_is_refused_by_name(self, town: City, client_of: ClientOf, name: str) -> None:
        fields = problem(client_of("bkpsdm_admin").post(RESULTS, json=typed(town) | {name: 1}), 422)["fields"]
        assert set(fields) == {name}
        assert results() == []

    def test_wrong_values_are_named_by_field_in_the_callers_language(self, town: City, client_of: ClientOf) -> None:
        body = typed(town, score=None, taken_on="x", employee_id=town.person("owner").id + 1000)
        fields = problem(client_of("bkpsdm_admin").post(RESULTS, json=body), 422)["fields"]
        assert set(fields) == {"score", "taken_on", "employee_id"}

    @pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b'"x"'])
    def test_what_is_no_json_object_is_400(self, client_of: ClientOf, body: bytes) -> None:
        problem(client_of("bkpsdm_admin").post(RESULTS, data=body, content_type="application/json"), 400)

    def test_nested_values_are_refused_and_not_stored(self, town: City, client_of: ClientOf) -> None:
        problem(client_of("bkpsdm_admin").post(RESULTS, json=typed(town, recommendation={"a": 1})), 422)
        problem(client_of("bkpsdm_admin").post(RESULTS, json=typed(town, score=[[1]])), 422)

    def test_put_needs_the_version_it_was_read_with(self, town: City, client_of: ClientOf) -> None:
        pk = make_test_result(town.person("owner")).id
        client = client_of("bkpsdm_admin")
        version = client.get(f"{RESULTS}{pk}").json["version"]
        assert "version" in problem(client.put(f"{RESULTS}{pk}", json=typed(town)), 422)["fields"]
        assert client.put(f"{RESULTS}{pk}", json=typed(town, score="90", version=version)).json["score"] == "90.00"
        problem(client.put(f"{RESULTS}{pk}", json=typed(town, score="91", version=version)), 409)
        assert [str(row.score) for row in results()] == ["90.00"]

    @pytest.mark.gate("G12")
    def test_nobody_writes_to_or_for_a_person_he_does_not_see(self, town: City, client_of: ClientOf) -> None:
        own, foreign = make_test_result(town.person("owner")).id, make_test_result(town.person("stranger")).id
        client = client_of("owner")
        version = client.get(f"{RESULTS}{own}").json["version"]
        problem(client.put(f"{RESULTS}{foreign}", json=typed(town, "stranger", version=version)), 404)
        assert "employee_id" in problem(client.put(f"{RESULTS}{own}", json=typed(town, "stranger", version=version)), 422)["fields"]
        problem(client.post(RESULTS, json=typed(town)), 403)
        problem(client.delete(f"{RESULTS}{own}"), 403)
        assert [row.employee_id for row in results()] == [town.person("owner").id, town.person("stranger").id]

    def test_delete_removes_once(self, town: City, client_of: ClientOf) -> None:
        pk = make_test_result(town.person("owner")).id
        assert client_of("bkpsdm_admin").delete(f"{RESULTS}{pk}").status_code == 204
        problem(client_of("bkpsdm_admin").delete(f"{RESULTS}{pk}"), 404)


class TestSteps:
    def test_a_step_is_taken_and_the_answer_says_what_is_open_now(self, town: City, client_of: ClientOf) -> None:
        pk = proposal_in(town, "submitted").id
        assert client_of("opd_admin").get(f"{WISHES}{pk}").json["steps"] == ["forward", "revise", "reject"]
        answer = client_of("opd_admin").post(f"{WISHES}{pk}/forward")
        assert (answer.json["state_key"], answer.json["steps"]) == ("forwarded", [])

    def test_refusals_are_those_of_the_screen(self, town: City, client_of: ClientOf) -> None:
        pk = proposal_in(town, "submitted").id
        assert "note" in problem(client_of("opd_admin").post(f"{WISHES}{pk}/revise", json={"note": "<p></p>"}), 422)["fields"]
        problem(client_of("opd_admin").post(f"{WISHES}{pk}/revise", json={"note": ["x"]}), 422)
        problem(client_of("opd_admin").post(f"{WISHES}{pk}/approve"), 409)
        problem(client_of("opd_admin").post(f"{WISHES}{pk}/nothing"), 404)
        problem(client_of("other_opd_admin").post(f"{WISHES}{pk}/forward"), 404)
        problem(client_of("auditor").post(f"{WISHES}{pk}/forward"), 403)
        problem(client_of("owner").post(f"{WISHES}{pk}/forward"), 403)
        assert state_of(pk) == "submitted"

    @pytest.mark.gate("G6")
    def test_a_bulk_step_lists_what_became_of_each(self, town: City, client_of: ClientOf) -> None:
        ready, late = proposal_in(town, "submitted").id, proposal_in(town, "approved", "colleague").id
        foreign = proposal_in(town, "submitted", "stranger").id
        answer = client_of("opd_admin").post(f"{WISHES}steps/reject", json={"pks": [ready, late, foreign], "note": REASON})
        assert [(row["id"], row["ok"]) for row in answer.json["result"]] == [(ready, True), (late, False), (foreign, False)]
        assert (state_of(ready), state_of(late), state_of(foreign)) == ("rejected", "approved", "submitted")
        for pks in ([], "1", ["1"], [True], list(range(1, 300)), None):
            assert "pks" in problem(client_of("opd_admin").post(f"{WISHES}steps/reject", json={"pks": pks}), 422)["fields"]
        problem(client_of("opd_admin").post(f"{WISHES}steps/nothing", json={"pks": [ready]}), 404)

    @pytest.mark.gate("G1")
    def test_nobody_proposes_in_another_name_or_in_another_state(self, town: City, client_of: ClientOf) -> None:
        wish = {"source": Source.MANUAL.value, "manual_title": "Pelatihan Arsip", "proposed_on": clock.today().isoformat()}
        for name in ("state", "unit_id", "number", "period"):
            assert name in problem(client_of("owner").post(WISHES, json=wish | {name: "1"}), 422)["fields"]
        made = client_of("owner").post(
            f"{WISHES}?employee_id={town.person('stranger').id}", json=wish | {"employee_id": town.person("stranger").id}
        )
        assert made.status_code == 201
        session().rollback()
        proposal = session().get_one(Proposal, made.json["id"])
        assert (proposal.employee_id, proposal.state) == (town.person("owner").id, "submitted")

    def test_a_record_with_a_flow_is_not_deleted_by_delete(self, town: City, client_of: ClientOf) -> None:
        pk = proposal_in(town, "submitted").id
        assert client_of("bkpsdm_admin").delete(f"{WISHES}{pk}").status_code == 405


def test_fabs_own_token_login_does_not_exist(screen_app: Flask) -> None:
    rules = {rule.rule for rule in screen_app.url_map.iter_rules()}
    assert not {rule for rule in rules if rule.startswith("/api/") and ("security" in rule or "_openapi" in rule)}
