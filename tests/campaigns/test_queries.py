"""Who is done, by whom it is asked; the twelve fields; the answers without names."""

from flask import Flask

from app.campaigns.queries import count_by_opd, own_open, progress_of, results_of
from app.campaigns.rules import Task
from app.campaigns.services import answer_questions
from tests.factories.campaigns import answers_for, campaign_in, confirmed
from tests.factories.city import City


def test_everybody_counts_those_he_looks_after(ctx: Flask, city: City) -> None:
    campaign = campaign_in(city, questions=False)
    confirmed(city, campaign)
    seen = {
        name: count_by_opd(city.actor(name), campaign.id)[0]
        for name in ("supervisor", "opd_admin", "other_opd_admin", "auditor", "bkpsdm_admin")
    }
    assert seen["auditor"].total == seen["bkpsdm_admin"].total >= 7
    assert (seen["opd_admin"].total, seen["opd_admin"].done, seen["opd_admin"].percent) == (4, 1, 25)
    assert (seen["other_opd_admin"].total, seen["other_opd_admin"].done) == (2, 0)
    assert seen["supervisor"].done == 1
    rows = count_by_opd(city.actor("bkpsdm_admin"), campaign.id)[1]
    assert {row.opd: row.done for row in rows}["Dinas Pendidikan"] == 1


def test_the_first_page_knows_what_is_left(ctx: Flask, city: City) -> None:
    campaign = campaign_in(city)
    assert [part.left for part in own_open(city.actor("colleague"))] == [(Task.GUIDE, Task.DATA, Task.SURVEY)]
    part = confirmed(city, campaign)
    assert [each.left for each in own_open(city.actor("owner"))] == [(Task.SURVEY,)]
    answer_questions(city.actor("owner"), part.id, answers_for(campaign))
    assert own_open(city.actor("owner")) == []
    ((_found, counted),) = progress_of(city.actor("supervisor"))
    assert (counted.done, counted.total) == (1, 1)
    assert progress_of(city.actor("colleague")) == []


def test_answers_are_counted_without_names(ctx: Flask, city: City) -> None:
    campaign = campaign_in(city)
    for name in ("owner", "colleague"):
        answer_questions(city.actor(name), confirmed(city, campaign, name).id, answers_for(campaign))
    choice, scale, text = results_of(city.actor("bkpsdm_admin"), campaign.id)
    assert choice.counts == [("Sudah", 2), ("Belum", 0)]
    assert dict(scale.counts)["4"] == 2
    assert list(text.texts) == ["Cukup jelas."] * 2
