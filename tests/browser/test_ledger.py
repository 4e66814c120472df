"""The book of hours of learning from hand to hand: a person reads what counts and what is missing to 20 JP, those above him see who is short by how much (S19)."""

from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.kernel import clock
from tests.browser.looks import sideways, violations
from tests.browser.town import Town
from tests.browser.visitor import Visitor
from tests.factories.credentials import course_in


@pytest.fixture
def learnt(app: Flask, town: Town) -> Town:
    """The owner has 12 JP approved and 3 waiting, all of one day: two of the three in forms whose hours are converted."""
    with app.app_context():
        day = clock.today()
        course_in(town.city, "approved", name="Sosialisasi Manajemen ASN", begins_on=day, jp=Decimal(4))
        course_in(town.city, "approved", name="Belajar mandiri", course_form="22", begins_on=day, jp=Decimal(8))
        course_in(town.city, name="Komunitas belajar", course_form="23", begins_on=day, jp=Decimal(3))
    return town


@pytest.mark.manual("S19")
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_a_person_reads_his_book_of_the_year(enter: Any, learnt: Town, size: str) -> None:
    visitor: Visitor = enter("owner", phone=size == "phone")
    page = visitor.open("/jp-book/")
    main = page.locator("main")
    expect(main).to_contain_text("12 dari 20 JP")
    expect(main).to_contain_text("Kurang 8 JP")
    expect(visitor.row("Sosialisasi Manajemen ASN").first).to_contain_text("Dihitung")
    expect(visitor.row("Komunitas belajar").first).to_contain_text("Menunggu")
    expect(page.get_by_role("heading", name="Hari dengan lebih dari satu riwayat, atau lebih dari 8 JP")).to_be_visible()
    expect(visitor.row("Belajar mandiri").last).to_contain_text("15")
    expect(main).to_contain_text("Pada hari yang ditandai merah")
    found = [*sideways(page), *violations(page)]
    visitor.picture(f"jp-book-{size}")
    page.get_by_role("link", name="Sosialisasi Manajemen ASN").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sosialisasi Manajemen ASN")
    expect(page.locator("main")).to_contain_text("4 JP (3 jam)")
    assert not found, "\n".join(found)


@pytest.mark.manual("S19")
@pytest.mark.parametrize("who", ["supervisor", "opd_admin", "bkpsdm_admin"])
def test_those_above_him_find_his_book_in_their_list(enter: Any, learnt: Town, who: str) -> None:
    visitor: Visitor = enter(who)
    page = visitor.open("/jp/list/")
    row = visitor.row(learnt.full_names["owner"])
    expect(row).to_contain_text("12")
    expect(row).to_contain_text("Kurang")
    stranger = visitor.row(learnt.full_names["stranger"])
    expect(stranger).to_have_count(1 if who == "bkpsdm_admin" else 0)
    found = [*sideways(page), *violations(page)]
    visitor.picture(f"jp-people-{who}")
    row.get_by_role("link", name=learnt.full_names["owner"]).click()
    expect(page.locator("main")).to_contain_text("12 dari 20 JP")
    assert not found, "\n".join(found)


@pytest.mark.manual("S19")
@pytest.mark.parametrize(("who", "size"), [("opd_admin", "phone"), ("bkpsdm_admin", "desk")])
def test_the_recapitulation_says_who_is_short_by_how_much(enter: Any, learnt: Town, who: str, size: str) -> None:
    visitor: Visitor = enter(who, phone=size == "phone")
    page = visitor.open("/jp-recap/")
    row = visitor.row("Dinas Pendidikan")
    expect(row).to_contain_text("68")  # 8 of the owner, 20 of each of the three others
    expect(visitor.row("Dinas Kesehatan")).to_have_count(1 if who == "bkpsdm_admin" else 0)
    found = [*sideways(page), *violations(page)]
    visitor.picture(f"jp-recap-{size}")
    row.get_by_role("link", name="4", exact=True).click()
    expect(visitor.row(learnt.full_names["owner"])).to_contain_text("8")
    expect(page.locator("table.data-table tbody tr")).to_have_count(4)
    assert not found, "\n".join(found)
