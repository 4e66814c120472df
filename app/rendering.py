"""Templates compiled once for each language: texts, addresses of static files and icons that cannot differ stand in them ready, and addresses are built once.

A page of a list translates some 150 texts and draws some 80 icons; looked up anew for every reader, they took half of the time the page takes.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any

from babel.support import Translations
from flask import Flask, current_app, g, has_request_context, request
from flask.templating import Environment
from flask_babel import Domain, get_locale, get_translations
from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

ICONS, MENU = "components/icons.html", "appbuilder/navbar_menu.html"
TEXTS = frozenset({"_", "gettext"})
MOST_KEPT = 20_000
"""Addresses kept in a process; beyond them it begins anew."""
MOST_MENUS = 200
PLAIN = (str, int)
Key = tuple[str, str]


def register(app: Flask) -> None:
    """Let `app` render and address that way; to be called before its templates are first asked for."""
    app.jinja_environment = FoldingEnvironment
    app.url_for = _remembering(app.url_for)  # type: ignore[method-assign]


def hold_menu(app: Flask, appbuilder: Any) -> None:
    """Let FAB's menu be put together once for each language and each set of entries a person may open, and drawn once for what it marks and counts."""
    whole, kept, drawn = appbuilder.menu, dict[Any, Any](), dict[Any, Markup]()
    build = whole.get_data

    def key_now() -> Any:
        key = _present()
        return None if key is None or any(item.cond for item in whole.menu) else (key, frozenset(appbuilder.sm.get_user_menu_access()))

    def get_data(menu: Any = None) -> Any:
        key = key_now() if menu is None else None
        return build(menu) if key is None else _once(kept, key, build)

    def menu_html(counters: Mapping[str, int]) -> Markup:
        """The entries as a list, with that of the present page marked and the numbers of what waits."""
        key = key_now()
        entries = build() if key is None else _once(kept, key, build)
        here = tuple(url for url in _urls_of(entries) if _is_below(request.path, url))

        def draw() -> Markup:
            return Markup(app.jinja_env.get_template(MENU).render(entries=entries, here=here, counters=counters))  # noqa: S704 - a template's

        return draw() if key is None else _once(drawn, (key, here, *counters.items()), draw)

    def flat_names(menu: Any = None) -> list[str]:
        """Each name once: FAB's own list doubles with every category, and a menu of fourteen asks for a hundred thousand names."""
        items = whole.menu if menu is None else menu
        return [name for item in items for name in (item.name, *(flat_names(item.childs) if item.childs else ()))]

    whole.get_data, whole.get_flat_name_list = get_data, flat_names
    app.jinja_env.globals["menu_html"] = menu_html


def _once(kept: dict[Any, Any], key: Any, make: Callable[[], Any]) -> Any:
    found = kept.get(key)
    if found is None:
        if len(kept) >= MOST_MENUS:
            kept.clear()
        found = kept[key] = make()
    return found


def _urls_of(entries: Sequence[Any]) -> Iterator[str]:
    for entry in entries:
        if entry != "-":
            yield from _urls_of(entry["childs"]) if "childs" in entry else (entry["url"],)


def _is_below(path: str, url: str) -> bool:
    """Whether the page at `path` belongs to the entry that leads to `url`: the same, one below it, or one beside its list."""
    beside = url.endswith("/list/") and path.startswith(url.removesuffix("list/"))
    return path == url or beside or (len(url) > 1 and path.startswith(f"{url.rstrip('/')}/"))


def hold_catalogue(app: Flask) -> None:
    """Let texts be translated without looking for the catalogue anew each time; once Flask-Babel is there."""
    app.extensions["babel"].instance.domain_instance = Words()


class Words(Domain):
    """Flask-Babel's catalogues, found once for each locale of a request: a page translates some 150 texts besides those of its templates."""

    def get_translations(self) -> Any:
        context = getattr(g, "_flask_babel", None) if g else None
        locale = getattr(context, "babel_locale", None)
        kept = getattr(context, "catalogue", None)
        if locale is not None and kept is not None and kept[0] is locale:
            return kept[1]
        found = super().get_translations()
        if context is not None:
            context.catalogue = (get_locale(), found)
        return found


class FoldingEnvironment(Environment):
    """Jinja's environment with one set of compiled templates for each language and mount point."""

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        self.cache = ByLanguage(self.cache)  # type: ignore[assignment]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        if (key := _present()) is not None and name is not None:
            Folding(self, name, key, template).visit(template)
            _drop_unused_imports(template)
        return template


class ByLanguage:
    """A cache of templates as Jinja uses it, in which every language has its own."""

    def __init__(self, cache: MutableMapping[Any, Any] | None) -> None:
        self._cache: Any = cache if cache is not None else {}

    def get(self, key: Any) -> Any:
        return self._cache.get((key, _present()))

    def __setitem__(self, key: Any, template: Any) -> None:
        self._cache[key, _present()] = template

    def clear(self) -> None:
        self._cache.clear()


class Folding(NodeTransformer):
    """Puts the result where a call of a template has the same result for every reader of its language."""

    def __init__(self, environment: FoldingEnvironment, name: str, key: Key, template: nodes.Template) -> None:
        self.environment, self.name = environment, name
        chosen = environment.autoescape
        self.escapes = bool(chosen(name) if callable(chosen) else chosen)
        self.draws = any(
            each.template.value == ICONS for each in template.find_all(nodes.FromImport) if isinstance(each.template, nodes.Const)
        )

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        node = self.generic_visit(node)  # type: ignore[assignment]
        if not isinstance(node.node, nodes.Name) or node.dyn_args is not None or node.dyn_kwargs is not None:
            return node
        called, args = node.node.name, node.args
        if not all(isinstance(each, nodes.Const) for each in args):
            return node
        values: list[Any] = [each.value for each in args if isinstance(each, nodes.Const)]
        named = {each.key: each.value.value for each in node.kwargs if isinstance(each.value, nodes.Const)}
        constant = len(named) == len(node.kwargs)
        if called in TEXTS and len(values) == 1 and isinstance(values[0], str):
            return self._text(values[0], node)
        if called == "url_for" and values == ["static"] and constant:
            return nodes.Const(current_app.url_for("static", **named), lineno=node.lineno)
        if called == "icon" and self.draws and constant and values:
            icon = self.environment.get_template(ICONS).module.icon  # type: ignore[attr-defined]
            return nodes.Const(icon(*values, **named), lineno=node.lineno)
        return node

    def _text(self, text: str, node: nodes.Call) -> nodes.Node:
        """The translation, or where something is put into it, the formatting of the translation: what Jinja's own `_` does."""
        found = get_translations().ugettext(text)
        ready = Markup(found) if self.escapes else found  # noqa: S704 - the catalogue is ours
        if not node.kwargs:
            return nodes.Const(ready % {}, lineno=node.lineno)
        pairs = [nodes.Pair(nodes.Const(each.key), each.value, lineno=node.lineno) for each in node.kwargs]
        return nodes.Mod(nodes.Const(ready), nodes.Dict(pairs), lineno=node.lineno)


def _drop_unused_imports(template: nodes.Template) -> None:
    """Take out what a template imports and, its calls being folded, does not call: every import costs each page as much as a call."""
    read = {name.name for name in template.find_all(nodes.Name) if name.ctx == "load"}
    holders: list[Any] = [template, *template.find_all((nodes.Block, nodes.If, nodes.Macro))]
    for holder in holders:
        holder.body = [each for each in holder.body if not isinstance(each, nodes.FromImport) or read.intersection(_names_of(each))]


def _names_of(imported: nodes.FromImport) -> set[str]:
    return {name if isinstance(name, str) else name[1] for name in imported.names}


def _present() -> Key | None:
    """For which language and mount point templates are compiled now; None where that is not known, or the catalogue is not the usual one."""
    if not has_request_context():
        return None
    if "rendering" in g and g.rendering[0] is (locale := get_locale()):
        return g.rendering[1]
    locale = get_locale()
    key = (str(locale), request.environ.get("SCRIPT_NAME", "")) if type(get_translations()) is Translations else None
    g.rendering = (locale, key)
    return key


def _remembering(build: Callable[..., str]) -> Callable[..., str]:
    """`app.url_for` that builds the same address once: only plain values, and only inside a request, whose mount point it begins with."""
    kept: dict[Any, str] = {}

    def url_for(endpoint: str, **values: Any) -> str:
        said = {name: value for name, value in values.items() if value is not None}
        if endpoint[0] == "." or not has_request_context() or not _is_plain(said):
            return build(endpoint, **values)
        key = (endpoint, request.environ.get("SCRIPT_NAME", ""), *said.items())
        found = kept.get(key)
        if found is None:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            found = kept[key] = build(endpoint, **values)
        return found

    return url_for


def _is_plain(values: dict[str, Any]) -> bool:
    return all(type(value) in PLAIN and name[0] != "_" for name, value in values.items())
