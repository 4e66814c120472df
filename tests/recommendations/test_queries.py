"""Which planned trainings may be asked for, how many requests stand where, and the letter behind a code."""

import pytest
from flask import Flask

from app.kernel.approval import take_step
from app.recommendations.models import Recommendation
from app.recommendations.queries import form_label, letter_called, planned_training, planned_trainings, tally
from app.recommendations.services import ask
from tests.factories.city import City
from tests.factories.plans import plan_row_in
from tests.factories.recommendations import NOTE, asked_values, recommendation_in


@pytest.mark.manual("T28")
def test_only_ones_own_accepted_trainings_without_a_living_request(ctx: Flask, city: City) -> None:
    owner = city.actor("owner")
    row = plan_row_in(city, "accepted")
    study = {"form": "TB01", "study_programme": "Ilmu Pemerintahan", "study_level": "S-2", "jp": None}
    plan_row_in(city, "accepted", **study)
    for state in ("draft", "sent", "rejected", "returned"):
        plan_row_in(city, state)
    assert [each.id for each in planned_trainings(owner)] == [row.id]
    assert planned_trainings(city.actor("colleague")) == []
    assert planned_trainings(city.actor("auditor")) == []
    made = ask(owner, asked_values(owner, row))
    assert planned_trainings(owner) == []
    assert planned_training(owner, row.id) is None
    assert planned_training(owner, row.id, keep=row.id) is row
    take_step(owner, Recommendation, made.id, "send")
    take_step(city.actor("second_bkpsdm_admin"), Recommendation, made.id, "reject", NOTE)
    assert [each.id for each in planned_trainings(owner)] == [row.id]
    assert form_label(row) == "Pelatihan teknis"


@pytest.mark.manual("T30")
def test_the_counters_count_what_each_person_sees(ctx: Flask, city: City) -> None:
    for state in ("draft", "sent", "accepted", "rejected", "rejected"):
        recommendation_in(city, state)
    recommendation_in(city, "sent", owner="stranger")
    found = {"draft": 1, "sent": 1, "accepted": 1, "rejected": 2}
    for person in ("owner", "supervisor", "opd_admin"):
        assert tally(city.actor(person)) == found, person
    for person in ("auditor", "second_bkpsdm_admin"):
        assert tally(city.actor(person)) == found | {"sent": 2}, person
    assert tally(city.actor("colleague")) == {}


def test_a_code_leads_to_its_letter_and_another_to_none(ctx: Flask, city: City) -> None:
    letter = recommendation_in(city, "accepted").letter
    assert letter is not None
    assert letter_called(letter.code) is letter
    assert letter_called("a" * 16) is None
