"""The ranking of what people want (P33), always inside the reader's scope."""

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.approval import take_step
from app.organisation.models import Unit
from app.proposals.models import Proposal
from app.proposals.queries import Dimension, manual_titles, periods, recap, recommendations
from app.proposals.rules import Source
from app.proposals.services import merge_titles
from app.reference.queries import find_training
from tests.factories.city import City
from tests.factories.organisation import make_test_result
from tests.factories.proposals import proposal_in


@pytest.fixture
def wanted(city: City) -> City:
    """Three people want archives in two spellings, one wants PKA from the catalogue."""
    proposal_in(city, "submitted", title="Pelatihan Arsip")
    proposal_in(city, "forwarded", owner="colleague", title="Diklat arsip")
    proposal_in(city, "submitted", owner="stranger", title="ARSIP")
    pka = find_training("Pelatihan Kepemimpinan Administrator (PKA)")
    proposal_in(city, "approved", owner="supervisor", source=Source.CATALOGUE, training_id=pka.id, manual_title=None)
    return city


@pytest.mark.manual("P33")
def test_the_most_wanted_training_stands_first(ctx: Flask, wanted: City) -> None:
    ranks = recap(wanted.actor("bkpsdm_admin"), Dimension.TRAINING)
    assert [(rank.place, rank.count, rank.opds, rank.approved, rank.catalogued) for rank in ranks] == [
        (1, 3, 2, 0, False),
        (2, 1, 1, 1, True),
    ]


@pytest.mark.manual("P33")
@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (Dimension.OPD, [("Dinas Pendidikan", 3), ("Dinas Kesehatan", 1)]),
        (Dimension.PERIOD, [(str(clock.today().year), 4)]),
    ],
)
def test_ranked_by_other_things(ctx: Flask, wanted: City, by: Dimension, expected: list) -> None:
    assert [(rank.label, rank.count) for rank in recap(wanted.actor("auditor"), by)] == expected


@pytest.mark.gate("G12")
def test_an_opd_admin_counts_only_his_own(ctx: Flask, wanted: City) -> None:
    assert [rank.count for rank in recap(wanted.actor("other_opd_admin"), Dimension.TRAINING)] == [1]
    foreign = [Unit.opd_id == wanted.opd.id]
    assert recap(wanted.actor("other_opd_admin"), Dimension.TRAINING, foreign) == []
    assert recap(wanted.actor("superuser"), Dimension.TRAINING) == []


def test_filters_narrow_the_count(ctx: Flask, wanted: City) -> None:
    admin = wanted.actor("bkpsdm_admin")
    assert [rank.count for rank in recap(admin, Dimension.TRAINING, [Proposal.state == "approved"])] == [1]
    assert recap(admin, Dimension.TRAINING, [Proposal.period == "1999"]) == []
    assert [rank.count for rank in recap(admin, Dimension.JOB_TYPE, [Proposal.job_type == "pelaksana"])] == [4]
    assert [rank.count for rank in recap(admin, Dimension.TRAINING, [Unit.opd_id == wanted.other_opd.id])] == [1]


def test_deleted_proposals_are_not_counted(ctx: Flask, wanted: City) -> None:
    admin = wanted.actor("bkpsdm_admin")
    gone = proposal_in(wanted, "submitted", owner="bkpsdm_admin", title="Arsip")
    take_step(wanted.actor("second_bkpsdm_admin"), Proposal, gone.id, "delete")
    assert [rank.count for rank in recap(admin, Dimension.TRAINING)] == [3, 1]


@pytest.mark.manual("P33")
def test_hand_typed_titles_wait_together_until_they_are_merged(ctx: Flask, wanted: City) -> None:
    admin = wanted.actor("bkpsdm_admin")
    (group,) = manual_titles(admin)
    assert (group.key, group.count, len(group.spellings)) == ("arsip", 3, 3)
    merge_titles(admin, "arsip", find_training("Pelatihan Tata Naskah Dinas").id)
    assert manual_titles(admin) == []
    assert recap(admin, Dimension.TRAINING)[0].label == "Pelatihan Tata Naskah Dinas"


@pytest.mark.manual("P28")
def test_choices_of_the_filters_come_from_what_is_seen(ctx: Flask, wanted: City) -> None:
    make_test_result(wanted.person("bkpsdm_admin"))
    proposal_in(wanted, "submitted", owner="bkpsdm_admin", recommendation="VISIONARY LEADERSHIP")
    assert recommendations(wanted.actor("auditor")) == ["VISIONARY LEADERSHIP"]
    assert recommendations(wanted.actor("opd_admin")) == []
    assert periods(wanted.actor("owner")) == [str(clock.today().year)]
