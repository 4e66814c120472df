"""Proposing, changing and merging: P17 to P21, P29, P33, and the limits the database holds."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from app.kernel import clock, settings
from app.kernel.approval import history, take_step
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.scope import fetch
from app.organisation.services import change_employee
from app.proposals.models import Proposal
from app.proposals.parameters import PERIOD
from app.proposals.rules import Source
from app.proposals.services import change_proposal, merge_titles, propose
from app.reference.queries import find_training
from app.reference.services import retire_training
from tests.factories.city import City
from tests.factories.organisation import make_test_result
from tests.factories.proposals import proposal_in, wish

PKA = "Pelatihan Kepemimpinan Administrator (PKA)"


@pytest.mark.manual("P17")
def test_a_new_proposal_is_seen_by_the_own_opd_admin_and_no_other(ctx: Flask, city: City) -> None:
    proposal = proposal_in(city, "submitted")
    assert proposal.state == "submitted"
    assert fetch(Proposal, city.actor("opd_admin"), proposal.id) is proposal
    with pytest.raises(Missing):
        fetch(Proposal, city.actor("other_opd_admin"), proposal.id)


@pytest.mark.manual("P18")
def test_a_second_proposal_in_the_period_is_refused_at_the_field(ctx: Flask, city: City) -> None:
    proposal_in(city, "submitted")
    with pytest.raises(Invalid) as refusal:
        propose(city.actor("owner"), city.person("owner").id, wish("Pelatihan Lain"))
    assert "proposed_on" in refusal.value.fields
    with pytest.raises(Invalid):
        propose(city.actor("bkpsdm_admin"), city.person("owner").id, wish("Pelatihan Lain"))


@pytest.mark.manual("P18")
@pytest.mark.manual("P29")
def test_a_proposal_made_by_the_admin_counts_for_the_employee(ctx: Flask, city: City) -> None:
    proposal = propose(city.actor("bkpsdm_admin"), city.person("owner").id, wish())
    assert (proposal.state, proposal.employee_id) == ("submitted", city.person("owner").id)
    assert fetch(Proposal, city.actor("owner"), proposal.id) is proposal
    assert fetch(Proposal, city.actor("opd_admin"), proposal.id) is proposal
    with pytest.raises(Invalid):
        propose(city.actor("owner"), city.person("owner").id, wish("Pelatihan Lain"))


@pytest.mark.manual("P18")
def test_after_deletion_or_in_the_next_period_another_is_possible(ctx: Flask, city: City) -> None:
    first = proposal_in(city, "submitted")
    take_step(city.actor("bkpsdm_admin"), Proposal, first.id, "delete")
    second = propose(city.actor("owner"), city.person("owner").id, wish())
    assert second.number != first.number
    with clock.at(datetime(clock.today().year + 1, 2, 1, tzinfo=UTC)):
        assert propose(city.actor("owner"), city.person("owner").id, wish()).period == str(clock.today().year)


@pytest.mark.manual("P18")
def test_the_agency_chooses_the_length_of_the_period(ctx: Flask, city: City) -> None:
    settings.change_setting(city.actor("superuser"), PERIOD, "quarter")
    with clock.at(datetime(2027, 2, 1, tzinfo=UTC)):
        assert propose(city.actor("owner"), city.person("owner").id, wish()).period == "2027-Q1"
    with clock.at(datetime(2027, 5, 1, tzinfo=UTC)):
        assert propose(city.actor("owner"), city.person("owner").id, wish()).period == "2027-Q2"


@pytest.mark.gate("G5")
def test_sending_the_same_page_twice_makes_one_proposal(ctx: Flask, city: City) -> None:
    owner, pk = city.actor("owner"), city.person("owner").id
    first = propose(owner, pk, wish(), submission="page-1")
    assert propose(owner, pk, wish(), submission="page-1") is first
    assert [row.step for row in history(first)] == ["create"]


@pytest.mark.gate("G1")
def test_nobody_proposes_for_another(ctx: Flask, city: City) -> None:
    for person in ("colleague", "other_opd_admin", "auditor", "superuser", "stranger"):
        with pytest.raises((Missing, Denied)):
            propose(city.actor(person), city.person("owner").id, wish())
    for person in ("supervisor", "opd_admin"):
        with pytest.raises(Denied):
            propose(city.actor(person), city.person("owner").id, wish())
    assert session().query(Proposal).count() == 0


@pytest.mark.manual("P2")
def test_only_active_people_propose(ctx: Flask, city: City) -> None:
    person = city.person("owner")
    change_employee(city.actor("bkpsdm_admin"), person.id, {"legal_position": "02"}, person.version)
    with pytest.raises(Invalid) as refusal:
        propose(city.actor("owner"), person.id, wish())
    assert "employee_id" in refusal.value.fields


@pytest.mark.manual("P8")
@pytest.mark.manual("P10")
def test_a_training_comes_from_the_catalogue_or_is_typed(ctx: Flask, city: City) -> None:
    training = find_training(PKA)
    chosen = propose(
        city.actor("owner"), city.person("owner").id, wish(source=Source.CATALOGUE, training_id=training.id, manual_title="ignored")
    )
    assert (chosen.title, chosen.manual_title) == (PKA, None)
    with pytest.raises(Invalid) as refusal:
        propose(city.actor("stranger"), city.person("stranger").id, wish(source=Source.CATALOGUE))
    assert set(refusal.value.fields) == {"training_id"}
    with pytest.raises(Invalid) as refusal:
        propose(city.actor("stranger"), city.person("stranger").id, wish("   "))
    assert set(refusal.value.fields) == {"manual_title"}


def test_a_retired_training_stays_with_who_chose_it_and_is_offered_to_nobody_else(ctx: Flask, city: City) -> None:
    training, admin = find_training(PKA), city.actor("bkpsdm_admin")
    asked = wish(source=Source.CATALOGUE, training_id=training.id)
    proposal = propose(city.actor("owner"), city.person("owner").id, asked)
    retire_training(admin, training.id, date(2020, 1, 1)) if training.valid_from <= date(2020, 1, 1) else retire_training(
        admin, training.id, training.valid_from
    )
    with pytest.raises(Invalid):
        propose(city.actor("stranger"), city.person("stranger").id, asked)
    assert change_proposal(city.actor("owner"), proposal.id, asked, proposal.version).training_id == training.id


@pytest.mark.manual("P11")
def test_the_date_lies_neither_in_the_future_nor_for_an_employee_in_another_period(ctx: Flask, city: City) -> None:
    today = clock.today()
    for wrong in (today.replace(year=today.year + 1), today.replace(year=today.year - 1, day=1)):
        with pytest.raises(Invalid) as refusal:
            propose(city.actor("owner"), city.person("owner").id, wish(proposed_on=wrong))
        assert set(refusal.value.fields) == {"proposed_on"}
    past = today.replace(year=today.year - 1, day=1)
    assert propose(city.actor("bkpsdm_admin"), city.person("owner").id, wish(proposed_on=past)).period == str(past.year)


@pytest.mark.manual("P12")
@pytest.mark.manual("P5")
def test_a_recommendation_is_kept_only_for_those_who_were_tested(ctx: Flask, city: City) -> None:
    untested = propose(city.actor("owner"), city.person("owner").id, wish(recommendation="VISIONARY LEADERSHIP"))
    assert untested.recommendation is None
    make_test_result(city.person("stranger"))
    tested = propose(city.actor("stranger"), city.person("stranger").id, wish(recommendation="VISIONARY LEADERSHIP"))
    assert tested.recommendation == "VISIONARY LEADERSHIP"


@pytest.mark.manual("P21")
@pytest.mark.gate("G7")
@pytest.mark.parametrize("state", ["revised", "rejected"])
def test_correcting_a_returned_proposal_sends_it_back_to_the_queue(ctx: Flask, city: City, state: str) -> None:
    proposal = proposal_in(city, state)
    earlier = [row.step for row in history(proposal)]
    change_proposal(city.actor("owner"), proposal.id, wish("Pelatihan Arsip Dinamis"), proposal.version)
    assert (proposal.state, proposal.title) == ("submitted", "Pelatihan Arsip Dinamis")
    assert [row.step for row in history(proposal)] == [*earlier, "resubmit"]


@pytest.mark.manual("P24")
def test_the_opd_admin_corrects_and_it_stays_where_it_is(ctx: Flask, city: City) -> None:
    proposal = proposal_in(city, "submitted")
    change_proposal(city.actor("opd_admin"), proposal.id, wish("Pelatihan Arsip Dinamis"), proposal.version)
    assert (proposal.state, proposal.title, proposal.version) == ("submitted", "Pelatihan Arsip Dinamis", 2)
    assert [(row.step, row.role) for row in history(proposal)] == [("create", "employee"), ("edit", "opd_admin")]


@pytest.mark.manual("P19")
@pytest.mark.parametrize("state", ["forwarded", "approved"])
def test_the_employee_no_longer_edits_once_it_was_forwarded(ctx: Flask, city: City, state: str) -> None:
    proposal = proposal_in(city, state)
    with pytest.raises(Conflict):
        change_proposal(city.actor("owner"), proposal.id, wish("Pelatihan Lain"), proposal.version)
    assert proposal.title == "Pelatihan Arsip Digital"


def test_who_saves_an_old_version_overwrites_nobody(ctx: Flask, city: City) -> None:
    proposal = proposal_in(city, "submitted")
    seen = proposal.version
    change_proposal(city.actor("opd_admin"), proposal.id, wish("Dari Admin"), seen)
    with pytest.raises(Conflict):
        change_proposal(city.actor("owner"), proposal.id, wish("Dari Pegawai"), seen)
    assert proposal.title == "Dari Admin"


@pytest.mark.manual("P33")
def test_merged_titles_count_as_the_training_and_keep_what_was_typed(ctx: Flask, city: City) -> None:
    first = proposal_in(city, "submitted", title="Diklat P.K.A.")
    second = proposal_in(city, "submitted", owner="stranger", title="diklat pka")
    training, admin = find_training(PKA), city.actor("bkpsdm_admin")
    for person in ("opd_admin", "owner", "auditor"):
        with pytest.raises(Denied):
            merge_titles(city.actor(person), "pka", training.id)
    assert merge_titles(admin, "pka", training.id) == 2
    session().refresh(first)
    session().refresh(second)
    assert (first.training_id, first.manual_title, second.training_id) == (training.id, "Diklat P.K.A.", training.id)
    with pytest.raises(Missing):
        merge_titles(admin, "nothing like it", training.id)
