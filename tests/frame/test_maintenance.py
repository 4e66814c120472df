"""The closed portal says why and until when, lets superusers in, and asks no database; error pages carry every security header."""

import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.serving import make_server

from app.extensions import db
from app.kernel.roles import Role
from tests.factories.accounts import signed_in_as

TEXT = "Pembaruan <server> sampai pukul 20.00"


@pytest.fixture
def closed(app: Flask) -> Iterator[Flask]:
    assert app.test_cli_runner().invoke(args=["maintenance", "on", TEXT, "--minutes", "30"]).exit_code == 0
    yield app
    Path(app.config["DATA_DIR"], "maintenance.json").unlink(missing_ok=True)


def test_everybody_reads_why_and_until_when(closed: Flask) -> None:
    for client in (signed_in_as(closed, None), signed_in_as(closed, Role.AUDITOR)):
        answer = client.get("/proposals/list/")
        assert answer.status_code == 503
        assert "Pembaruan &lt;server&gt;" in answer.text
        assert 1700 <= int(answer.headers["Retry-After"]) <= 1800
        assert answer.content_type.startswith("text/html")


def test_programs_read_it_as_problem_details(closed: Flask, client: FlaskClient) -> None:
    answer = client.get("/api/v1/proposals/")
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert answer.json is not None
    assert answer.json["detail"] == TEXT
    assert "Retry-After" in answer.headers


def test_superusers_work_and_the_way_in_stays_open(closed: Flask, client: FlaskClient) -> None:
    assert signed_in_as(closed, Role.SUPERUSER).get("/").status_code == 200
    assert client.get("/login/").status_code == 200
    assert client.get("/static/favicon.svg").status_code == 200


def test_strangers_are_told_without_the_database(closed: Flask, client: FlaskClient) -> None:
    asked: list[str] = []
    with closed.app_context():
        engine = db.engine

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get("/proposals/list/").status_code == 503
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert [statement for statement in asked if "ab_user" in statement] == []


def test_it_opens_again(closed: Flask, client: FlaskClient) -> None:
    assert closed.test_cli_runner().invoke(args=["maintenance", "off"]).output == "open\n"
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("path", "status"), [("/nothing/here", 404), ("/proposals/list/?show=%00", 400), ("/api/v1/proposals/", 401), ("/login/", 200)]
)
def test_error_pages_carry_the_security_headers(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    answer = client.delete("/login/")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_too_large_a_body_is_answered_by_a_page(app: Flask) -> None:
    """The whole body is taken in before the answer, so that a browser still sending it reads the page."""
    served = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=served.serve_forever, daemon=True)
    thread.start()
    size = app.config["MAX_CONTENT_LENGTH"] + 4_000_000
    try:
        with socket.create_connection(("127.0.0.1", served.server_port), timeout=30) as connection:
            head = "POST /login/ HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            connection.sendall(f"{head}Content-Length: {size}\r\n\r\n".encode() + b"a" * size)
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
    finally:
        served.shutdown()
        served.server_close()
        thread.join()
    assert answer.split(b"\r\n")[0].endswith(b"413 REQUEST ENTITY TOO LARGE")
    assert b"error-page" in answer
