"""The guides keep their word: each step's screen opens for the role, says what the guide says, and looks as it did when its picture was taken.

GUIDE_PICTURES=http://127.0.0.1:8080 takes the pictures anew from a running portal with the demo agency (`make pictures`), in both languages, and
writes down beside them how the screens look (LOOKS).
"""

import json
import os
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from app.demo.build import PASSWORD
from app.demo.generator import cast_of
from app.demo.roster import PARTS
from app.guides.library import GUIDES
from app.guides.rules import PICTURES, Guide, Step
from app.kernel.approval import take_step
from app.kernel.roles import Role
from app.webinars.models import Webinar
from tests.browser.looks import sideways, violations
from tests.browser.town import Town
from tests.browser.visitor import Visitor
from tests.factories.campaigns import campaign_in
from tests.factories.credentials import course_in
from tests.factories.plans import plan_row_in
from tests.factories.webinars import registration_of, webinar_in

PORTAL = os.environ.get("GUIDE_PICTURES", "")
PEOPLE = {
    Role.EMPLOYEE: "owner",
    Role.SUPERVISOR: "supervisor",
    Role.OPD_ADMIN: "opd_admin",
    Role.BKPSDM_ADMIN: "bkpsdm_admin",
    Role.AUDITOR: "auditor",
}
ON_PHONE, AT_DESK = (360, 640), (1280, 800)
COLOURS = 64
LABELS = """() => [...document.querySelectorAll('a, button, summary, label, legend, h1, h2, h3, th, .nav-label, .menu-item')]
    .map(each => each.textContent.replace(/\\s+/g, ' ').replace(/\\*$/, '').trim())"""
LOOKS = PICTURES / "looks.json"
"""By picture: the words of its screen in their order, and a digest of how they are drawn. Both say nothing of the data on it."""
LOOK = """() => {
    const found = [...document.querySelectorAll('main :is(h1, h2, h3, th, label, legend, button, summary, .btn, .card, input, select, textarea)')]
        .filter(each => each.checkVisibility() && !each.closest('tbody, dd, dialog, .menu-list'));
    const words = found.filter(each => !each.matches('.card, select, textarea, input')).map(each => each.textContent.replace(/[0-9]+/g, '').replace(/\\s+/g, ' ').trim());
    const styles = found.map(each => {
        const style = getComputedStyle(each);
        const parts = ['fontSize', 'fontWeight', 'color', 'backgroundColor', 'borderTopColor', 'borderRadius', 'paddingTop', 'paddingLeft', 'display'];
        return [each.tagName, ...parts.map(part => style[part])].join(' ');
    });
    return [[...new Set(words)].filter(Boolean), [...new Set(styles)].sort()];
}"""


def look(page: Page, step: Step) -> dict[str, Any]:
    """How the screen looks, whatever is on it; the heading of a record is data."""
    words, styles = page.evaluate(LOOK)
    return {"words": words[1:] if step.record else words, "drawn": sha256("\n".join(styles).encode()).hexdigest()[:16]}


def opened(visitor: Visitor, step: Step) -> Page:
    """The screen of a step."""
    page = visitor.open(step.at)
    if step.record:
        page.goto(visitor.server + str(page.locator("main a[href*='/show/']").first.get_attribute("href")))
    page.wait_for_load_state("networkidle")
    return page


def in_order() -> list[Role]:
    return list(dict.fromkeys(each.role for each in GUIDES))


def steps_of(role: Role) -> list[tuple[Guide, int, Step]]:
    return [(guide, number, step) for guide in GUIDES if guide.role is role for number, step in enumerate(guide.steps, start=1) if step.at]


@pytest.mark.manual("L41")
def test_screens_and_words_of_every_guide_are_there(enter: Any, busy_town: Town, app: Flask) -> None:
    with app.app_context():
        city = busy_town.city
        webinar = webinar_in(city)
        registration_of(city, webinar)
        take_step(city.actor("second_bkpsdm_admin"), Webinar, webinar.id, "start")
        plan_row_in(city, "sent")
        course_in(city)
        campaign_in(city)
    missing, looks = [], dict[str, dict[str, Any]]()
    for role in in_order():
        visitor = enter(PEOPLE[role], phone=role in (Role.EMPLOYEE, Role.SUPERVISOR))
        for guide, number, step in steps_of(role):
            page = opened(visitor, step)
            labels = set(page.evaluate(LABELS))
            if step.picture:
                looks[f"{guide.key}-{number}"] = look(page, step)
            with app.test_request_context(), force_locale("id"):
                missing += [
                    f"{guide.key}, step {number}: {step.at} has no “{word}”" for word in map(str, step.words.values()) if word not in labels
                ]
    assert not missing, "\n".join(missing)
    if PORTAL:
        LOOKS.write_text(json.dumps(looks, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    known = json.loads(LOOKS.read_text(encoding="utf-8"))
    stale = [f"{name}: {known.get(name)} is now {found}" for name, found in looks.items() if known.get(name) != found]
    assert not stale, "these pictures of the guides show another screen: run `make pictures`\n" + "\n".join(stale)
    assert known.keys() == looks.keys()


@pytest.mark.manual("L41")
def test_a_guide_on_a_phone(visit: Any) -> None:
    visitor: Visitor = visit(phone=True)
    page = visitor.open("/login/")
    page.get_by_role("contentinfo").get_by_role("link", name="Panduan").click()
    found = [*sideways(page), *violations(page)]
    visitor.picture("guides-phone")
    page.get_by_role("searchbox").fill("daftar hadir kode")
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("link", name="Mendaftar webinar dan mengisi daftar hadir").click()
    page.get_by_role("heading", level=1).wait_for()
    expect(page.locator("img.guide-picture").first).to_be_visible()
    page.wait_for_function("() => document.querySelector('img.guide-picture').naturalWidth > 0")
    found += [*sideways(page), *violations(page)]
    visitor.picture("guide-phone")
    assert not found, "\n".join(found)


if PORTAL:

    def test_take_the_pictures(chromium: Browser) -> None:
        names = {PARTS[part]: who.nip for part, who in cast_of()}
        for role in in_order():
            guides = [each for each in GUIDES if each.role is role]
            width, height = ON_PHONE if guides[0].on_phone else AT_DESK
            context = chromium.new_context(
                viewport={"width": width, "height": height}, locale="id-ID", reduced_motion="reduce", color_scheme="light"
            )
            visitor = Visitor(context, PORTAL, PASSWORD)
            visitor.sign_in(names[role])
            for language in ("en", "id"):
                with visitor.page.expect_navigation():
                    visitor.page.locator(f"form[action*=language] button[lang={language}]").first.evaluate("button => button.click()")
                for guide, number, step in steps_of(role):
                    if step.picture:
                        keep(opened(visitor, step), guide.picture(number, language))
            context.close()


def keep(page: Page, name: str) -> None:
    """The window without the ribbon of the demo, in few colours: a picture of a page needs no more."""
    page.evaluate("document.querySelector('.demo-ribbon')?.remove()")
    taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
    taken.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / name, optimize=True)
