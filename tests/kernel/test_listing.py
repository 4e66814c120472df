"""Lists below the views: order, pages, filters and files over the same criterion."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import event
from werkzeug.exceptions import BadRequest

from app.extensions import db
from app.kernel import clock
from app.kernel.db import session
from app.kernel.export import Kind as ExportKind
from app.kernel.filters import Choice, Period, Typed
from app.kernel.keyset import page_of
from app.kernel.listing import Badge, Column, Kind, Listing, ListState
from app.kernel.workflow import State, Tone
from app.organisation.listings import PEOPLE
from app.organisation.models import CompetenceTest, Employee
from tests.factories.city import City
from tests.factories.organisation import make_employee, make_test_result
from tests.kernel.screens import RESULTS, TRAININGS
from tests.kernel.test_crud import training

EVERYBODY = "bkpsdm_admin"
WORDS = ("Citra 100%", "Budi_Satu", "BudiXSatu", "Éka", "Ani")


def names(town: City, args: dict[str, str], who: str = EVERYBODY) -> list[str]:
    actor = town.actor(who)
    return [row.recommendation for row in RESULTS.rows(actor, RESULTS.parse(actor, args))]


@pytest.fixture
def people(town: City) -> list[Employee]:
    found = [make_employee(town.person("owner").unit) for _ in WORDS]
    for number, person in enumerate(found):
        make_test_result(person, date(2026, 1, 1 + number), score=str(60 + number), recommendation=WORDS[number])
    return found


class TestOrder:
    def test_a_column_orders_both_ways_and_the_default_holds_without(self, town: City, people: list[Employee]) -> None:
        assert names(town, {"sort": "score"}) == list(WORDS)
        assert names(town, {"sort": "-score"}) == list(WORDS[::-1])
        assert names(town, {}) == list(WORDS[::-1])

    def test_equal_values_never_put_a_row_on_two_pages(self, town: City) -> None:
        for _ in range(25):
            make_test_result(make_employee(town.person("owner").unit), date(2026, 1, 1))
        actor = town.actor(EVERYBODY)
        seen = [row.id for page in (1, 2, 3) for row in RESULTS.rows(actor, RESULTS.parse(actor, {"page": str(page), "sort": "score"}))]
        assert len(set(seen)) == 25

    def test_a_default_order_that_cannot_be_is_noticed_at_once(self) -> None:
        with pytest.raises(ValueError, match="sorted"):
            Listing(CompetenceTest, (Column("score", "Score"),), default_sort="-score")
        with pytest.raises(ValueError, match="share a name"):
            Listing(CompetenceTest, (Column("score", "Score"), Column("score", "Again")))
        with pytest.raises(ValueError, match="name"):
            Listing(CompetenceTest, (Column("score", "Score"),), (Typed((Employee.name,), key="page"),))


class TestPages:
    def test_beyond_the_end_is_the_last_page(self, town: City, people: list[Employee]) -> None:
        actor = town.actor(EVERYBODY)
        page = RESULTS.page(actor, RESULTS.parse(actor, {"page": "99", "size": "2"}))
        assert (page.number, page.pages, page.count, page.first, page.last, len(page.rows)) == (3, 3, 5, 5, 5, 1)

    @pytest.mark.parametrize("page", ["0", "-5"])
    def test_before_the_start_is_the_first(self, town: City, people: list[Employee], page: str) -> None:
        actor = town.actor(EVERYBODY)
        assert RESULTS.page(actor, RESULTS.parse(actor, {"page": page})).number == 1

    def test_an_empty_list_has_one_page(self, town: City) -> None:
        actor = town.actor(EVERYBODY)
        page = RESULTS.page(actor, RESULTS.parse(actor, {}))
        assert (page.number, page.pages, page.total, page.first, page.last) == (1, 1, 0, 0, 0)

    def test_counting_ends_somewhere(self, town: City, people: list[Employee], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("app.kernel.listing.COUNTED", 3)
        actor = town.actor(EVERYBODY)
        page = RESULTS.page(actor, RESULTS.parse(actor, {}))
        assert (page.count, page.capped, str(page.total)) == (3, True, "3+")


class TestDeepPages:
    """Small numbers stand for large ones: behind the second row a list is deep, behind the fifth it is not counted."""

    @pytest.fixture
    def crowd(self, town: City, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        for place in ("app.kernel.listing.DEEP", "app.kernel.keyset.DEEP"):
            monkeypatch.setattr(place, 2)
        monkeypatch.setattr("app.kernel.listing.COUNTED", 5)
        for number in range(11):
            make_employee(town.person("owner").unit, name=f"Nama {chr(97 + number // 2)}ma")
        actor = town.actor(EVERYBODY)
        state = PEOPLE.parse(actor, {"size": "100"})
        return [row.id for row in session().scalars(PEOPLE.query(actor, state)).unique()]

    @pytest.mark.parametrize("sort", ["", "person", "-person", "nip"])
    def test_the_way_from_page_to_page_meets_every_row_once_also_those_not_counted(self, town: City, crowd: list[int], sort: str) -> None:
        actor, seen, args = town.actor(EVERYBODY), list[int](), {"size": "2", "sort": sort}
        for number in range(1, 50):
            page = page_of(PEOPLE, actor, PEOPLE.parse(actor, args | {"page": str(number)}))
            assert (page.number, page.first) == (number, len(seen) + 1)
            seen += [row.id for row in page.rows]
            if page.number == page.pages:
                break
            args["after"] = page.after
        wanted = [row.id for row in session().scalars(PEOPLE.query(actor, PEOPLE.parse(actor, {"sort": sort}))).unique()]
        assert seen == wanted
        assert len(seen) > 11

    def test_a_page_by_its_number_is_the_same(self, town: City, crowd: list[int]) -> None:
        actor = town.actor(EVERYBODY)
        page = page_of(PEOPLE, actor, PEOPLE.parse(actor, {"size": "1", "page": "5"}))
        assert [row.id for row in page.rows] == crowd[4:5]
        assert (page.capped, page.pages) == (True, 6)

    def test_a_mark_of_another_order_or_of_nobody_is_no_page(self, town: City, crowd: list[int]) -> None:
        actor = town.actor(EVERYBODY)
        mark = page_of(PEOPLE, actor, PEOPLE.parse(actor, {"size": "2", "page": "2"})).after
        assert mark
        for args in ({"after": mark, "sort": "nip"}, {"after": "forged"}):
            with pytest.raises(BadRequest):
                page_of(PEOPLE, actor, PEOPLE.parse(actor, {"size": "2", "page": "3"} | args))

    def test_near_pages_are_turned_by_number(self, town: City, people: list[Employee]) -> None:
        actor = town.actor(EVERYBODY)
        assert page_of(PEOPLE, actor, PEOPLE.parse(actor, {"size": "2"})).after == ""


class TestTyped:
    def test_every_word_must_be_there_whatever_its_case(self, town: City, people: list[Employee]) -> None:
        assert names(town, {"q": "CITRA"}) == ["Citra 100%"]
        assert names(town, {"q": "100 citra"}) == ["Citra 100%"]
        assert names(town, {"q": "citra budi"}) == []

    @pytest.mark.parametrize(
        ("text", "found"),
        [("%", ["Citra 100%"]), ("_", ["Budi_Satu"]), ("budi_satu", ["Budi_Satu"]), ("\\", []), ("'", []), ('"; --', []), ("🙂", [])],
    )
    def test_signs_with_a_meaning_in_sql_are_only_signs(self, town: City, people: list[Employee], text: str, found: list[str]) -> None:
        assert names(town, {"q": text}) == found

    def test_a_nip_is_found_with_the_blanks_people_write(self, town: City, people: list[Employee]) -> None:
        nip = people[0].nip
        assert names(town, {"q": f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"}) == ["Citra 100%"]

    @pytest.mark.parametrize("text", ["x" * 201, "a\x00b"])
    def test_what_no_person_types_is_refused(self, town: City, text: str) -> None:
        with pytest.raises(BadRequest):
            names(town, {"q": text})

    def test_many_words_are_one_text(self, town: City, people: list[Employee]) -> None:
        assert names(town, {"q": "a b c d e f g h i j"}) == []


class TestChoiceAndPeriod:
    @pytest.mark.gate("G12")
    def test_a_choice_is_one_the_person_has(self, town: City, people: list[Employee]) -> None:
        assert len(names(town, {"opd": str(town.opd.id)})) == 5
        assert names(town, {"opd": str(town.other_opd.id)}) == []
        with pytest.raises(BadRequest):
            names(town, {"opd": str(town.other_opd.id)}, "owner")
        with pytest.raises(BadRequest):
            names(town, {"person": str(town.person("stranger").id)}, "owner")

    @pytest.mark.gate("G12")
    def test_no_filter_and_no_order_widens_the_scope(self, town: City, people: list[Employee]) -> None:
        make_test_result(town.person("owner"), recommendation="Punya saya")
        for args in ({}, {"q": "a"}, {"sort": "name"}, {"taken_from": "1990-01-01"}, {"size": "100"}):
            assert set(names(town, args, "owner")) <= {"Punya saya"}

    def test_both_days_of_a_period_belong_to_it(self, town: City, people: list[Employee]) -> None:
        assert names(town, {"taken_from": "02-01-2026", "taken_to": "2026-01-03"}) == ["BudiXSatu", "Budi_Satu"]
        assert names(town, {"taken_from": "2026-01-05"}) == ["Ani"]
        assert names(town, {"taken_from": "2026-02-01", "taken_to": "2026-01-01"}) == []

    def test_an_instant_belongs_to_the_agencys_day(self, town: City) -> None:
        with clock.at(datetime(2026, 1, 1, 17, 30, tzinfo=UTC)):
            make_test_result(town.person("owner"))
        assert len(names(town, {"entered_from": "2026-01-02", "entered_to": "2026-01-02"})) == 1
        assert names(town, {"entered_to": "2026-01-01"}) == []


class TestState:
    def test_it_is_its_address_and_the_address_is_it(self, town: City) -> None:
        actor = town.actor(EVERYBODY)
        args = {"q": "ani", "sort": "-score", "page": "3", "size": "25", "columns": "score,name", "taken_from": "2026-01-01"}
        state = RESULTS.parse(actor, args)
        assert state.args() == args
        assert RESULTS.parse(actor, state.args()) == state
        assert state.args(page=1, q=None) == {name: value for name, value in args.items() if name not in ("page", "q")}
        assert ListState().args() == {}

    def test_columns_stand_as_the_address_orders_them(self, town: City) -> None:
        state = RESULTS.parse(town.actor(EVERYBODY), {"columns": "score,name"})
        assert [column.key for column in RESULTS.shown_columns(state)] == ["score", "name"]


class TestFiles:
    def test_a_file_holds_exactly_the_rows_of_the_list(self, town: City, people: list[Employee]) -> None:
        make_test_result(town.person("stranger"))
        actor = town.actor("owner")
        own = make_test_result(town.person("owner"))
        sheet = RESULTS.sheet(actor, RESULTS.parse(actor, {}), "Hasil")
        rows = list(sheet.rows)
        assert rows == [(own.employee.full_name, own.employee.nip, own.taken_on, Decimal("82.50"), "VISIONARY LEADERSHIP")]
        assert [column.kind for column in sheet.columns] == [
            ExportKind.TEXT,
            ExportKind.IDENTIFIER,
            ExportKind.DATE,
            ExportKind.NUMBER,
            ExportKind.TEXT,
        ]

    def test_the_filter_stands_in_the_files_head(self, town: City, people: list[Employee]) -> None:
        actor = town.actor(EVERYBODY)
        sheet = RESULTS.sheet(actor, RESULTS.parse(actor, {"q": "ani", "opd": str(town.opd.id)}), "Hasil")
        assert [line.partition(": ")[2] for line in sheet.subtitle] == ["ani", town.opd.name]

    def test_a_list_that_waits_to_be_asked_exports_nothing(self, town: City) -> None:
        training()
        actor = town.actor("owner")
        assert list(TRAININGS.sheet(actor, TRAININGS.parse(actor, {}), "x").rows) == []
        assert ("Pelatihan Arsip",) in list(TRAININGS.sheet(actor, TRAININGS.parse(actor, {"show": "1"}), "x").rows)

    def test_reading_all_rows_costs_a_handful_of_queries(self, town: City, people: list[Employee]) -> None:
        session().expire_all()
        counted: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
        actor = town.actor(EVERYBODY)
        assert len(list(RESULTS.sheet(actor, ListState(), "x").rows)) == 5
        assert len([statement for statement in counted if "FROM competence_test" in statement]) == 1
        assert len(counted) < 5


class TestCells:
    @pytest.mark.parametrize(
        ("kind", "value", "shown"),
        [
            (Kind.TEXT, None, ""),
            (Kind.DATE, date(2022, 8, 31), "31/08/2022"),
            (Kind.MONEY, Decimal(2500000), "Rp2.500.000,00"),
            (Kind.NIP, "198609262015051001", "19860926 201505 1 001"),
            (Kind.LINES, ("A", None, "", "B"), ("A", "B")),
            (Kind.HTML, "<b>x</b><script>y</script>", "<b>x</b>"),
            (Kind.BADGE, State("a", "Baru", Tone.INFO), Badge("Baru", "info")),
            (Kind.BADGE, ("Lama", "neutral"), Badge("Lama", "neutral")),
        ],
    )
    def test_each_kind_is_shown_its_own_way(self, screen_app: object, kind: Kind, value: object, shown: object) -> None:
        assert Column("x", "X", lambda _record: value, kind=kind).cell(object()) == shown

    def test_a_path_ends_quietly_where_a_relation_is_empty(self) -> None:
        class Row:
            unit = None

        assert Column("x", "X", "unit.opd.name").cell(Row()) == ""

    def test_a_file_gets_words_and_not_markup(self) -> None:
        assert Column("x", "X", lambda _record: "<p>a</p><p>b</p>", kind=Kind.HTML).exported(object()) == "a b"
        assert Column("x", "X", lambda _record: ("a", "b"), kind=Kind.LINES).exported(object()) == "a\nb"
        assert Column("x", "X", lambda _record: ("Baru", "info"), kind=Kind.BADGE).exported(object()) == "Baru"


def test_a_period_of_days_leaves_no_criterion_when_it_is_empty() -> None:
    assert Period("taken", "Day", CompetenceTest.taken_on).criteria(None, {"taken_from": "", "taken_to": ""}) == []  # type: ignore[arg-type]


def test_what_stands_below_a_chosen_value_is_offered_in_the_page(town: City) -> None:
    asked: list[tuple[str, str]] = []

    def below(_actor: object, text: str, above: str) -> list[tuple[int, str]]:
        asked.append((text, above))
        return [(1, "Satu"), (2, "Dua")]

    named = lambda _actor, value: [(int(value), f"Nomor {value}")]  # noqa: E731
    choice = Choice("unit", "Unit", "Semua", named, lambda value: Employee.unit_id == int(value), search=below, depends="opd")
    actor = town.actor(EVERYBODY)
    assert choice.fields(actor, {"opd": "", "unit": ""})[0].options == ()
    assert asked == []
    assert choice.fields(actor, {"opd": "7", "unit": ""})[0].options == ((1, "Satu"), (2, "Dua"))
    assert choice.fields(actor, {"opd": "7", "unit": "2"})[0].options == ((1, "Satu"), (2, "Dua"))
    assert choice.fields(actor, {"opd": "", "unit": "9"})[0].options == ((9, "Nomor 9"),)
    assert asked == [("", "7"), ("", "7")]
