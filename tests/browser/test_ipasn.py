"""The estimate of the Indeks Profesionalitas ASN as people read it: with its reasons, in both languages, at a desk and on a phone."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.kernel import clock
from app.kernel.db import transaction
from app.ledger.rules import LineKind
from app.organisation.rules import JobType
from tests.browser.looks import sideways, violations
from tests.browser.town import Town
from tests.browser.visitor import Visitor
from tests.factories.ledger import put

WORDS = {
    "id": ("Ada untuk Pengawas, bukan jenjang yang dijabat.", "24 dari 20 JP", "Hitung"),
    "en": ("There is one for Pengawas, which is not the level held.", "24 of 20 JP", "Calculate"),
}


@pytest.fixture
def measured(app: Flask, town: Town) -> Town:
    """The supervisor is an Administrator with a training for Pengawas and 24 JP of technical training in the last year."""
    with app.app_context():
        with transaction():
            town.city.person("supervisor").job_type = JobType.ADMINISTRATOR.value
        day = clock.today() - timedelta(days=40)
        put(town.city, "supervisor", 40, day - timedelta(days=900), kind=LineKind.LEADERSHIP, title="Pelatihan Kepemimpinan Pengawas (PKP)")
        put(town.city, "supervisor", 24, day, day + timedelta(days=3), title="Bimtek Arsip")
    return town


@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_estimate_says_why(enter: Any, measured: Town, language: str, size: str) -> None:
    visitor: Visitor = enter("supervisor", phone=size == "phone")
    page = visitor.page
    level, technical, calculate = WORDS[language]
    if language == "en":
        page.request.post(
            f"{visitor.server}/language/", form={"language": "en", "csrf_token": page.locator("[name=csrf_token]").first.input_value()}
        )
    visitor.open("/ip-asn/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(visitor.row(level)).to_have_count(1)
    expect(visitor.row(technical)).to_contain_text("15")
    found = [*sideways(page), *violations(page)]
    visitor.picture(f"ipasn-{language}-{size}")
    page.locator("#leadership").check()
    page.get_by_role("button", name=calculate).click()
    page.wait_for_url("**what_if=1**")
    expect(visitor.row(level)).to_have_count(0)
    found += [*sideways(page), *violations(page)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_opds_and_what_is_not_known_of_them(enter: Any, measured: Town, language: str, size: str) -> None:
    visitor: Visitor = enter("bkpsdm_admin", phone=size == "phone")
    page = visitor.page
    if language == "en":
        page.request.post(
            f"{visitor.server}/language/", form={"language": "en", "csrf_token": page.locator("[name=csrf_token]").first.input_value()}
        )
    visitor.open("/ip-asn-opd/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(visitor.row("Dinas Pendidikan")).to_contain_text({"id": "3,8", "en": "3.8"}[language])  # 15 of one in four
    found = [*sideways(page), *violations(page)]
    visitor.picture(f"ipasn-opd-{language}-{size}")
    assert not found, "\n".join(found)
