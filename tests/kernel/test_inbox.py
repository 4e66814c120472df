"""What waits for whom since when: the ages meet without gap or overlap, and a list filtered by them holds exactly what is counted."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from werkzeug.exceptions import BadRequest

from app.kernel import clock
from app.kernel.db import session, transaction
from app.kernel.inbox import MINE, PEOPLE, Age, Waits, ages, counts, counts_of_my_people, oldest_waiting, waiting
from app.proposals.models import Proposal
from app.proposals.views import PROPOSALS
from tests.factories.city import City
from tests.factories.proposals import proposal_in

NOON = datetime(2026, 11, 21, 5, tzinfo=UTC)  # 12.00 WIB
MIDNIGHT = datetime(2026, 11, 20, 17, tzinfo=UTC)  # 21/11/2026 00.00 WIB
SECOND = timedelta(seconds=1)


def since(pk: int, moment: datetime) -> None:
    with transaction():
        session().get_one(Proposal, pk).state_since = moment


@pytest.mark.parametrize(
    ("moment", "age"),
    [
        (NOON, Age.TODAY),
        (MIDNIGHT, Age.TODAY),
        (MIDNIGHT - SECOND, Age.THREE_DAYS),
        (MIDNIGHT - timedelta(days=3), Age.THREE_DAYS),
        (MIDNIGHT - timedelta(days=3) - SECOND, Age.WEEK),
        (MIDNIGHT - timedelta(days=7), Age.WEEK),
        (MIDNIGHT - timedelta(days=7) - SECOND, Age.OLDER),
        (MIDNIGHT - timedelta(days=400), Age.OLDER),
    ],
)
def test_every_moment_has_exactly_one_age(city: City, moment: datetime, age: Age) -> None:
    with clock.at(NOON):
        pk = proposal_in(city, "submitted").id
        since(pk, moment)
        assert ages(city.actor("opd_admin"))[Proposal] == {each: int(each is age) for each in Age}
        for each in Age:
            found = session().scalars(
                select(Proposal.id).where(*Waits(Proposal).criteria(city.actor("opd_admin"), {"waiting": each.value}))
            )
            assert found.all() == ([pk] if each is age else [])


def test_counts_and_order_are_those_of_the_person(city: City) -> None:
    first, second = proposal_in(city, "submitted", "colleague"), proposal_in(city, "submitted", "owner")
    proposal_in(city, "submitted", "stranger")
    since(second.id, clock.now() - timedelta(days=2))
    admin = city.actor("opd_admin")
    assert counts(admin) == {Proposal: 2}
    assert [row.record.id for row in waiting(admin)] == [second.id, first.id]
    assert [pk for _model, pk, *_rest in oldest_waiting(admin, 1)] == [second.id]
    assert counts(city.actor("owner")) == {}
    assert oldest_waiting(city.actor("auditor"), 5) == []


class TestWaits:
    def test_the_list_holds_what_waits_for_the_person_and_nothing_of_others(self, city: City) -> None:
        mine = proposal_in(city, "submitted", "owner")
        proposal_in(city, "rejected", "colleague")
        admin = city.actor("opd_admin")
        state = PROPOSALS.parse(admin, {"waiting": MINE})
        assert [row.id for row in PROPOSALS.rows(admin, state)] == [mine.id]

    def test_a_supervisor_lists_what_waits_for_his_people(self, city: City) -> None:
        theirs = proposal_in(city, "revised", "owner")
        proposal_in(city, "revised", "colleague")
        supervisor = city.actor("supervisor")
        assert counts_of_my_people(supervisor) == {Proposal: 1}
        assert [row.id for row in PROPOSALS.rows(supervisor, PROPOSALS.parse(supervisor, {"waiting": PEOPLE}))] == [theirs.id]

    @pytest.mark.parametrize(
        ("name", "value"), [("opd_admin", "soon"), ("opd_admin", PEOPLE), ("supervisor", MINE), ("owner", MINE), ("auditor", MINE)]
    )
    def test_what_is_not_offered_is_refused(self, city: City, name: str, value: str) -> None:
        with pytest.raises(BadRequest):
            PROPOSALS.parse(city.actor(name), {"waiting": value})

    def test_who_only_waits_for_himself_is_not_shown_the_filter(self, city: City) -> None:
        assert "waiting" not in [field.name for field in PROPOSALS.fields(city.actor("owner"), PROPOSALS.parse(city.actor("owner"), {}))]
        shown = PROPOSALS.fields(city.actor("opd_admin"), PROPOSALS.parse(city.actor("opd_admin"), {"waiting": Age.OLDER.value}))
        assert next(field.text for field in shown if field.name == "waiting")
