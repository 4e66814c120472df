"""A column's button copies the number itself and says which, and the order of columns is the address."""

from types import SimpleNamespace

from flask import Flask
from flask_babel import force_locale

from app.kernel.listing import Column, Kind
from tests.factories.city import City
from tests.kernel.conftest import ClientOf
from tests.kernel.test_listing import RESULTS

NIP = "198609262015051001"


def test_what_is_copied_are_the_digits_and_not_the_blanks(portal: Flask) -> None:
    column = Column("person", "Pegawai", lambda row: ("Ani", "NIP: 1986"), kind=Kind.LINES, copy="employee.nip", copy_label="NIP")
    with portal.app_context(), force_locale("id"):
        assert column.copied(SimpleNamespace(employee=SimpleNamespace(nip=NIP))) == (NIP, f"Salin NIP {NIP}")
        assert column.copied(SimpleNamespace(employee=None)) is None
        assert Column("number", "Nomor", copy="number").copied(SimpleNamespace(number="")) is None
        assert Column("number", "Nomor").copied(SimpleNamespace(number="1")) is None


def test_columns_move_one_place_by_plain_links(town: City, client_of: ClientOf, screen_app: Flask) -> None:
    actor = town.actor("bkpsdm_admin")
    view = next(each for each in screen_app.appbuilder.baseviews if type(each).__name__ == "ResultView")  # type: ignore[attr-defined]
    with screen_app.test_request_context():
        choices = {each["key"]: each for each in view.column_choices(RESULTS.parse(actor, {"columns": "score,name,nip", "q": "a"}))}
    assert list(choices) == ["score", "name", "nip", "taken_on", "recommendation"]
    assert choices["score"]["forward_url"] is None
    assert choices["name"]["forward_url"] == "/results/list/?q=a&columns=name,score,nip#column-name"
    assert choices["name"]["back_url"] == "/results/list/?q=a&columns=score,nip,name#column-name"
    assert (choices["taken_on"]["shown"], choices["taken_on"]["forward_url"], choices["taken_on"]["back_url"]) == (False, None, None)
    assert client_of("bkpsdm_admin").get("/results/list/?columns=name,score").status_code == 200
