"""Whose photo is which."""

from flask import Flask

from app.photos.queries import accepted_photo, own_photo
from tests.factories.city import City
from tests.factories.photos import photo_in


def test_what_is_printed_was_accepted_and_what_is_shown_was_not_refused(ctx: Flask, city: City) -> None:
    waiting = photo_in(city)
    assert (own_photo(city.actor("owner")), accepted_photo(city.ids["owner"])) == (waiting, None)
    assert own_photo(city.actor("colleague")) is None
    assert own_photo(city.actor("auditor")) is None
    photo_in(city, "refused", "colleague")
    assert own_photo(city.actor("colleague")) is None
