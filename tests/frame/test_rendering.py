"""Templates are compiled for each language, addresses are built once: what a reader sees is what it was without."""

from pathlib import Path

import pytest
from flask import Flask, g, render_template_string, session, url_for
from flask.testing import FlaskClient
from flask_babel import force_locale, gettext, refresh
from jinja2 import nodes

import app as portal
from app.rendering import _is_below, _names_of, _present
from tests.factories.accounts import People
from tests.factories.city import City

TEMPLATES = Path(portal.__file__).parent / "templates"

TEXTS = "{{ _('Details') }}|{{ _('Copy %(label)s %(value)s', label='<b>', value=number) }}"


def rendered(app: Flask, language: str) -> str:
    with app.test_request_context("/"):
        session["locale"] = language
        return render_template_string(TEXTS, number="1&2")


def test_every_language_reads_its_own_texts_and_what_is_put_in_is_escaped(app: Flask) -> None:
    id_text, en_text = rendered(app, "id"), rendered(app, "en")
    assert en_text == "Details|Copy &lt;b&gt; 1&amp;2"
    assert id_text != en_text
    assert rendered(app, "id") == id_text
    assert "&lt;b&gt; 1&amp;2" in id_text


def test_templates_are_kept_by_language(app: Flask) -> None:
    kept = {}
    for language in ("id", "en"):
        with app.test_request_context("/"):
            session["locale"] = language
            kept[language] = app.jinja_env.get_template("appbuilder/footer.html"), app.jinja_env.get_template("components/dialogs.html")
    assert kept["id"][1] is not kept["en"][1]
    with app.test_request_context("/"):
        session["locale"] = "id"
        assert app.jinja_env.get_template("components/dialogs.html") is kept["id"][1]


def test_a_mount_point_has_its_own_addresses(app: Flask) -> None:
    addresses = []
    for mounted in ("", "/portal", ""):
        with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": mounted}):
            addresses.append((url_for("AuthDBView.login"), render_template_string("{{ url_for('static', filename='css/portal.css') }}")))
    assert addresses[0] == addresses[2]
    assert addresses[1] == tuple(f"/portal{address}" for address in addresses[0])


@pytest.mark.parametrize(
    "values", [{"next": "/a"}, {"next": "/b"}, {"next": None}, {"next": "/a", "_external": True}, {"next": ["/a", "/b"]}]
)
def test_an_address_is_the_one_flask_builds(app: Flask, values: dict[str, object]) -> None:
    with app.test_request_context("/"):
        plain = Flask.url_for(app, "AuthDBView.login", **values)
        assert [url_for("AuthDBView.login", **values) for _ in range(2)] == [plain, plain]


def test_outside_a_request_nothing_is_compiled_for_a_language(app: Flask) -> None:
    with app.app_context():
        g.pop("rendering", None)
        assert _present() is None


def test_two_readers_of_one_process_each_read_their_language(client: FlaskClient) -> None:
    pages = {}
    for language in ("id", "en", "id"):
        with client.session_transaction() as kept:
            kept["locale"] = language
        pages.setdefault(language, []).append(client.get("/login/").text)
    assert 'lang="id"' in pages["id"][0]
    assert 'lang="en"' in pages["en"][0]
    assert "Sign In" in pages["en"][0]
    assert "Sign In" not in pages["id"][1]


def test_a_template_imports_what_it_calls(app: Flask) -> None:
    """Imports that a template does not need itself are taken out, so nobody may lean on those of the template that includes or is extended."""
    found = {path.relative_to(TEMPLATES): app.jinja_env.parse(path.read_text()) for path in TEMPLATES.rglob("*.html")}
    macros = {macro.name for tree in found.values() for macro in tree.find_all(nodes.Macro)}
    for path, tree in found.items():
        called = {call.node.name for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}
        own = {macro.name for macro in tree.find_all(nodes.Macro)} | {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
        assert called & macros <= own.union(*map(_names_of, tree.find_all(nodes.FromImport))), path


def test_an_import_is_dropped_only_where_nothing_is_left_to_call(app: Flask) -> None:
    kept = []
    for text in (
        "{% from 'components/icons.html' import icon %}{{ icon('eye') }}",
        "{% from 'components/icons.html' import icon %}{{ icon(name) }}",
    ):
        with app.test_request_context("/"):
            session["locale"] = "id"
            tree = app.jinja_env._parse(text, "probe.html", None)
            kept.append(len(list(tree.find_all(nodes.FromImport))))
    assert kept == [0, 1]


@pytest.mark.parametrize(
    ("path", "url", "below"),
    [
        ("/employees/list/", "/employees/list/", True),
        ("/employees/show/1", "/employees/list/", True),
        ("/ledger/2026", "/ledger/", True),
        ("/employees-too/", "/employees/list/", False),
        ("/employees/list/", "/", False),
        ("/", "/", True),
    ],
)
def test_the_menu_marks_the_entry_of_the_page(path: str, url: str, below: bool) -> None:
    assert _is_below(path, url) is below


def test_the_menu_is_drawn_for_what_it_counts_and_where_one_is(people: tuple[City, People]) -> None:
    """One process draws it once and shows it again: never another person's entries, place or language."""
    browsers = people[1]
    first, there, admin, again = (
        _menu(browsers[who].get(path).text) for who, path in (("owner", "/"), ("owner", "/profile/"), ("bkpsdm_admin", "/"), ("owner", "/"))
    )
    assert first == again
    assert 'aria-current="page"' in first
    assert first != there
    assert "/employees/list/" in admin
    assert "/employees/list/" not in first
    with browsers["owner"].session_transaction() as kept:
        kept["locale"] = "en"
    assert "My profile" in _menu(browsers["owner"].get("/").text)
    assert "My profile" not in first


def _menu(page: str) -> str:
    return page.partition('<ul class="nav-list">')[2].partition("</nav>")[0]


def test_texts_follow_the_language_within_one_request(app: Flask) -> None:
    with app.test_request_context("/"):
        session["locale"] = "id"
        said = [gettext("Details")]
        with force_locale("en"):
            said.append(gettext("Details"))
        said.append(gettext("Details"))
        session["locale"] = "en"
        refresh()
        said.append(gettext("Details"))
    assert said[0] == said[2] != said[1] == said[3] == "Details"


def test_the_menu_names_each_entry_once(app: Flask) -> None:
    menu = app.appbuilder.menu  # type: ignore[attr-defined]
    names = menu.get_flat_name_list()
    assert len(names) == sum(1 + len(item.childs) for item in menu.menu)
    assert {item.name for item in menu.menu} <= set(names)
