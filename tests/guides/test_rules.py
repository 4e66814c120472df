"""Guides: their pictures are there and small, nobody else's are, and every word asked for is found."""

import pytest
from flask import Flask
from PIL import Image

from app.guides.library import GUIDES
from app.guides.rules import PICTURES, Guide, Step
from app.kernel.roles import Role

LARGEST = 2_000_000


@pytest.mark.manual("L41")
def test_every_role_has_its_guide() -> None:
    roles = [each.role for each in GUIDES]
    assert set(roles) == {Role.EMPLOYEE, Role.SUPERVISOR, Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR}
    assert roles == sorted(roles, key=list(Role).index), "the list groups them by role"
    assert len({each.key for each in GUIDES}) == len(GUIDES)


@pytest.mark.manual("L41")
def test_pictures_are_those_the_guides_name() -> None:
    named = {name for guide in GUIDES for language in ("id", "en") for name in guide.pictures(language)}
    assert {each.name for each in PICTURES.glob("*.png")} == named, "run `make pictures`"
    assert sum(each.stat().st_size for each in PICTURES.iterdir()) < LARGEST
    for guide in GUIDES:
        for name in guide.pictures("id"):
            with Image.open(PICTURES / name) as picture:
                assert picture.size == ((360, 640) if guide.on_phone else (1280, 800)), name


def test_a_picture_needs_a_screen_and_a_text_its_words(app: Flask) -> None:
    with app.test_request_context():
        for guide in GUIDES:
            for step in guide.steps:
                assert step.at or not (step.picture or step.words), guide.key
                assert all(f"<strong>{word}</strong>" in step.html for word in map(str, step.words.values())), guide.key


def test_markup_in_a_word_is_text() -> None:
    step = Step("Press %(button)s & go.", {"button": "<b>"})
    assert step.html == "Press <strong>&lt;b&gt;</strong> &amp; go."
    assert str(step) == "Press <b> & go."


def test_all_typed_words_must_be_there(app: Flask) -> None:
    guide = Guide("x", Role.AUDITOR, "Read the trail", "", (Step("Press %(button)s.", {"button": "Export"}),))
    with app.test_request_context():
        assert guide.holds("")
        assert guide.holds("EXPORT  trail")
        assert not guide.holds("export webinar")
