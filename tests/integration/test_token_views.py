"""The page of one's own tokens over HTTP."""

import re

from flask import Flask

from app.integration.models import ApiToken
from app.kernel.db import session
from tests.factories.accounts import PASSWORD, signed_in
from tests.factories.city import City
from tests.integration.conftest import Call, TokenOf

PAGE = "/account/tokens/"


def typed(*scopes: str, **changes: str) -> dict[str, object]:
    return {"name": "Dasbor kota", "scopes": list(scopes), "days": "30", "password": PASSWORD} | changes


def test_made_shown_once_used_and_revoked(app: Flask, town: City, names: dict[str, str], call: Call) -> None:
    client = signed_in(app.test_client(), names["owner"])
    made = client.post(PAGE, data=typed("proposals:read"))
    found = re.search(r"pk_[\w-]{43}", made.text)
    assert found, made.text
    token = found[0]
    assert made.headers["Cache-Control"] == "private, no-store"
    assert token not in client.get(PAGE).text
    assert token[:11] in client.get(PAGE).text
    assert call(token, "/api/v1/proposals/").status_code == 200
    with app.app_context():
        pk = session().query(ApiToken).one().id
    assert signed_in(app.test_client(), names["colleague"]).post(f"{PAGE}{pk}/revoke").status_code == 404
    assert call(token, "/api/v1/proposals/").status_code == 200
    client.post(f"{PAGE}{pk}/revoke")
    assert call(token, "/api/v1/proposals/").status_code == 401


def test_scopes_are_those_the_person_has_a_use_for(app: Flask, names: dict[str, str], token_of: TokenOf) -> None:
    client = signed_in(app.test_client(), names["owner"])
    offered = re.findall(r'name="scopes" value="([^"]+)"', client.get(PAGE).text)
    own = (
        "proposals",
        "plans",
        "year-plans",
        "recommendations",
        "realisations",
        "activity-reports",
        "courses",
        "certifications",
        "awards",
        "team-work",
        "archive-documents",
        "documents",
        "profile-changes",
        "certificate-corrections",
        "webinar-registrations",
        "webinar-attendances",
        "attendance-requests",
        "campaign-people",
        "myasn",
        "notifications",
        "data-requests",
        "photos",
    )
    read = {
        f"{name}:read"
        for name in (
            "plan-dialogues",
            "jp-books",
            "jp-lines",
            "ip-asn",
            "archive-scores",
            "certificates",
            "webinars",
            "webinar-series",
            "webinar-sessions",
            "campaigns",
        )
    }
    assert set(offered) == read | {f"{name}:{right}" for name in own for right in ("read", "write")}
    assert len(offered) == len(set(offered))
    for scopes in ((), ("employees:read",), ("proposals:admin",)):
        assert client.post(PAGE, data=typed(*scopes)).status_code == 422
    for changes in ({"days": "9999"}, {"password": "bukan ini sandinya"}, {"name": " "}):
        assert client.post(PAGE, data=typed("proposals:read", **changes)).status_code == 422
    with app.app_context():
        assert session().query(ApiToken).count() == 0
