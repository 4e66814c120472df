"""PortalModelView over HTTP: what a person sees, writes and cannot reach, on the screens of tests/kernel/screens.py."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.kernel.actor import system_actor
from app.kernel.crud.plain import change_record, create_record, remove_record, version_of
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid
from app.organisation.models import CompetenceTest
from app.proposals.rules import Source
from app.reference.models import Training
from tests.factories.city import City
from tests.factories.organisation import make_employee, make_test_result
from tests.factories.proposals import proposal_in
from tests.kernel.conftest import ClientOf


def typed(town: City, name: str = "owner", **changes: Any) -> dict[str, Any]:
    """A form as a browser sends it."""
    day = {"taken_on": "31-08-2022", "valid_until": "2027-08-31", "score": "82.50", "recommendation": "<p>Baik</p>"}
    return {"employee_id": str(town.person(name).id), **day} | changes


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"no hidden {name}"
    return found[1]


def results() -> list[CompetenceTest]:
    session().rollback()
    return list(session().scalars(select(CompetenceTest).order_by(CompetenceTest.id)))


def training(**changes: Any) -> Training:
    values = {"title": "Pelatihan Arsip", "title_key": "arsip", "competence_kind": "teknis", "valid_from": date(2020, 1, 1)} | changes
    return create_record(system_actor(), Training, values)


class TestSeeing:
    def test_a_list_shows_only_what_the_person_may_see(self, town: City, client_of: ClientOf) -> None:
        make_test_result(town.person("owner"))
        make_test_result(town.person("stranger"))
        everything = client_of("bkpsdm_admin").get("/results/list/").text
        own = client_of("owner").get("/results/list/").text
        assert town.person("owner").name in everything
        assert town.person("stranger").name in everything
        assert town.person("owner").name in own
        assert town.person("stranger").nip not in own.replace(" ", "")

    @pytest.mark.gate("G12")
    @pytest.mark.parametrize(
        ("method", "route"), [("GET", "show"), ("GET", "edit"), ("POST", "edit"), ("GET", "delete"), ("POST", "delete")]
    )
    def test_a_foreign_record_and_an_absent_one_are_the_same_404(self, town: City, client_of: ClientOf, route: str, method: str) -> None:
        foreign = make_test_result(town.person("stranger")).id
        answers = [
            client_of("owner").open(f"/results/{route}/{pk}", method=method, data=typed(town)) for pk in (foreign, 99_999, 2**31, 10**30)
        ]
        assert [answer.status_code for answer in answers] == [404] * 4
        assert len({answer.text[answer.text.index("<main") :].partition("</main>")[0] for answer in answers}) == 1
        assert len(results()) == 1

    @pytest.mark.parametrize("pk", ["abc", "-1", "1e3", "0"])
    def test_an_id_that_is_none_is_404(self, client_of: ClientOf, pk: str) -> None:
        assert client_of("bkpsdm_admin").get(f"/results/show/{pk}").status_code == 404

    def test_strangers_are_sent_to_sign_in_and_others_are_refused(self, town: City, client_of: ClientOf) -> None:
        assert client_of("nobody").get("/results/list/").status_code == 302
        assert client_of("auditor").get("/results/list/").status_code == 403
        assert client_of("owner").get("/results/add").status_code == 403

    def test_the_row_menu_holds_what_the_person_may_do(self, town: City, client_of: ClientOf) -> None:
        pk = make_test_result(town.person("owner")).id
        page = client_of("bkpsdm_admin").get("/results/list/").text
        assert all(f"/results/{verb}/{pk}" in page for verb in ("show", "edit", "delete"))
        session().rollback()
        row = create_record(
            town.actor("bkpsdm_admin"),
            Training,
            {"title": "A", "title_key": "a", "competence_kind": "teknis", "valid_from": date(2020, 1, 1)},
        )
        page = client_of("owner").get("/training-screen/list/?show=1").text
        assert f"/training-screen/show/{row.id}" in page
        assert f"/training-screen/edit/{row.id}" not in page
        assert "/training-screen/add" not in page

    @pytest.mark.manual("S41")
    def test_nothing_is_listed_until_asked_for(self, town: City, client_of: ClientOf) -> None:
        training()
        assert "Pelatihan Arsip" not in client_of("owner").get("/training-screen/list/").text
        assert "Pelatihan Arsip" in client_of("owner").get("/training-screen/list/?show=1").text

    def test_no_page_shows_none_or_an_iso_day(self, town: City, client_of: ClientOf) -> None:
        pk = make_test_result(town.person("owner"), date(2022, 8, 31), recommendation="").id
        for url in ("/results/list/", f"/results/show/{pk}"):
            page = client_of("bkpsdm_admin").get(url).text
            assert "31/08/2022" in page
            assert "2022-08-31" not in page
            assert ">None<" not in page


class TestAdding:
    @pytest.mark.manual("P14")
    def test_a_valid_form_makes_the_record_and_leads_back_to_the_list(self, town: City, client_of: ClientOf) -> None:
        answer = client_of("bkpsdm_admin").post("/results/add?next=/results/list/?page=2", data=typed(town))
        assert (answer.status_code, answer.headers["Location"]) == (302, "/results/list/?page=2")
        assert [(row.employee_id, row.taken_on, row.score) for row in results()] == [
            (town.person("owner").id, date(2022, 8, 31), Decimal("82.50"))
        ]

    def test_what_was_made_is_in_the_audit_trail_with_its_values(self, town: City, client_of: ClientOf) -> None:
        client_of("bkpsdm_admin").post("/results/add", data=typed(town))
        session().rollback()
        entries = session().scalars(select(AuditEntry).where(AuditEntry.event == "competence_test.create")).all()
        assert len(entries) == 1

    def test_a_wrong_form_says_so_at_its_fields_and_keeps_what_was_typed(self, town: City, client_of: ClientOf) -> None:
        answer = client_of("bkpsdm_admin").post(
            "/results/add", data=typed(town, taken_on="kemarin", score="", recommendation="<p>Tetap ada</p>")
        )
        assert answer.status_code == 422
        assert 'value="kemarin"' in answer.text
        assert "Tetap ada" in answer.text
        assert f'value="{town.person("owner").id}" selected' in answer.text
        assert 'aria-invalid="true"' in answer.text
        assert results() == []

    @pytest.mark.gate("G5")
    def test_two_sends_of_one_page_make_one_record(self, town: City, client_of: ClientOf) -> None:
        key = hidden(client_of("bkpsdm_admin").get("/results/add").text, "submission")
        answers = [client_of("bkpsdm_admin").post("/results/add", data=typed(town, submission=key)) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert len(results()) == 1

    @pytest.mark.gate("G5")
    def test_two_sends_at_once_make_one_record(self, town: City, client_of: ClientOf) -> None:
        key = hidden(client_of("bkpsdm_admin").get("/results/add").text, "submission")
        data = typed(town, submission=key)
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: client_of("bkpsdm_admin").post("/results/add", data=data).status_code, range(4)))
        assert answers == [302] * 4
        assert len(results()) == 1

    def test_saves_at_the_same_time_keep_their_own_values(self, town: City, client_of: ClientOf) -> None:
        """Under threads stock FAB saved 9 of 480 with another request's foreign key (its issue 2366)."""
        ids = [make_employee(town.person("owner").unit).id for _ in range(24)]

        def save(pk: int) -> int:
            data = {"employee_id": str(pk), "taken_on": "2022-08-31", "valid_until": "2027-08-31", "score": f"{pk % 90}.25"}
            return client_of("bkpsdm_admin").post(f"/results/add?employee_id={ids[0]}", data=data).status_code

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(save, ids)) == {302}
        assert {(row.employee_id, row.score) for row in results()} == {(pk, Decimal(f"{pk % 90}.25")) for pk in ids}

    def test_every_page_carries_another_key(self, town: City, client_of: ClientOf) -> None:
        keys = {hidden(client_of("bkpsdm_admin").get("/results/add").text, "submission") for _ in range(3)}
        assert len(keys) == 3

    def test_a_taken_value_is_an_error_at_its_field(self, town: City, client_of: ClientOf) -> None:
        training()
        answer = client_of("bkpsdm_admin").post(
            "/training-screen/add", data={"title": "Lain", "title_key": "arsip", "competence_kind": "teknis", "valid_from": "2020-01-01"}
        )
        assert answer.status_code == 422
        assert 'id="title_key-error"' in answer.text
        assert 'value="Lain"' in answer.text

    def test_a_value_that_hits_a_constraint_nobody_foresaw_is_a_message_and_not_a_crash(self, town: City, client_of: ClientOf) -> None:
        answer = client_of("bkpsdm_admin").post("/results/add", data=typed(town, valid_until="2001-01-01"))
        assert answer.status_code == 422
        assert results() == []

    def test_fields_that_are_not_in_the_form_are_not_written(self, town: City, client_of: ClientOf) -> None:
        client_of("bkpsdm_admin").post("/results/add", data=typed(town, id="77", box="9", created_at="2001-01-01"))
        (row,) = results()
        assert (row.id != 77, row.box, row.created_at.year != 2001) == (True, None, True)

    def test_script_in_rich_text_is_cleaned_before_it_is_stored(self, town: City, client_of: ClientOf) -> None:
        client_of("bkpsdm_admin").post(
            "/results/add", data=typed(town, recommendation='<p onclick="x()">Baik<script>alert(1)</script></p>')
        )
        assert [row.recommendation for row in results()] == ["<p>Baik</p>"]


class TestChanging:
    def test_the_form_holds_what_stands_and_saves_what_is_typed(self, town: City, client_of: ClientOf) -> None:
        row = make_test_result(town.person("owner"), date(2022, 8, 31))
        page = client_of("bkpsdm_admin").get(f"/results/edit/{row.id}").text
        assert 'value="2022-08-31"' in page
        assert town.person("owner").select_label in page
        answer = client_of("bkpsdm_admin").post(f"/results/edit/{row.id}", data=typed(town, score="90", version=hidden(page, "version")))
        assert answer.status_code == 302
        assert [row.score for row in results()] == [Decimal("90.00")]

    def test_of_two_who_edit_the_second_sees_both_versions_and_decides(self, town: City, client_of: ClientOf) -> None:
        url = f"/results/edit/{make_test_result(town.person('owner'), date(2022, 8, 31), recommendation='<p>Lama</p>').id}"
        client = client_of("bkpsdm_admin")
        version = hidden(client.get(url).text, "version")
        assert client.post(url, data=typed(town, recommendation="<p>Yang pertama</p>", version=version)).status_code == 302
        second = client.post(url, data=typed(town, recommendation="<p>Yang kedua</p>", version=version))
        assert second.status_code == 409
        assert "Yang pertama" in second.text
        assert "Yang kedua" in second.text
        assert results()[0].recommendation == "<p>Yang pertama</p>"
        again = client.post(url, data=typed(town, recommendation="<p>Yang kedua</p>", version=hidden(second.text, "version")))
        assert again.status_code == 302
        assert results()[0].recommendation == "<p>Yang kedua</p>"

    @pytest.mark.parametrize("version", ["", "0", "x" * 5000])
    def test_without_the_version_of_the_page_nothing_is_overwritten(self, town: City, client_of: ClientOf, version: str) -> None:
        row = make_test_result(town.person("owner"), date(2022, 8, 31))
        answer = client_of("bkpsdm_admin").post(f"/results/edit/{row.id}", data=typed(town, score="10", version=version))
        assert answer.status_code == 409
        assert results()[0].score == Decimal("82.50")

    @pytest.mark.gate("G12")
    def test_nobody_moves_a_record_to_a_person_he_does_not_see(self, town: City, client_of: ClientOf) -> None:
        row = make_test_result(town.person("owner"), date(2022, 8, 31))
        client = client_of("owner")
        data = typed(town, "stranger", version=hidden(client.get(f"/results/edit/{row.id}").text, "version"))
        answer = client.post(f"/results/edit/{row.id}", data=data)
        assert answer.status_code == 422
        assert 'id="employee_id-error"' in answer.text
        assert town.person("stranger").name not in answer.text
        assert results()[0].employee_id == town.person("owner").id


class TestDeleting:
    def test_get_asks_and_post_deletes(self, town: City, client_of: ClientOf) -> None:
        url = f"/results/delete/{make_test_result(town.person('owner')).id}"
        assert client_of("bkpsdm_admin").get(url).status_code == 200
        assert len(results()) == 1
        assert client_of("bkpsdm_admin").post(url).status_code == 302
        assert results() == []

    @pytest.mark.gate("G11")
    def test_what_others_refer_to_stays_and_the_page_says_who_they_are(self, town: City, client_of: ClientOf) -> None:
        unit = town.person("owner").unit
        with pytest.raises(Conflict, match=r"\(\d+\)"):
            remove_record(town.actor("bkpsdm_admin"), type(unit), unit.id)
        assert session().get(type(unit), unit.id) is not None

    @pytest.mark.gate("G11")
    def test_the_screen_refuses_and_says_why_instead_of_an_empty_message(self, town: City, client_of: ClientOf) -> None:
        row = training()
        proposal_in(town, "submitted", source=Source.CATALOGUE, training_id=row.id, manual_title=None)
        pk = row.id
        answer = client_of("bkpsdm_admin").post(f"/training-screen/delete/{pk}")
        assert answer.status_code == 409
        assert "SIIP ASN (1)" in answer.text
        session().rollback()
        assert session().get(Training, pk) is not None


class TestPlainServices:
    def test_a_record_made_for_somebody_outside_the_scope_is_refused(self, town: City) -> None:
        values = {
            "employee_id": town.person("stranger").id,
            "taken_on": date(2022, 1, 1),
            "valid_until": date(2027, 1, 1),
            "score": Decimal(80),
        }
        with pytest.raises(Denied):
            create_record(town.actor("owner"), CompetenceTest, values)
        assert session().scalar(select(func.count()).select_from(CompetenceTest)) == 0

    def test_a_refusal_writes_nothing_even_if_something_commits_later(self, town: City) -> None:
        row = make_test_result(town.person("owner"))
        with pytest.raises(Denied):
            change_record(town.actor("owner"), CompetenceTest, row.id, {"employee_id": town.person("stranger").id}, version_of(row))
        make_test_result(town.person("colleague"))
        session().expire_all()
        assert row.employee_id == town.person("owner").id

    def test_columns_that_are_not_to_be_written_are_a_programming_error(self, town: City) -> None:
        row = make_test_result(town.person("owner"))
        for name in ("id", "created_at", "nothing"):
            with pytest.raises(TypeError, match=name):
                change_record(town.actor("bkpsdm_admin"), CompetenceTest, row.id, {name: 1}, version_of(row))

    def test_a_taken_value_is_refused_before_the_database_does(self, town: City) -> None:
        training()
        other = training(title="Lain", title_key="lain")
        with pytest.raises(Invalid) as refusal:
            change_record(town.actor("bkpsdm_admin"), Training, other.id, {"title_key": "arsip"}, version_of(other))
        assert set(refusal.value.fields) == {"title_key"}
        assert change_record(town.actor("bkpsdm_admin"), Training, other.id, {"title_key": "lain"}, version_of(other)) is other


class TestSelectsWithoutJavaScript:
    """The second input of a searching select takes what is typed; saving narrows."""

    def test_what_only_one_fits_is_chosen(self, town: City, client_of: ClientOf) -> None:
        person = town.person("owner")
        answer = client_of("bkpsdm_admin").post("/results/add", data=typed(town, employee_id=["", person.nip]))
        assert answer.status_code == 302
        assert [row.employee_id for row in results()] == [person.id]

    def test_what_several_fit_is_offered_and_nothing_is_saved(self, town: City, client_of: ClientOf) -> None:
        answer = client_of("bkpsdm_admin").post("/results/add", data=typed(town, employee_id=["", "Pegawai"]))
        assert answer.status_code == 422
        assert "Ada beberapa yang cocok" in answer.text
        assert f'<option value="{town.person("owner").id}">' in answer.text
        assert results() == []

    @pytest.mark.parametrize("text", ["zzz", "%"])
    def test_what_nothing_fits_is_said(self, town: City, client_of: ClientOf, text: str) -> None:
        answer = client_of("bkpsdm_admin").post("/results/add", data=typed(town, employee_id=["", text]))
        assert answer.status_code == 422

    @pytest.mark.gate("G12")
    def test_nobody_is_found_beyond_the_scope(self, town: City, client_of: ClientOf) -> None:
        mine = make_test_result(town.person("owner"))
        sent = typed(town, employee_id=["", town.person("stranger").nip], version=version_of(mine))
        answer = client_of("owner").post(f"/results/edit/{mine.id}", data=sent)
        assert answer.status_code == 422
        assert town.person("stranger").name not in answer.text
