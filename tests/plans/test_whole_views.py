"""The page of a whole plan over HTTP: blocks added and taken off without losing what was typed, the declaration, errors beside their block."""

import re
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from app.kernel.db import session
from app.kernel.errors import Invalid
from app.plans.models import Plan, PlanRow, PlanYear
from app.plans.queries import standard_of
from app.plans.rules import rank_help, required_levels
from app.reference.models import Code
from app.reference.services import add_training, change_code
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.plans import SUBJECT, plan_row_in, plan_year, planned_values
from tests.plans.test_views import close, text_of

Stage = tuple[City, People]


@pytest.fixture
def stage(people: Stage) -> Stage:
    return people


def block(number: int, **changes: Any) -> dict[str, str]:
    values = planned_values(session().query(PlanYear).one(), **changes)
    del values["plan_year_id"]
    return {f"b{number}-{name}": "" if value is None else str(value) for name, value in values.items()}


@pytest.mark.manual("T10")
@pytest.mark.manual("T11")
def test_blocks_come_and_go_and_everything_typed_stays(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        pk = plan_year(city).id
        first, second = block(0), block(1, subject="Coaching bulanan", form="NKL01", jp=None)
    owner, url = clients["owner"], f"/year-plans/write/{pk}"
    page = owner.get(url)
    assert page.text.count('class="card plan-block"') == 1
    wanted = (
        "Kompetensi",
        "Level",
        "Deskripsi",
        "Indikator Kompetensi",
        "Pelatihan yang diikuti",
        "≥ 91",
        "76 - 90,99",
        "61 - 75,99",
        "≤ 60,99",
    )
    assert [words for words in wanted if words not in text_of(page)] == []
    assert f'href="{url}"' in owner.get("/plans/list/").text
    sent = first | {"block": "0", "do": "add"}
    page = owner.post(url, data=sent)
    assert (page.status_code, page.text.count('class="card plan-block"')) == (200, 2)
    assert f'value="{SUBJECT}"' in page.text
    both = first | second | {"block": ["0", "1"]}
    page = owner.post(url, data=both | {"do": "remove:0"})
    assert page.text.count('class="card plan-block"') == 1
    assert (f'value="{SUBJECT}"' in page.text, 'value="Coaching bulanan"' in page.text) == (False, True)
    with app.app_context():
        assert session().query(PlanRow).count() == 0
    page = owner.post(url, data=both | {"do": "send"})
    assert page.status_code == 422
    assert "Centang pernyataan ini" in page.text
    assert (page.text.count("Pilih level."), 'href="#performance"' in page.text) == (18, True)
    both |= {"performance": "90.99", **{f"level_{place}": "2" for place in range(9)}}
    wrong = owner.post(url, data=both | {"do": "send", "agree": "y", "b1-organiser": "", "b0-jp": "41"})
    assert wrong.status_code == 422
    assert ('href="#b1-organiser"' in wrong.text, 'value="Coaching bulanan"' in wrong.text) == (True, True)
    wrong = owner.post(url, data=both | {"do": "send", "agree": "y", "b0-jp": "41"})
    assert (wrong.status_code, 'href="#b0-jp"' in wrong.text) == (422, True)
    with app.app_context():
        assert session().query(PlanRow).count() == 0
    assert owner.post(url, data=both | {"do": "send", "agree": "y"}).status_code == 302
    with app.app_context():
        assert {row.subject: row.state for row in session().query(PlanRow)} == {SUBJECT: "sent", "Coaching bulanan": "sent"}
        plan = session().query(Plan).one()
        assert (plan.state, plan.agreed_at is not None) == ("sent", True)
        shown = f"/year-plans/show/{plan.id}"
    assert "42 JP" in text_of(owner.get(shown))
    assert SUBJECT in owner.get(url).text


def test_a_saved_row_is_changed_and_taken_off_on_the_same_page(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        kept, gone = plan_row_in(city, said=False), plan_row_in(city, said=False, subject="Keluar")
        pk, ids = kept.plan_year_id, (kept.id, gone.id)
    owner, url = clients["owner"], f"/year-plans/write/{pk}"
    page = owner.get(url).text
    fields = dict(re.findall(r'<input[^>]*?name="(b\d-(?:version|record_id|submission))"[^>]*?value="([^"]*)"', page))
    assert {fields["b0-record_id"], fields["b1-record_id"]} == {str(each) for each in ids}
    with app.app_context():
        typed = fields | block(0, subject="Diubah") | block(1, subject="Keluar")
    page = owner.post(url, data=typed | {"block": ["0", "1"], "do": "remove:1"}).text
    assert f'name="gone" value="{ids[1]}"' in page
    typed = {name: value for name, value in typed.items() if name.startswith("b0")}
    sent = typed | {"block": "0", "gone": str(ids[1]), "do": "save"}
    assert owner.post(url, data=sent).status_code == 302
    assert owner.post(url, data=sent).status_code == 409
    with app.app_context():
        assert {row.subject: row.state for row in session().query(PlanRow)} == {"Diubah": "draft", "Keluar": "deleted"}


@pytest.mark.manual("T36")
def test_the_page_belongs_to_its_owner_and_closes_with_the_year(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        row = plan_row_in(city)
        url, plan = f"/year-plans/write/{row.plan_year_id}", session().query(Plan).one().id
    for name in ("supervisor", "opd_admin", "bkpsdm_admin", "auditor"):
        assert clients[name].get(f"/year-plans/show/{plan}").status_code == 200, name
        assert SUBJECT in clients[name].get(f"/year-plans/show/{plan}").text
        assert clients[name].get(f"/api/v1/year-plans/{plan}").status_code == 200, name
    for name in ("colleague", "stranger", "other_opd_admin"):
        assert clients[name].get(f"/year-plans/show/{plan}").status_code == 404, name
        assert clients[name].post(f"/year-plans/{plan}/send").status_code in (302, 403, 404), name
    assert "Ajukan Rencana" in clients["owner"].get(f"/year-plans/show/{plan}").text
    close(app)
    assert clients["owner"].get(url).status_code == 409
    assert clients["owner"].post(f"/year-plans/{plan}/send").status_code == 409
    answer = clients["owner"].post(f"/api/v1/year-plans/{plan}/send", json={})
    assert (answer.status_code, "terkunci" in answer.text) == (409, True)


@pytest.mark.manual("T6")
@pytest.mark.manual("T7")
def test_choosing_a_level_shows_what_it_means_and_the_gap(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        pk = plan_year(city).id
        needed = standard_of(city.person("owner"))["M.1"]
    assert needed
    owner, url = clients["owner"], f"/year-plans/write/{pk}"
    page = text_of(owner.get(url))
    for words in ("Integritas", "Kerjasama", "Komunikasi", "Orientasi Pada Hasil", "Perekat Bangsa", "Manajerial", "- Pilih Level -"):
        assert words in page, words
    assert page.count("Belum dipilih") == 9
    page = text_of(owner.post(url, data={"do": "show", "level_0": str(needed), "level_1": "1", "performance": "61"}))
    assert "Tidak ada kesenjangan kompetensi" in page
    assert page.count("Belum dipilih") == 7
    assert "Kesenjangan kinerja sedang" in page


@pytest.mark.manual("T8")
@pytest.mark.manual("T9")
@pytest.mark.parametrize(
    ("typed", "band"),
    [
        ("100", "Tidak ada kesenjangan kinerja"),
        ("91", "Tidak ada kesenjangan kinerja"),
        ("90.995", "Kesenjangan kinerja rendah"),
        ("90.99", "Kesenjangan kinerja rendah"),
        ("76", "Kesenjangan kinerja rendah"),
        ("75.99", "Kesenjangan kinerja sedang"),
        ("61", "Kesenjangan kinerja sedang"),
        ("60.99", "Kesenjangan kinerja tinggi"),
        ("1", "Kesenjangan kinerja tinggi"),
        ("90,5", None),
        ("0", None),
        ("100.01", None),
        ("90.9955", None),
    ],
)
def test_the_performance_value_has_a_point_and_its_bands_exact_edges(app: Flask, stage: Stage, typed: str, band: str | None) -> None:
    city, clients = stage
    with app.app_context():
        pk = plan_year(city).id
    answer = clients["owner"].post(f"/year-plans/write/{pk}", data={"do": "save", "performance": typed})
    if band is None:
        assert answer.status_code == 422
        assert f'value="{typed}"' in answer.text
        assert ("titik, bukan koma" if "," in typed else "desimal" if typed == "90.9955" else "Rentang 1 - 100") in answer.text
        return
    assert answer.status_code == 302
    with app.app_context():
        plan = session().query(Plan).one()
        assert plan.performance == Decimal(typed)
        shown = f"/year-plans/show/{plan.id}"
    assert band in text_of(clients["owner"].get(shown))


def test_the_matrix_may_ask_another_level_of_single_competences() -> None:
    assert required_levels(3, "M.6=4, SK.1=x,", ("M.1", "M.6", "SK.1")) == {"M.1": 3, "M.6": 4, "SK.1": 3}


@pytest.mark.parametrize(
    ("required", "own", "level", "rank"),
    [(3, 1, 3, (0, 0)), (3, 1, 5, (0, 2)), (3, 1, 2, (1, 1)), (3, 1, 1, None), (3, 3, 4, None), (2, 3, 5, None)],
)
def test_a_training_helps_that_leads_beyond_the_own_level(required: int, own: int, level: int, rank: tuple[int, int] | None) -> None:
    assert rank_help(required, own, level) == rank


def test_for_each_gap_the_catalogue_is_ranked_and_one_click_puts_a_training_into_the_plan(app: Flask, stage: Stage) -> None:
    city, clients = stage
    with app.app_context():
        year = plan_year(city)
        pk, admin = year.id, city.actor("bkpsdm_admin")
        needed = 3
        for code in session().query(Code).filter(Code.code_list == "standar_jabatan"):
            change_code(admin, code.id, data=code.data | {"khusus": f"M.1={needed}"})
        assert standard_of(city.person("owner"))["M.1"] == needed
        far = add_training(admin, "Integritas jauh", "manajerial", competence="M.1", competence_level=5).id
        near = add_training(admin, "Integritas tepat", "manajerial", competence="M.1", competence_level=needed).id
        add_training(admin, "Integritas dasar", "manajerial", competence="M.1", competence_level=1)
        for wrong in ({"competence": "M.1"}, {"competence_level": 2}, {"competence": "X", "competence_level": 2}):
            with pytest.raises(Invalid):
                add_training(admin, "Salah", "manajerial", **wrong)
    owner, url = clients["owner"], f"/year-plans/write/{pk}"
    typed = {"level_0": "1", "performance": "80", "block": "0"}
    page = owner.post(url, data=typed | {"do": "show"}).text
    offered = [int(each) for each in re.findall(r'value="take:(\d+)"', page)]
    assert offered == [near, far]
    page = owner.post(url, data=typed | {"do": f"take:{near}"}).text
    assert page.count('class="card plan-block"') == 1
    assert 'value="Integritas tepat"' in page
    assert f'value="take:{near}"' not in page
    assert f'<option value="{near}" selected>' in page
    assert '<option value="KL02" selected>' in page
    assert owner.post(url, data=typed | {"do": "take:99999"}).status_code == 404
