"""What no browser of a person would send: it is refused or cleaned, never an error of the portal's."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.kernel import richtext
from app.kernel.db import session
from app.proposals.models import Proposal
from tests.factories.city import City

People = tuple[City, dict[str, FlaskClient]]


@pytest.mark.parametrize("address", ["/employees/list/?q=a%00b", "/recap/?period=%00", "/proposals/options/employee_id?q=%00", "/lang/%00"])
def test_nul_in_an_address_is_refused(people: People, address: str) -> None:
    _city, clients = people
    assert clients["bkpsdm_admin"].get(address).status_code == 400


@pytest.mark.parametrize("address", ["/recap/merge", "/notifications/settings/", "/login/", "/proposals/add"])
def test_nul_in_a_form_is_refused(people: People, address: str) -> None:
    _city, clients = people
    sent = {"manual_key": "a\x00b", "training_id": "1", "wanted": "x\x00:email", "username": "\x00", "manual_title": "\x00"}
    assert clients["bkpsdm_admin"].post(address, data=sent).status_code == 400


@pytest.mark.parametrize("opd", ["9" * 40, "-1", "x", str(2**31), str(2**63)])
def test_a_recap_of_an_opd_that_does_not_exist_is_refused(people: People, opd: str) -> None:
    _city, clients = people
    for page in ("", "chart.svg", "export", "print"):
        assert clients["auditor"].get(f"/recap/{page}?opd={opd}").status_code == 400


def test_the_recap_of_another_opd_is_not_asked_for_by_its_number(people: People) -> None:
    city, clients = people
    assert clients["opd_admin"].get(f"/recap/?opd={city.other_opd_id}").status_code == 400


@pytest.mark.parametrize("training", ["9" * 40, "9" * 5000, "-1", "²"])
def test_merging_into_a_number_that_is_no_training_is_refused(people: People, training: str) -> None:
    _city, clients = people
    answer = clients["bkpsdm_admin"].post("/recap/merge", data={"manual_key": "x", "training_id": training})
    assert answer.status_code < 500


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 5000])
def test_a_version_nobody_was_given_is_a_conflict(people: People, version: str) -> None:
    city, clients = people
    contact = {"version": version, "phone": "081234567890"}
    assert clients["owner"].post("/profile/edit", data=contact).status_code in (409, 422)
    assert clients["bkpsdm_admin"].post(f"/units/edit/{city.opd_id}", data={"version": version}).status_code in (409, 422)


def test_control_characters_of_a_pasted_text_are_not_kept(app: Flask, people: People) -> None:
    _city, clients = people
    sent = {"source": "manual", "manual_title": "Arsip\x0b\x01 Digital\ufffe", "proposed_on": "2026-11-21"}
    clients["owner"].post("/proposals/add", data=sent)
    with app.app_context():
        assert session().scalars(select(Proposal.manual_title)).all() == ["Arsip Digital"]


@pytest.mark.parametrize("typed", ["a\x01b", "a&#1;b", "a\ud800b", "a\x00b"])
def test_rich_text_holds_no_control_characters(typed: str) -> None:
    assert richtext.clean(typed).replace("\ufffd", "") == "ab"
