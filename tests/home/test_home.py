"""The first page of every role: what stands on it, that its numbers open exactly what they count, and what it costs."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.credentials.models import Course
from app.kernel import clock
from app.kernel.approval import take_step
from app.kernel.brought import bring
from app.kernel.db import session, transaction
from app.kernel.jobs import Job, JobStatus
from app.organisation.models import Employee
from app.proposals.models import Proposal
from tests.factories.credentials import course_in
from tests.factories.organisation import employee_actor, make_employee
from tests.factories.proposals import REASON, proposal_in
from tests.home.conftest import Counting, People

PANEL = re.compile(r'<section class="panel" id="panel-([a-z_]+)".*?</section>', re.DOTALL)


def panels(client: FlaskClient) -> dict[str, str]:
    """The panels of the first page by key, in order."""
    page = client.get("/")
    assert page.status_code == 200
    keys = PANEL.findall(page.text)
    assert len(keys) == len(set(keys)), "a panel stands twice"
    return {found[1]: unescape(found[0]) for found in PANEL.finditer(page.text)}


def figures(panel: str) -> dict[str, tuple[int, str]]:
    """Number and address of each tile by its label."""
    tiles = re.findall(r'<a class="stat[^"]*" href="([^"]+)">.*?stat-value">([\d.]+)<.*?stat-label">([^<]+)<', panel, re.DOTALL)
    return {label: (int(value.replace(".", "")), url) for url, value, label in tiles}


def rows(client: FlaskClient, url: str) -> int:
    """How many records the list at `url` holds."""
    page = client.get(url)
    assert page.status_code == 200
    return len(re.findall(r"<td[^>]*cell-primary", page.text))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("owner", ["now", "services", "jp", "own_proposals", "archive", "profile", "karya_satya"]),
        (
            "supervisor",
            ["now", "services", "subordinates", "jp", "own_proposals", "archive", "jp_short", "archive_people", "profile", "karya_satya"],
        ),
        (
            "opd_admin",
            [
                "queues",
                "now",
                "services",
                "jp",
                "own_proposals",
                "archive",
                "jp_short",
                "proposals_of_the_year",
                "karya_satya_proposals",
                "archive_people",
                "profile",
                "karya_satya",
            ],
        ),
        (
            "bkpsdm_admin",
            [
                "queues",
                "now",
                "services",
                "jp",
                "own_proposals",
                "archive",
                "jp_short",
                "proposals_of_the_year",
                "karya_satya_proposals",
                "archive_people",
                "profile",
                "karya_satya",
            ],
        ),
        ("auditor", ["doors", "proposals_of_the_year"]),
        ("superuser", ["doors"]),
    ],
)
def test_each_role_finds_its_panels_each_once(people: People, name: str, expected: list[str]) -> None:
    _city, clients = people
    clients |= _technical(people)
    assert list(panels(clients[name])) == expected


def _technical(people: People) -> dict[str, FlaskClient]:
    """Browsers of the accounts without a personnel record."""
    from_owner = people[1]["owner"].application
    made = {}
    for name in ("auditor", "superuser"):
        made[name] = from_owner.test_client()
        answer = made[name].post("/login/", data={"username": f"{name}.tes", "password": "laut biru tenang"})
        assert answer.status_code == 302
    return made


class TestEmployee:
    @pytest.mark.manual("S3")
    def test_he_finds_who_he_is_and_the_four_ways_on(self, app: Flask, people: People) -> None:
        city, clients = people
        shown = panels(clients["owner"])["services"]
        with app.app_context():
            me = city.person("owner")
            for value in (me.nip, me.full_name, me.unit.name):
                assert value in shown
        assert re.findall(r'class="tile".*?<span>([^<]+)<', shown) == ["Update Profil", "Update Data", "Layanan ASN", "Layanan Lainnya"]
        parts = re.split(r'class="tile"', shown)[1:]
        assert 'href="/profile/"' in parts[0]
        for part, wanted in zip(parts[1:], ("/courses/", "/jp-book/", "/my-certificates/"), strict=True):
            assert wanted in part
        addresses = re.findall(r'class="door-main" href="([^"]+)"', shown)
        assert len(addresses) == len(set(addresses))
        for address in addresses:
            assert clients["owner"].get(address, follow_redirects=True).status_code == 200, address

    def test_what_was_returned_to_him_comes_first_with_its_reason_and_the_way_to_correct_it(self, app: Flask, people: People) -> None:
        city, clients = people
        with app.app_context():
            pk = proposal_in(city, "revised").id
        shown = panels(clients["owner"])
        assert f"/proposals/show/{pk}" in shown["now"]
        assert "Mohon disesuaikan." in shown["own_proposals"]
        assert f"/proposals/edit/{pk}" in shown["own_proposals"]
        assert "Usulan Direvisi" in shown["own_proposals"]

    def test_he_is_called_to_propose_until_he_has(self, app: Flask, people: People) -> None:
        city, clients = people
        assert "/proposals/add" in panels(clients["owner"])["own_proposals"]
        with app.app_context():
            proposal_in(city, "submitted")
        shown = panels(clients["owner"])["own_proposals"]
        assert "/proposals/add" not in shown
        assert "/proposals/edit" not in shown, "nothing asks him to change what only waits for others"

    def test_who_is_not_active_is_not_called(self, app: Flask, people: People) -> None:
        city, clients = people
        with app.app_context(), transaction():
            city.person("owner").legal_position = "99"
        assert "own_proposals" not in panels(clients["owner"])

    def test_the_ring_says_what_is_missing_and_goes_when_nothing_is(self, app: Flask, people: People) -> None:
        city, clients = people
        with app.app_context(), transaction():
            person = city.person("owner")
            person.phone, person.email_official, person.office_address = "081234567890", None, None
        ring = panels(clients["owner"])["profile"]
        assert "1 dari 3" in ring
        assert 'stroke-dasharray="33 100"' in ring
        assert "style=" not in ring
        with app.app_context(), transaction():
            person = city.person("owner")
            person.email_official, person.office_address = "nama@contoh.go.id", "Jalan Contoh 1"
        assert "profile" not in panels(clients["owner"])


class TestSupervisor:
    def test_his_people_and_what_waits_for_them(self, app: Flask, people: People) -> None:
        city, clients = people
        with app.app_context():
            proposal_in(city, "revised")
            proposal_in(city, "revised", "colleague")
            make_employee(city.person("supervisor").unit, supervisor=city.person("supervisor"))
        found = figures(panels(clients["supervisor"])["subordinates"])
        number, url = found["Bawahan Langsung"]
        assert (number, rows(clients["supervisor"], url)) == (2, 2)
        number, url = found["Usulan Diklat"]
        assert (number, rows(clients["supervisor"], url)) == (1, 1), "the colleague has another supervisor"


class TestAdmins:
    def test_every_age_opens_exactly_what_it_counts(self, app: Flask, people: People) -> None:
        city, clients = people
        today = clock.now()
        with app.app_context():
            for days in (0, 0, 1, 3, 4, 7, 8, 30):
                person = make_employee(city.opd)
                city.ids[f"person{days}"] = person.id
                city.actors[f"person{days}"] = employee_actor(person, person.id + 5000)
                proposal = proposal_in(city, "submitted", f"person{days}")
                with transaction():
                    session().get_one(Proposal, proposal.id).state_since = today - timedelta(days=days)
            proposal_in(city, "submitted", "stranger")
        found = figures(panels(clients["opd_admin"])["queues"])
        assert [number for number, _url in found.values()] == [2, 2, 2, 2]
        for label, (number, url) in found.items():
            assert rows(clients["opd_admin"], url) == number, label

    def test_several_flows_stand_in_one_table(self, app: Flask, people: People) -> None:
        city, clients = people
        with app.app_context():
            proposal_in(city, "forwarded")
            course_in(city)
        shown = panels(clients["bkpsdm_admin"])["queues"]
        heads = re.findall(r'<th scope="row">([^<]+)<', shown)
        cells = re.findall(r'<a class="grid-figure [^"]*" href="([^"]+)" aria-label="([^"]+)"', shown)
        assert len(heads) == len(cells) == 2, "a nought is no link"
        for head, (url, label) in zip(heads, cells, strict=True):
            assert label.startswith(head)
            assert label.endswith(": 1")
            assert rows(clients["bkpsdm_admin"], url) == 1

    def test_the_state_numbers_open_exactly_what_they_count(self, app: Flask, people: People) -> None:
        city, clients = people
        with app.app_context():
            for state, owner in (("submitted", "owner"), ("forwarded", "colleague"), ("rejected", "supervisor"), ("submitted", "stranger")):
                proposal_in(city, state, owner)
        for name, expected in (("opd_admin", [1, 1, 0, 1, 0]), ("bkpsdm_admin", [2, 1, 0, 1, 0])):
            shown = panels(clients[name])["proposals_of_the_year"]
            found = figures(shown)
            assert [number for number, _url in found.values()] == expected
            for label, (number, url) in found.items():
                assert rows(clients[name], url) == number, (name, label)
            assert "data:image/svg+xml;base64," in shown
            assert re.search(rf'<td class="num">{sum(expected)}</td>', shown), "the table holds the figure of this month"

    def test_the_oldest_stands_first(self, app: Flask, people: People) -> None:
        city, clients = people
        with app.app_context():
            young, old = proposal_in(city, "submitted", title="Muda"), proposal_in(city, "submitted", "colleague", title="Tua")
            with transaction():
                session().get_one(Proposal, old.id).state_since = clock.now() - timedelta(days=9)
            assert young.id < old.id
        shown = panels(clients["opd_admin"])["now"]
        assert shown.index("Tua") < shown.index("Muda")

    def test_nothing_of_a_foreign_opd(self, app: Flask, people: People) -> None:
        city, clients = people
        with app.app_context():
            proposal_in(city, "submitted", "stranger", title="Pelatihan Gizi Rahasia")
        page = clients["opd_admin"].get("/").text
        assert "Gizi Rahasia" not in page
        assert "Gizi Rahasia" in clients["other_opd_admin"].get("/").text


class TestReaders:
    def test_the_auditors_doors_count_and_export(self, app: Flask, people: People) -> None:
        auditor = _technical(people)["auditor"]
        with app.app_context():
            number = session().query(Employee).count()
        doors = panels(auditor)["doors"]
        assert re.search(rf'href="/employees/list/">.*?door-count">{number}<', doors, re.DOTALL)
        assert auditor.get("/employees/export").status_code == 200
        for url in ("/employees/export", "/audit/export", "/audit/list/", "/recap/"):
            assert f'href="{url}"' in doors

    def test_the_superuser_sees_failed_work_of_all_as_a_number_without_names(self, app: Flask, people: People) -> None:
        superuser = _technical(people)["superuser"]
        assert "jobs" not in panels(superuser)
        with app.app_context(), transaction() as current:
            current.add(
                Job(
                    kind="x",
                    title="Ekspor rahasia orang lain",
                    user_id=999,
                    status=JobStatus.FAILED,
                    finished_at=clock.now(),
                    error="habis",
                )
            )
        shown = panels(superuser)["jobs"]
        assert 'stat-value">1<' in shown
        assert "rahasia" not in shown

    def test_ones_own_failed_job_is_found_again(self, app: Flask, people: People) -> None:
        city, clients = people
        with app.app_context(), transaction() as current:
            user_id = city.person("bkpsdm_admin").user_id
            current.add(
                Job(kind="x", title="Ekspor saya", user_id=user_id, status=JobStatus.FAILED, finished_at=clock.now(), error="habis")
            )
        assert "Ekspor saya" in panels(clients["bkpsdm_admin"])["jobs"]
        assert "jobs" not in panels(clients["opd_admin"])


class TestCost:
    @pytest.mark.parametrize("name", ["owner", "supervisor", "opd_admin", "bkpsdm_admin"])
    def test_more_rows_cost_no_more_queries(self, app: Flask, people: People, asked: Counting, name: str) -> None:
        city, clients = people
        with app.app_context():
            proposal_in(city, "revised")
            proposal_in(city, "submitted", "colleague")
        clients[name].get("/")
        with asked() as before:
            clients[name].get("/")
        with app.app_context():
            for number in range(6):
                person = make_employee(city.opd, supervisor=city.person("supervisor"))
                city.ids[f"more{number}"], city.actors[f"more{number}"] = person.id, employee_actor(person, person.id + 5000)
                proposal_in(city, ("submitted", "revised", "forwarded")[number % 3], f"more{number}")
        with asked() as after:
            clients[name].get("/")
        assert len(after) <= len(before) + 1, "\n".join(after)
        assert len(after) <= 23, "\n".join(after)


def test_a_stranger_is_sent_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login/")


def test_a_step_taken_leaves_the_page(app: Flask, people: People) -> None:
    city, clients = people
    with app.app_context():
        pk = proposal_in(city, "submitted", title="Pelatihan Arsip").id
        assert "Pelatihan Arsip" in panels(clients["opd_admin"])["now"]
        take_step(city.actor("opd_admin"), Proposal, pk, "reject", REASON)
    assert "Pelatihan Arsip" not in panels(clients["opd_admin"])["now"]


@pytest.mark.manual("S19", "P26")
def test_what_was_returned_says_its_state_and_why_on_the_first_page_and_in_the_inbox(app: Flask, people: People) -> None:
    city, browsers = people
    with app.app_context():
        officer, pattern = city.actor("second_bkpsdm_admin"), course_in(city, name="Kursus menunggu")
        names = {column.name for column in Course.__table__.columns} - {
            "id",
            "state",
            "state_since",
            "version",
            "certificate_id",
            "created_at",
        }
        values = {name: getattr(pattern, name) for name in names} | {"name": "Kursus tanpa bukti", "imported": True}
        brought = bring(officer, Course(**values), "data.xlsx")
        take_step(officer, Course, brought.id, "cancel", "<p>Nomor <b>tidak</b> terbaca &lt;img src=x&gt;<br>Halaman 2.</p>")
        take_step(officer, Course, course_in(city, name="Kursus panjang").id, "return", f"<p>{'sangat ' * 80}</p>")
    for page in (panels(browsers["owner"])["now"], unescape(browsers["owner"].get("/inbox/").text)):
        assert "Kursus tanpa bukti" in page
        assert page.count("Perlu Perbaikan") == 2
        assert "Alasan: Nomor tidak terbaca <img src=x> Halaman 2." in page
        assert "Alasan: sangat sangat" in page
        assert "sangat " * 40 not in page, "a long reason is cut short; the record's page has it whole"
        assert "Kursus menunggu" not in page
    raw = browsers["owner"].get("/").text + browsers["owner"].get("/inbox/").text
    assert "&lt;img src=x&gt;" in raw
    assert "<img src=x>" not in raw
    assert "Alasan:" not in panels(browsers["colleague"])["now"]
