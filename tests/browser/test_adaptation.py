"""People who change how pages are drawn: wider text (WCAG 1.4.12) cuts nothing off, and in the system's own colours what one presses or reads still shows."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.looks import sideways
from tests.browser.town import Town
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.looks

PAGES = {
    "owner": ("/", "/proposals/list/", "/proposals/add", "/courses/list/", "/plans/list/", "/archive/", "/account/sessions/"),
    "bkpsdm_admin": ("/", "/proposals/list/", "/employees/list/", "/jp-recap/", "/webinars/list/", "/settings/"),
}
WIDER_TEXT = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
                       p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
CUT_OFF = """() => [...document.querySelectorAll('body *')]
    .filter(each => each.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !each.closest('.visually-hidden, svg, .ts-wrapper, select'))
    .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
    .filter(each => ['hidden', 'clip'].includes(getComputedStyle(each).overflowX) && getComputedStyle(each).textOverflow !== 'ellipsis')
    .filter(each => each.clientWidth > 1 && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1))
    .map(each => each.outerHTML.slice(0, 160))"""
WITHOUT_EDGE = """() => [...document.querySelectorAll('main :is(button, a.btn, input:not([type=hidden]), select, textarea, .badge, [role=progressbar])')]
    .filter(each => each.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !each.closest('.visually-hidden, .ts-wrapper, trix-toolbar'))
    .filter(each => !each.matches('[type=checkbox], [type=radio], [type=file], .ts-hidden-accessible'))
    .filter(each => each.getBoundingClientRect().width > 1)
    .filter(each => { const style = getComputedStyle(each); return !(parseFloat(style.borderTopWidth) || parseFloat(style.borderBottomWidth)
        || (parseFloat(style.outlineWidth) && style.outlineStyle !== 'none') || style.textDecorationLine !== 'none'); })
    .map(each => each.outerHTML.slice(0, 160))"""


@pytest.mark.parametrize("role", PAGES)
def test_wider_text_is_not_cut_off(enter: Any, busy_town: Town, role: str) -> None:
    visitor: Visitor = enter(role, phone=True)
    found = []
    for path in PAGES[role]:
        page = _page(visitor, path)
        page.evaluate(WIDER_TEXT)
        visitor.picture(f"spacing-{role}-{path.strip('/').replace('/', '-') or 'home'}")
        found += [f"{path}: {complaint}" for complaint in (*sideways(page), *page.evaluate(CUT_OFF))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("role", PAGES)
def test_the_systems_own_colours_leave_an_edge(enter: Any, busy_town: Town, role: str) -> None:
    visitor: Visitor = enter(role)
    visitor.page.emulate_media(forced_colors="active")
    found = []
    for path in PAGES[role]:
        page = _page(visitor, path)
        visitor.picture(f"forced-{role}-{path.strip('/').replace('/', '-') or 'home'}")
        found += [f"{path}: {complaint}" for complaint in page.evaluate(WITHOUT_EDGE)]
    assert not found, "\n".join(found)


def _page(visitor: Visitor, path: str) -> Page:
    answer = visitor.page.goto(visitor.server + path)
    assert answer is not None
    assert answer.status == 200, path
    return visitor.page
