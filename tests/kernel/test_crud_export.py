"""Export and print of lists: what is filtered and visible, at once or as a job."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from app.kernel import jobs, storage
from app.kernel.actor import Actor
from app.kernel.crud import exporting
from app.kernel.db import session
from app.kernel.jobs import Job, define_actor_loader, run_job
from tests.factories.city import City
from tests.factories.organisation import make_test_result
from tests.kernel.conftest import ClientOf


@pytest.fixture(autouse=True)
def own_loader(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test says here about how an actor is made is forgotten after it."""
    monkeypatch.setattr(jobs, "_loaders", list(jobs._loaders))


@pytest.fixture
def filled(town: City) -> None:
    for name in ("owner", "stranger"):
        make_test_result(town.person(name), recommendation="=1+1")


@pytest.mark.gate("G12")
def test_a_file_holds_what_the_person_sees_and_what_the_filter_leaves(town: City, client_of: ClientOf, filled: None) -> None:
    def nips(name: str, args: str = "") -> set[str]:
        with client_of(name).get(f"/results/export?format=csv{args}") as answer:
            assert answer.status_code == 200
            text = answer.get_data(as_text=True)
        return {person.nip for person in map(town.person, town.ids) if person.nip in text}

    owner, stranger = town.person("owner").nip, town.person("stranger").nip
    assert nips("bkpsdm_admin") == {owner, stranger}
    assert nips("bkpsdm_admin", f"&q={owner}") == {owner}
    assert nips("owner") == {owner}
    assert nips("owner", f"&q={stranger}") == set()
    assert client_of("auditor").get("/results/export").status_code == 403
    assert client_of("owner").get("/results/print").status_code == 403


@pytest.mark.gate("G10")
def test_excel_gets_texts_and_no_formula(client_of: ClientOf, filled: None) -> None:
    with client_of("bkpsdm_admin").get("/results/export") as answer:
        assert answer.headers["Content-Disposition"].endswith(".xlsx")
        content = answer.data
    with ZipFile(BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet


def test_print_is_a_pdf(client_of: ClientOf, filled: None) -> None:
    with client_of("bkpsdm_admin").get("/results/print") as answer:
        assert answer.data.startswith(b"%PDF")
        assert answer.mimetype == "application/pdf"


@pytest.mark.parametrize("args", ["format=exe", "format=pdf", "sort=password", "opd=99999"])
def test_junk_is_400(client_of: ClientOf, args: str) -> None:
    assert client_of("bkpsdm_admin").get(f"/results/export?{args}").status_code == 400


def test_many_rows_are_asked_for_and_then_made_by_a_job(
    town: City, client_of: ClientOf, filled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 1)
    owner = town.person("owner").nip
    asked = client_of("bkpsdm_admin").get("/results/export?format=csv&sort=name")
    assert (asked.status_code, asked.mimetype) == (200, "text/html")
    session().rollback()
    assert session().query(Job).count() == 0
    action = re.search(r'action="(/results/export\?[^"]+)"', asked.text)
    assert action
    define_actor_loader(lambda pk: next((actor for actor in town.actors.values() if actor.user_id == pk), None))
    answer = client_of("bkpsdm_admin").post(action[1].replace("&amp;", "&"))
    pk = int(answer.headers["Location"].rpartition("/")[2])
    session().rollback()
    run_job(pk)
    session().expire_all()
    job = session().get_one(Job, pk)
    assert (job.status, job.error) == ("done", None)
    with storage.open(str(job.result_key)) as file:
        assert owner in file.read().decode("utf-8-sig")


def test_a_job_has_only_the_rights_its_person_still_has(
    town: City, client_of: ClientOf, filled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 0)
    monkeypatch.setattr("app.kernel.jobs.run_soon", lambda *_: None)
    answer = client_of("bkpsdm_admin").post("/results/export?format=csv")
    define_actor_loader(lambda pk: Actor(pk, "Tanpa Peran"))
    pk = int(answer.headers["Location"].rpartition("/")[2])
    session().rollback()
    run_job(pk)
    session().expire_all()
    job = session().get_one(Job, pk)
    assert (job.status, job.result_key) == ("failed", None)
