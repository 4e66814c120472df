"""What only the screens of the career records offered, by REST: each within the same reach, and only with a token of its scope."""

import pytest
from flask import Flask

from app.kernel import clock
from app.ledger.models import book_id
from tests.factories.city import City
from tests.factories.credentials import course_in
from tests.integration.conftest import Call, TokenOf

OWN, OVER, OFFICERS = ("owner",), ("supervisor",), ("opd_admin", "bkpsdm_admin", "auditor")
FOREIGN = ("colleague", "other_opd_admin")
RECAPS = ("jp-books/recap", "archive-scores/recap", "myasn/recap", "ip-asn/recap", "myasn/national?kind=course")
OF_A_PERSON = ("jp-books/{book}/days", "archive-scores/{person}/archive")


@pytest.fixture
def addresses(app: Flask, town: City) -> dict[str, str]:
    with app.app_context():
        course_in(town, "approved")
        return {"person": str(town.ids["owner"]), "book": str(book_id(town.ids["owner"], clock.today().year))}


@pytest.mark.gate("G12")
@pytest.mark.parametrize("path", RECAPS)
def test_sums_by_opd_are_for_those_who_administer_within_their_reach(
    addresses: dict[str, str], town: City, token_of: TokenOf, call: Call, path: str
) -> None:
    resource, address = path.partition("/")[0], f"/api/v1/{path}"
    for who in OFFICERS:
        assert call(token_of(who, f"{resource}:read"), address).status_code == 200, who
        assert call(token_of(who, f"{resource}:write", "employees:read"), address).status_code == 403, who
    for who in (*OWN, *OVER):
        assert call(token_of(who, f"{resource}:read"), address).status_code == 403, who
    foreign = call(token_of("other_opd_admin", f"{resource}:read"), address).json["result"]
    assert town.opd_id not in {row.get("opd_id") for row in foreign}
    assert "national" not in path or foreign == []


@pytest.mark.gate("G12")
@pytest.mark.parametrize("path", OF_A_PERSON)
def test_what_is_of_a_person_is_for_those_who_see_him(addresses: dict[str, str], token_of: TokenOf, call: Call, path: str) -> None:
    resource, address = path.partition("/")[0], f"/api/v1/{path.format(**addresses)}"
    for who in (*OWN, *OVER, *OFFICERS):
        assert call(token_of(who, f"{resource}:read"), address).status_code == 200, who
        assert call(token_of(who, "employees:read"), address).status_code == 403, who
    for who in FOREIGN:
        assert call(token_of(who, f"{resource}:read"), address).status_code == 404, who


@pytest.mark.gate("G12")
def test_ones_standing_is_ones_own(token_of: TokenOf, call: Call) -> None:
    assert call(token_of("owner", "awards:read"), "/api/v1/awards/standing").status_code in (200, 404)
    assert call(token_of("owner", "awards:write"), "/api/v1/awards/standing").status_code == 403
    assert call(token_of("auditor", "awards:read"), "/api/v1/awards/standing").status_code == 403
