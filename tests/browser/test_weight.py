"""What pages weigh on the wire, as Chromium counts it: a first visit fits a slow mobile line, every further page is a fraction of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from app.proposals.services import propose
from tests.browser.town import Town
from tests.browser.visitor import Visitor
from tests.factories.proposals import wish

pytestmark = pytest.mark.looks

FIRST_VISIT = 200_000
NEXT_PAGE = 30_000
ERROR_PAGE = 40_000
"""Flask-Compress leaves what is no success as it is."""
FIRST_EDITOR = 100_000
"""Once for each: Trix or Tom Select, with the page that needs them."""


class Scale:
    """Bytes received, headers and bodies as they travelled, since the last `weigh`; what the cache answered weighs nothing."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.addresses: dict[str, str] = {}
        self.loads: dict[str, float] = {}
        session: CDPSession = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", lambda event: self.addresses.update({event["requestId"]: event["request"]["url"]}))
        session.on("Network.loadingFinished", self._arrived)
        session.send("Network.enable")

    def _arrived(self, event: dict[str, Any]) -> None:
        self.loads[self.addresses.get(event["requestId"], "?")] = event["encodedDataLength"]

    def weigh(self, address: str) -> int:
        """Open `address`, wait until nothing loads any more, and weigh what came."""
        self.loads.clear()
        self.page.goto(address)
        self.page.wait_for_load_state("networkidle")
        for each, size in sorted(self.loads.items(), key=lambda load: -load[1]):
            if size:
                print(f"{size:9.0f} {each}")
        return int(sum(self.loads.values()))


@pytest.fixture
def scale(visit: Callable[..., Visitor], town: Town) -> tuple[Visitor, Scale]:
    """Somebody at a phone who has never been here."""
    visitor = visit(phone=True)
    return visitor, Scale(visitor.page)


def propose_in(town: Town, year: int) -> int:
    """A proposal of the owner's in an earlier period, entered for him."""
    with town.app.app_context():
        wished = wish(f"Pelatihan Arsip Digital {year}", proposed_on=date(year, 3, 1))
        return propose(town.city.actor("bkpsdm_admin"), town.city.person("owner").id, wished).id


def test_the_first_visit(scale: tuple[Visitor, Scale]) -> None:
    visitor, found = scale
    weight = found.weigh(visitor.server + "/login/")
    assert any("bootstrap" in each for each in found.loads), "the cache was not cold"
    assert 10_000 < weight <= FIRST_VISIT


def test_every_further_page(scale: tuple[Visitor, Scale], town: Town) -> None:
    visitor, found = scale
    records = [propose_in(town, year) for year in range(2017, 2027)]
    visitor.sign_in(town.usernames["opd_admin"])
    visitor.page.wait_for_load_state("networkidle")
    weights = {
        address: found.weigh(visitor.server + address)
        for address in ("/", "/proposals/list/", f"/proposals/show/{records[0]}", "/employees/list/", "/notifications/")
    }
    assert len(visitor.open("/proposals/list/").locator("table.data-table tbody tr").all()) == 10
    assert {address: weight for address, weight in weights.items() if not 500 < weight <= NEXT_PAGE} == {}
    assert 500 < found.weigh(visitor.server + "/nothing/here") <= ERROR_PAGE


def test_a_form_loads_what_searches_and_writes_once(scale: tuple[Visitor, Scale], town: Town) -> None:
    """Tom Select comes with the first form that has a searching select, Trix with the first reason that is written; afterwards the cache has them."""
    visitor, found = scale
    pk = town.proposal("owner", "submitted", title="Pelatihan Arsip Digital")
    visitor.sign_in(town.usernames["opd_admin"])
    visitor.page.wait_for_load_state("networkidle")
    for address, library in (("/proposals/add", "tom-select"), (f"/proposals/{pk}/revise", "trix")):
        first = found.weigh(visitor.server + address)
        loaded = [each for each in found.loads if library in each]
        again = found.weigh(visitor.server + address)
        assert loaded, f"{address} did not load {library}"
        assert first <= FIRST_EDITOR, address
        assert again <= NEXT_PAGE, address


def test_a_list_only_read_loads_no_searching_select(visit: Callable[..., Visitor], town: Town) -> None:
    visitor = visit()
    found = Scale(visitor.page)
    visitor.sign_in(town.usernames["bkpsdm_admin"])
    found.weigh(visitor.server + "/employees/list/")
    page = visitor.page
    assert page.locator(".filter-bar select[data-remote]").count()
    assert not page.evaluate("'TomSelect' in window")
    page.locator(".filter-bar select[data-remote]").first.focus()
    expect(page.locator(".filter-bar .ts-control input").first).to_be_focused()
