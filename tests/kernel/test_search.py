"""The search finds what a person's own lists would, group by group, and nothing else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.kernel.approval import take_step
from app.kernel.filters import Typed
from app.kernel.formats import format_nip
from app.kernel.search import SHOWN, searchable_views
from app.proposals.models import Proposal
from tests.factories.city import City
from tests.factories.organisation import employee_actor, make_employee
from tests.factories.proposals import proposal_in

People = tuple[City, dict[str, FlaskClient]]


def found(client: FlaskClient, text: str) -> str:
    answer = client.get("/search/", query_string={"q": text})
    assert answer.status_code == 200
    return answer.text.partition("<main")[2]


def link(view: str, pk: int) -> str:
    return f'href="/{view}/show/{pk}"'


EVERYBODY = {"owner", "colleague", "supervisor", "opd_admin", "other_opd_admin", "stranger", "bkpsdm_admin", "auditor", "superuser"}


@pytest.mark.parametrize(
    ("whose", "proposal_seen_by", "person_seen_by"),
    [
        ("owner", {"owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor"}, {"supervisor", "opd_admin", "bkpsdm_admin", "auditor"}),
        ("stranger", {"stranger", "other_opd_admin", "bkpsdm_admin", "auditor"}, {"other_opd_admin", "bkpsdm_admin", "auditor"}),
    ],
)
def test_each_role_finds_its_own_scope_and_no_foreign_row(
    app: Flask, people: People, whose: str, proposal_seen_by: set[str], person_seen_by: set[str]
) -> None:
    city, clients = people
    with app.app_context():
        pk = proposal_in(city, "submitted", whose, title="Pelatihan Arsip Digital").id
        nip = city.person(whose).nip
    for name in EVERYBODY:
        by_title, by_nip = found(clients[name], "arsip digital"), found(clients[name], nip)
        assert (link("proposals", pk) in by_title) is (name in proposal_seen_by), name
        assert (link("employees", city.ids[whose]) in by_nip) is (name in person_seen_by), name


@pytest.mark.parametrize("write", [str, format_nip, lambda nip: f"  {format_nip(nip)} ", lambda nip: format_nip(nip)[:15]])
def test_a_nip_is_found_with_spaces_and_without(app: Flask, people: People, write: object) -> None:
    city, clients = people
    with app.app_context():
        nip = city.person("owner").nip
    assert link("employees", city.ids["owner"]) in found(clients["bkpsdm_admin"], write(nip))  # type: ignore[operator]


def test_a_deleted_record_is_not_found(app: Flask, people: People) -> None:
    city, clients = people
    with app.app_context():
        pk = proposal_in(city, "submitted", title="Pelatihan Arsip").id
        assert link("proposals", pk) in found(clients["owner"], "arsip")
        take_step(city.actor("bkpsdm_admin"), Proposal, pk, "delete")
    assert link("proposals", pk) not in found(clients["owner"], "arsip")


def test_at_most_five_and_then_the_list_of_all_of_them(app: Flask, people: People) -> None:
    city, clients = people
    with app.app_context():
        for number in range(SHOWN + 2):
            make_employee(city.opd, name=f"Wulandari {'ABCDEFG'[number]}")
    page = found(clients["bkpsdm_admin"], "wulandari")
    assert page.count('href="/employees/show/') == SHOWN
    assert 'href="/employees/list/?q=wulandari"' in page
    assert clients["bkpsdm_admin"].get("/employees/list/?q=wulandari").text.count("Wulandari ") >= SHOWN + 2


def test_the_list_of_all_leaves_nothing_out_that_the_search_has_found(app: Flask, people: People) -> None:
    """An OPD admin's list is his desk by default; the search finds what has left it, so its list must too."""
    city, clients = people
    with app.app_context():
        for number in range(SHOWN + 1):
            person = make_employee(city.opd)
            city.ids[f"p{number}"] = person.id
            _forwarded(city, f"p{number}")
    page = found(clients["opd_admin"], "arsip")
    url = page.partition('href="/proposals/list/')[2].partition('"')[0].replace("&amp;", "&")
    assert "state=all" in url
    assert clients["opd_admin"].get(f"/proposals/list/{url}").text.count("Pelatihan Arsip") >= SHOWN + 1


def _forwarded(city: City, name: str) -> None:
    city.actors[name] = employee_actor(city.person(name), city.ids[name] + 5000)
    proposal_in(city, "forwarded", name, title="Pelatihan Arsip")


def test_the_menu_is_found_as_far_as_it_is_theirs(people: People) -> None:
    _city, clients = people
    assert 'href="/audit/list/"' in found(clients["auditor"], "jejak audit")
    assert 'href="/audit/list/"' not in found(clients["owner"], "jejak audit")
    assert 'href="/employees/list/"' in found(clients["bkpsdm_admin"], "master pegawai")


@pytest.mark.parametrize("text", ["a", " ", "zzzzqqq", "%", "__", "' or 1=1 --", "x" * 500, "<script>"])
def test_what_finds_nothing_says_so_and_shows_nobody(people: People, text: str) -> None:
    page = found(people[1]["bkpsdm_admin"], text)
    assert "/show/" not in page
    assert "<script>" not in page


def test_the_dialog_asks_the_same_address_for_options_alone(app: Flask, people: People) -> None:
    city, clients = people
    with app.app_context():
        pk = proposal_in(city, "submitted", title="Pelatihan Gizi").id
    answer = clients["owner"].get("/search/?q=gizi", headers={"X-Requested-With": "fetch"})
    assert "<html" not in answer.text
    assert 'role="listbox"' in answer.text
    assert f'role="option" id="search-1-1" href="/proposals/show/{pk}"' in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    nothing = clients["owner"].get("/search/?q=zzzz", headers={"X-Requested-With": "fetch"}).text
    assert "listbox" not in nothing
    assert "Tidak ditemukan" in nothing


def test_every_searchable_list_has_a_typed_filter_called_q(ctx: Flask) -> None:
    views = {type(view).__name__ for view in searchable_views()}
    declared = {type(view).__name__ for view in ctx.appbuilder.baseviews if getattr(view, "searchable", False)}  # type: ignore[attr-defined]
    assert views == declared
    assert views >= {
        "EmployeeView",
        "UnitView",
        "AccountView",
        "ProposalView",
        "TeamWorkView",
        "CourseView",
        "CertificationView",
        "ArchiveDocumentView",
        "AwardView",
        "WebinarView",
        "PlanRowView",
    }
    assert all(any(isinstance(each, Typed) for each in view.listing.filters) for view in searchable_views())
