"""A real Chromium against a real server on loopback; a page that logs an error or breaks the Content-Security-Policy fails its test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from werkzeug.serving import make_server

from tests.browser.looks import Judged
from tests.browser.town import Town
from tests.browser.visitor import DESK, PHONE, Visitor
from tests.factories.accounts import PASSWORD, People
from tests.factories.city import City

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey that failed is walked once more and named in the summary (R): on a busy machine a page can come between two looks at it.

    A test that tells no behaviour of the manuals asks what scripts and sheets make of a page; what the page asks of a database, the tests of the
    views ask of both.
    """
    for item in items:
        if "browser" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))
            if not {"manual", "gate", "database"}.intersection(mark.name for mark in item.iter_markers()):
                item.add_marker(pytest.mark.looks)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        message = "no Chromium found: apt-get install chromium"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """What axe-core found nothing in so far, in this run."""
    own = tmp_path_factory.getbasetemp()
    return Judged((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "judged")


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    """The address of the portal, served on a free port for this test; forms need their token as they do for people."""
    served = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=served.serve_forever, daemon=True)
    app.config["WTF_CSRF_ENABLED"] = True
    thread.start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()
    served.server_close()
    thread.join()
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def town(app: Flask, people: tuple[City, People]) -> Town:
    """A small agency whose people have accounts."""
    city, clients = people
    return Town(app, city, clients.usernames)


@pytest.fixture
def busy_town(town: Town) -> Town:
    """A town with something on every page."""
    town.tested("owner")
    town.proposal("owner", "revised", title="Pelatihan Arsip Digital", recommendation="VISIONARY LEADERSHIP")
    town.proposal("colleague", "submitted", title="Pelatihan Penyusunan Standar Operasional Prosedur Administrasi Pemerintahan")
    town.proposal("supervisor", "forwarded", title="Pelatihan Gizi")
    return town


@pytest.fixture
def visit(chromium: Browser, server: str) -> Iterator[Callable[..., Visitor]]:
    """A function that makes a Visitor, on a desk by default: `visit()`, `visit(phone=True)`."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def make(phone: bool = False, **options: object) -> Visitor:
        size = PHONE if phone else DESK
        context = chromium.new_context(viewport=size, locale="id-ID", reduced_motion="reduce", **options)  # type: ignore[arg-type]
        contexts.append(context)
        visitors.append(Visitor(context, server, PASSWORD))
        return visitors[-1]

    yield make
    for context in contexts:
        context.close()
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []


@pytest.fixture
def enter(visit: Callable[..., Visitor], town: Town) -> Callable[..., Visitor]:
    """A function that signs somebody of the town in: `enter("owner")`, `enter("auditor", phone=True)`."""

    def make(name: str, **options: object) -> Visitor:
        visitor = visit(**options)
        visitor.sign_in(town.usernames[name])
        return visitor

    return make
