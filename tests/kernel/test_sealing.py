"""What is sealed opens with the portal's key, for its own purpose, and over a change of the key."""

from flask import Flask

from app.kernel.sealing import Seal

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
