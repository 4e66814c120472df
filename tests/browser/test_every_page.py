"""Every page of every role, found along its links and the URL map: it fits a desk and a phone, and axe-core finds nothing in either theme (WCAG 2.2 A and AA).

A new feature's pages are walked without a line here. SCREENSHOTS names a folder for a picture of each.

Every page of every role is opened, measured at both widths and asked for small targets. axe-core, nine tenths of the time, is asked once for each
kind of page: its verdict hangs on elements, classes and states, which six roles share, and not on the words in them (`looks.Judged`).
"""

import re
from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug.exceptions import HTTPException

from tests.browser.looks import COLOURS, RULES, Judged, sideways
from tests.browser.town import Town
from tests.browser.visitor import DESK, PHONE, PICTURES, Visitor

ROLES = ("owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor", "superuser")
VARIANTS = ("format", "by", "code_list", "view", "tab")
"""Parameters that make another page, not another row of it."""

ALIKE = {"SavedViewView.show"}
"""One page for every list, whichever its name: once is enough."""

LEFT_OUT = {
    "AuthDBView.logout": "ends the walk",
    "LanguageView.choose": "changes the language of the walk",
    "PhotoView.picture": "a picture",
    "RecapView.chart": "a picture",
    "JpRecapView.chart": "a picture",
    "ArchiveRecapView.chart": "a picture",
    "health": "for monitoring programs; without a worker it says so",
    "UtilView.back": "a redirect",
    "NotificationView.open": "a redirect to the record",
}
PLAIN_SELECTS = "main :is(select[data-remote], select[data-enhance]):not(.tomselected)"
SMALL_TARGETS = """() => [...document.querySelectorAll('button, summary, input:not([type=hidden]), select, [role=button], a.btn, a.nav-entry, a.menu-item')]
    .filter(each => each.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !each.closest('.visually-hidden, .ts-wrapper, trix-toolbar'))
    .map(each => [each, (each.matches('input') && each.closest('label') || each).getBoundingClientRect()])
    .filter(([each, box]) => box.width > 1 && box.height > 1 && (box.width < 23.5 || box.height < 23.5))
    .filter(([each]) => !each.matches('[type=checkbox], [type=radio]'))
    .map(([each, box]) => `${Math.round(box.width)}×${Math.round(box.height)} px: ${each.outerHTML.slice(0, 120)}`)"""


@pytest.mark.slow
@pytest.mark.looks
@pytest.mark.parametrize("role", ROLES)
def test_every_page(enter: Any, busy_town: Town, judged: Judged, role: str) -> None:
    visitor: Visitor = enter(role)
    walk = Walk(visitor, busy_town.app)
    found = [complaint for address in walk.addresses() for complaint in _looked_at(visitor, judged, role, address)]
    assert len(walk.seen) > 30, walk.seen
    assert not found, "\n".join(found)


class Walk:
    """From the first page along every link, and to every page of the URL map without a record in its address."""

    def __init__(self, visitor: Visitor, app: Flask) -> None:
        self.visitor, self.app = visitor, app
        self.seen: set[str] = set()

    def addresses(self) -> Iterator[str]:
        """The address of each page that opens, while it is open; one of its kind is enough."""
        waiting = deque(["/", *self._without_record()])
        while waiting:
            address = waiting.popleft()
            kind = self._kind(address)
            if not kind or kind in self.seen:
                continue
            self.seen.add(kind)
            if self._opens(address):
                waiting.extend(self._links(address))
                yield address

    def _opens(self, address: str) -> bool:
        """Asked without being shown first: most of the URL map is refused or a file, and a browser takes ten times as long to find that out."""
        told = self.visitor.page.request.get(self.visitor.server + address)
        assert told.status < 500, f"{address}: {told.status}"
        if told.status != 200 or "text/html" not in told.headers.get("content-type", ""):
            return False
        answer = self.visitor.page.goto(self.visitor.server + address)
        return answer is not None and answer.status == 200

    def _links(self, address: str) -> list[str]:
        hrefs: list[str] = self.visitor.page.evaluate("[...document.querySelectorAll('a[href]')].map(each => each.getAttribute('href'))")
        return [urljoin(address, href) for href in hrefs if not href.startswith(("#", "http", "mailto:", "tel:"))]

    def _without_record(self) -> Iterator[str]:
        yield from (rule.rule for rule in self.app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments)

    def _kind(self, address: str) -> str:
        parts = urlsplit(address)
        try:
            endpoint, values = self.app.url_map.bind("localhost").match(parts.path, method="GET")
        except HTTPException:
            return ""
        if endpoint in LEFT_OUT or parts.path.startswith(("/static", "/api/")):
            return ""
        asked = parse_qs(parts.query)
        which = [str(value) for _name, value in sorted(values.items()) if isinstance(value, str) and endpoint not in ALIKE]
        which += [f"{name}={asked[name][0]}" for name in VARIANTS if name in asked]
        return " ".join([endpoint, *which])


def _looked_at(visitor: Visitor, judged: Judged, role: str, address: str) -> Iterator[str]:
    page, name = visitor.page, re.sub(r"\W+", "-", address.strip("/")) or "home"
    for bar in page.locator(".filter-bar").all():
        bar.dispatch_event("pointerover")
    expect(page.locator(PLAIN_SELECTS)).to_have_count(0)
    for size, window in (("phone", PHONE), ("desk", DESK)):
        page.set_viewport_size(window)
        visitor.picture(f"{role}-{name}-{size}")
        for complaint in (*sideways(page), *page.evaluate(SMALL_TARGETS), *judged.violations(page, size, RULES)):
            yield f"{address} ({size}): {complaint}"
    if not judged.knows(page, "dark") or PICTURES:
        _dark(page, True)
        visitor.picture(f"{role}-{name}-dark")
        yield from (f"{address} (dark): {complaint}" for complaint in judged.violations(page, "dark", COLOURS))
        _dark(page, False)


def _dark(page: Page, dark: bool) -> None:
    """As the system's wish does it, and the new tones are painted when it returns."""
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.wait_for_function("theme => document.documentElement.getAttribute('data-bs-theme') === theme", arg="dark" if dark else "light")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("() => document.getAnimations().length") == 0, "something moves for people who asked for less motion"
