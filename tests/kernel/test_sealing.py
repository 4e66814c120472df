"""What is sealed opens with the portal's key, for its own purpose, and over a change of the key."""

from flask import Flask

from app.kernel.sealing import Seal, key_for

MINE, OTHER = Seal("one purpose"), Seal("another purpose")


def test_it_opens_again_and_shows_nothing(ctx: Flask) -> None:
    sealed = MINE.close("rahasia")
    assert "rahasia" not in sealed
    assert sealed != MINE.close("rahasia")
    assert MINE.open(sealed) == "rahasia"


def test_for_another_purpose_it_stays_closed(ctx: Flask) -> None:
    assert OTHER.open(MINE.close("rahasia")) is None


def test_it_outlives_a_change_of_the_key_while_the_old_one_is_named(ctx: Flask) -> None:
    sealed, old = MINE.close("rahasia"), ctx.config["SECRET_KEY"]
    try:
        ctx.config["SECRET_KEY"] = "a new one"
        assert MINE.open(sealed) is None
        ctx.config["SECRET_KEY_FALLBACKS"] = [old]
        assert MINE.open(sealed) == "rahasia"
    finally:
        ctx.config["SECRET_KEY"], ctx.config["SECRET_KEY_FALLBACKS"] = old, []


def test_a_key_is_another_one_for_each_purpose_and_portal(ctx: Flask) -> None:
    found = key_for("one purpose")
    assert (len(found), found == key_for("one purpose"), found == key_for("another purpose")) == (32, True, False)
    old = ctx.config["SECRET_KEY"]
    try:
        ctx.config["SECRET_KEY"] = "a new one"
        assert key_for("one purpose") != found
    finally:
        ctx.config["SECRET_KEY"] = old
