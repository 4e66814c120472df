"""The last opened: ids in one's own session, shown within today's scope, gone with the session."""

import re

from flask import Flask
from flask.testing import FlaskClient

from app.kernel.approval import take_step
from app.kernel.crud.links import KEPT
from app.kernel.db import transaction
from app.proposals.models import Proposal
from tests.factories.accounts import PASSWORD
from tests.factories.city import City
from tests.factories.organisation import make_employee
from tests.factories.proposals import proposal_in

People = tuple[City, dict[str, FlaskClient]]


def opened(client: FlaskClient) -> list[str]:
    """The addresses of the panel on the first page; the dialog shows the same."""
    panel = client.get("/").text.partition('id="panel-recent"')[2].partition("</section>")[0]
    found = re.findall(r'href="([^"]+/show/\d+)"', panel)
    options = client.get("/search/", headers={"X-Requested-With": "fetch"}).text
    assert re.findall(r'href="([^"]+/show/\d+)"', options) == found
    return found


def test_the_newest_first_each_once_and_only_the_last_few(app: Flask, people: People) -> None:
    city, clients = people
    with app.app_context():
        pks = [make_employee(city.opd).id for _number in range(KEPT + 2)]
    client = clients["bkpsdm_admin"]
    assert opened(client) == []
    for pk in (*pks, pks[-2]):
        assert client.get(f"/employees/show/{pk}").status_code == 200
    expected = [pks[-2], pks[-1], *reversed(pks[2:-2])]
    assert opened(client) == [f"/employees/show/{pk}" for pk in expected]


def test_what_is_refused_is_not_remembered(people: People) -> None:
    city, clients = people
    assert clients["opd_admin"].get(f"/employees/show/{city.ids['stranger']}").status_code == 404
    assert opened(clients["opd_admin"]) == []


def test_what_is_gone_or_no_longer_his_vanishes(app: Flask, people: People) -> None:
    city, clients = people
    with app.app_context():
        pk = proposal_in(city, "submitted").id
    client = clients["opd_admin"]
    assert client.get(f"/proposals/show/{pk}").status_code == 200
    assert client.get(f"/employees/show/{city.ids['owner']}").status_code == 200
    assert opened(client) == [f"/employees/show/{city.ids['owner']}", f"/proposals/show/{pk}"]
    with app.app_context(), transaction():
        city.person("owner").unit_id = city.other_opd_id
    assert opened(client) == [f"/proposals/show/{pk}"]
    with app.app_context():
        take_step(city.actor("bkpsdm_admin"), Proposal, pk, "delete")
    assert opened(client) == []


def test_it_ends_with_signing_out(people: People) -> None:
    city, clients = people
    client = clients["bkpsdm_admin"]
    client.get(f"/employees/show/{city.ids['owner']}")
    assert opened(client)
    client.post("/logout/")
    with client.session_transaction() as kept:
        assert "recent" not in kept
    with client.application.app_context():
        nip = city.person("bkpsdm_admin").nip
    client.post("/login/", data={"username": nip, "password": PASSWORD})
    assert opened(client) == []


def test_the_session_holds_ids_only(people: People) -> None:
    city, clients = people
    clients["bkpsdm_admin"].get(f"/employees/show/{city.ids['owner']}")
    with clients["bkpsdm_admin"].session_transaction() as kept:
        assert kept["recent"] == [["EmployeeView", city.ids["owner"]]]
