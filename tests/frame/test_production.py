"""The portal as it stands behind TLS: which hosts it answers to, what its cookies and headers promise, what monitoring is told."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

import config
from app import create_app
from app.accounts.services.hashing import hash_password, password_fits
from app.errors import LOG_LINE, _note_refusal
from app.extensions import db
from app.kernel import clock, health
from app.kernel.roles import Role
from tests.conftest import Reader
from tests.factories.accounts import signed_in_as
from tests.ground import Ground

HOST = "portal.kota.go.id"
SCRIPT = config.ROOT / "deploy" / "health.py"


class Browser(Reader):
    """One that has typed the portal's address."""

    def open(self, *args: Any, **values: Any) -> Any:
        return super().open(*args, **({"base_url": f"https://{HOST}"} | values))


@pytest.fixture(scope="module")
def production(portal: Flask, ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    made = create_app(
        config.Production,
        SECRET_KEY="kunci-yang-panjang-dan-acak-1234567890",
        PORTAL_URL=f"https://{HOST}",
        PROXY_HOPS=1,
        SQLALCHEMY_DATABASE_URI=ground.uri,
        DATA_DIR=str(tmp_path_factory.mktemp("production")),
    )
    made.test_client_class = Browser
    return made


@pytest.fixture
def browser(production: Flask, app: Flask) -> Iterator[FlaskClient]:
    yield production.test_client()
    with production.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("host", ["evil.test", f"{HOST}.evil.test", "127.0.0.1"])
@pytest.mark.parametrize("path", ["/login/", "/nothing/here", "/api/v1/proposals/"])
def test_it_answers_to_its_own_name_only(browser: FlaskClient, host: str, path: str) -> None:
    assert browser.get("/login/").status_code == 200
    answer = browser.get(path, base_url=f"https://{host}")
    assert answer.status_code == 400
    assert "evil" not in answer.text + answer.headers.get("Location", "")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/login/", "/static/js/portal.js", "/nothing/here", "/api/v1/proposals/", "/health"])
def test_every_answer_keeps_the_browser_on_tls_and_out_of_frames(browser: FlaskClient, path: str) -> None:
    headers = browser.get(path).headers
    age, *rest = headers["Strict-Transport-Security"].split("; ")
    assert int(age.removeprefix("max-age=")) >= 365 * 24 * 3600
    assert "includeSubDomains" in rest
    policy = headers["Content-Security-Policy"]
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert part in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_are_led_to_tls_and_programs_are_told(browser: FlaskClient) -> None:
    plain = {"base_url": f"http://{HOST}"}
    answer = browser.get("/login/", **plain)
    assert (answer.status_code, answer.location) == (302, f"https://{HOST}/login/")
    call = browser.get("/api/v1/proposals/", headers={"Authorization": "Bearer x"}, **plain)
    assert (call.status_code, call.content_type) == (403, "application/problem+json")
    assert browser.get("/api/v1/proposals/").status_code == 401


def test_the_cookie_is_bound_to_this_host(browser: FlaskClient) -> None:
    cookie = browser.get("/login/").headers["Set-Cookie"]
    assert cookie.startswith("__Host-")
    parts = {part.strip() for part in cookie.split(";")[1:]}
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= parts
    assert not any(part.startswith("Domain") for part in parts)


def test_the_address_that_counts_is_the_one_the_proxy_added(
    browser: FlaskClient, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    invented = {"X-Forwarded-For": "6.6.6.6, 203.0.113.9"}
    assert browser.get("/api/v1/proposals/", base_url=f"http://{HOST}", headers=invented).status_code == 403
    assert "from 203.0.113.9," in caplog.records[-1].getMessage()
    with client:
        client.get("/login/", headers=invented)
        assert request.remote_addr == "127.0.0.1"


def test_passwords_cost_what_is_advised_to_guess(production: Flask) -> None:
    with production.app_context():
        stored = hash_password("gerobak-kuning-42")
        assert stored.startswith("scrypt:32768:8:3$")
        assert password_fits(stored, "gerobak-kuning-42")


def test_trace_is_not_answered(browser: FlaskClient) -> None:
    assert browser.open("/login/", method="TRACE", headers={"X-Secret": "rahasia"}).status_code == 405


def test_a_form_without_a_length_is_not_cut_at_the_limit(client: FlaskClient) -> None:
    endless = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    form = "application/x-www-form-urlencoded"
    assert (
        client.post("/login/", input_stream=BytesIO(b"username=x&password=y"), environ_base=endless, content_type=form).status_code == 411
    )
    assert client.post("/login/", data="username=x&password=y", content_type=form).status_code == 422
    assert client.get("/login/", content_type=form).status_code == 200  # as programs ask that are led on after a form


def test_a_refusal_is_noted_in_one_line_and_names_nobody(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    client = signed_in_as(app, Role.EMPLOYEE)
    assert client.get("/audit/list/?q=rahasia").status_code == 403
    (line,) = [record.getMessage() for record in caplog.records if "refused with" in record.getMessage()]
    assert re.fullmatch(r"refused with 403: account \d+ from 127\.0\.0\.1, GET '/audit/list/'", line)
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} ", LOG_LINE.format(caplog.records[-1]))


def test_an_address_adds_no_line_to_the_log(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with app.test_request_context("/audit/%0Aforged%20line"):
        _note_refusal(Response(status=403))
    assert "\n" not in caplog.records[-1].getMessage()
    assert "forged" in caplog.records[-1].getMessage()


class TestHealth:
    """Open to whoever watches; no session, no names."""

    def test_all_is_well_once_a_worker_has_been_seen(self, app: Flask, client: FlaskClient) -> None:
        assert (client.get("/health").status_code, client.get("/health").json) == (503, {"database": "ok", "worker": "silent"})
        with app.app_context():
            health.beat()
            health.beat()
        answer = client.get("/health")
        assert (answer.status_code, answer.json) == (200, {"database": "ok", "worker": "ok"})
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers

    def test_a_worker_that_says_nothing_is_noticed(self, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
        with app.app_context():
            health.beat()
        later = clock.now() + health.SILENT_AFTER + timedelta(seconds=1)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert client.get("/health").json == {"database": "ok", "worker": "silent"}

    def test_a_database_that_is_away_is_said(self, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
        def away() -> None:
            raise OperationalError("SELECT", None, Exception("rahasia"))

        with app.app_context():
            monkeypatch.setattr(db.session(), "scalar", lambda *_: away())
            assert health.state() == {"database": "away", "worker": "unknown"}
        monkeypatch.setattr(health, "transaction", away)
        with app.app_context():
            health.beat()

    def test_it_answers_while_the_portal_is_closed(self, app: Flask, client: FlaskClient) -> None:
        run = app.test_cli_runner().invoke
        run(args=["maintenance", "on"])
        try:
            assert client.get("/health").json == {"database": "ok", "worker": "silent"}
        finally:
            run(args=["maintenance", "off"])

    def test_the_container_asks_it_by_the_portals_name(self) -> None:
        """What the image runs: no answer is not healthy."""
        done = subprocess.run(
            [sys.executable, str(SCRIPT)], env={"PORTAL_URL": f"https://{HOST}", "PORT": "9"}, capture_output=True, check=False
        )
        assert done.returncode != 0
