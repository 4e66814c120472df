"""Certifications whose end is near."""

from datetime import timedelta

from flask import Flask

from app.credentials.queries import ending_soon
from app.kernel import clock
from tests.factories.city import City
from tests.factories.credentials import certification_in


def test_only_ones_own_verified_certifications_end_soon(ctx: Flask, city: City) -> None:
    today = clock.today()
    near = certification_in(city, "approved", valid_until=today + timedelta(days=90))
    nearer = certification_in(city, "approved", valid_until=today)
    certification_in(city, "approved", valid_until=today + timedelta(days=91))
    certification_in(city, "waiting", valid_until=today)
    certification_in(city, "approved", owner="colleague", valid_until=today)
    assert [each.id for each in ending_soon(city.actor("owner"), today, 90)] == [nearer.id, near.id]
