"""What the pages ask: numbers of an event, who holds what, names as frozen, the template in force."""

import pytest
from flask import Flask

from app.certificates.models import LearningEvent
from app.certificates.occasions import occasion_of, register_source, source_of
from app.certificates.own_events import OwnEvents
from app.certificates.queries import (
    certificate_called,
    conditions_of,
    holders,
    latest_of,
    names_of,
    printed_names,
    problems_of,
    tally_of,
    template_for,
    valid_ids,
    was_issued,
)
from app.certificates.services import issue
from app.kernel.approval import take_step
from app.kernel.errors import Missing
from tests.factories.certificates import KIND, NOTE, OFFICER, certificate_in, event_in
from tests.factories.city import City


def test_numbers_and_holders_of_an_event(ctx: Flask, city: City) -> None:
    event = event_in(city, people=("owner", "colleague"))
    assert (tally_of(event.id, KIND).people, tally_of(event.id, KIND).waiting) == (2, 2)
    made = issue(city.actor(OFFICER), KIND, event.id, city.ids["owner"])
    assert (tally_of(event.id, KIND).issued, tally_of(event.id, KIND).waiting) == (1, 1)
    assert holders(KIND, event.id) == {city.ids["owner"]}
    assert valid_ids(KIND, event.id) == [made.id]
    assert was_issued(KIND, event.id)
    assert not was_issued(KIND, event.id, city.ids["colleague"])
    assert certificate_called(made.code) is made
    assert certificate_called("x") is None
    assert printed_names(made)["name"] == city.person("owner").name
    assert names_of([city.ids["owner"]]) == {city.ids["owner"]: city.person("owner").full_name}
    assert template_for(occasion_of(KIND, event.id)) is None


def test_people_nobody_knows_fail_and_kinds_nobody_registered_are_missing(ctx: Flask, city: City) -> None:
    event = event_in(city)
    assert not conditions_of(KIND, event.id, [999_999])[999_999][0].passed
    assert not conditions_of(KIND, 999_999, [city.ids["owner"]])[city.ids["owner"]][0].passed
    with pytest.raises(Missing):
        source_of("nothing")
    register_source(OwnEvents())
    with pytest.raises(ValueError, match="learning_event"):
        register_source(_Another())


class _Another(OwnEvents):
    """Under a kind that is taken."""


def test_the_last_certificates_are_ones_own_and_valid(ctx: Flask, city: City) -> None:
    revoked, first, second = certificate_in(city, "revoked", jp=1), certificate_in(city, jp=1), certificate_in(city, jp=1)
    assert [row.id for row in latest_of(city.actor("owner"), 3)] == [second.id, first.id]
    assert [row.id for row in latest_of(city.actor("owner"), 1)] == [second.id]
    assert latest_of(city.actor("stranger"), 3) == []
    assert problems_of([revoked, first, second]) == {}
    take_step(city.actor(OFFICER), LearningEvent, first.occasion_id, "reopen", NOTE)
    assert problems_of([revoked, first, second]).keys() == {first.id}
