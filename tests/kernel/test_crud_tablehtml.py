"""The rows that are put together in Python look as the macros of the gallery say."""

import re
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, render_template_string

from app.kernel.columns import Badge, Column, Kind
from app.kernel.crud.links import MenuItem
from app.kernel.crud.tablehtml import TableHtml, address_of

MACROS = """{% import 'components/lists.html' as lists %}{% from 'components/actions.html' import row_menu %}{% from 'kernel/_cell.html' import cell %}
{% call(row, column) lists.table(columns, rows, 'T', select=select, menu=menus.values()|select|list|length > 0) -%}
  {%- if column.key == '_menu' %}{{ row_menu(menus[row.id], subject=row.name) }}
  {%- else %}{{ cell(column.column.cell(row), column.column.kind, show_url(row) if column.primary and show_url else None, column.column.copied(row)) }}{% endif -%}
{%- endcall %}"""
BODY = "{% import 'components/lists.html' as lists %}{{ lists.table(columns, rows, 'T', select=select, menu=has_menu, body=body) }}"


@dataclass
class Row:
    id: int
    name: str
    nip: str
    born: date | None
    lines: tuple[str, ...]
    badge: Badge | None
    text: str
    link: str | tuple[str, str] | None = None


ROWS = [
    Row(
        7,
        'Siti <b>"A&B"</b>',
        "198507112011041991",
        date(2000, 2, 29),
        ("first <i>", "second"),
        Badge("Done & over", "success"),
        "<p>rich</p>",
        ('https://drive.example.com/sk?a=1&b="2"' + "x" * 40, "opens <now>"),
    ),
    Row(8, "", "", None, (), None, ""),
    Row(9, "One line", "1", None, ("only",), Badge("x", "info"), "plain", "javascript:alert(1)"),
]
COLUMNS = (
    Column("lines", "Lines & co", "lines", kind=Kind.LINES, primary=True, copy="nip", copy_label="NIP"),
    Column("name", "Name", cls="num"),
    Column("nip", "NIP", kind=Kind.NIP, copy="nip"),
    Column("born", "Born", kind=Kind.DATE),
    Column("badge", "Status", kind=Kind.BADGE),
    Column("text", "Text", kind=Kind.HTML),
    Column("link", "Link", kind=Kind.LINK),
)
MENUS: dict[int, tuple[MenuItem, ...]] = {
    7: (
        MenuItem("Details", "/x/7?next=/a&b=1", "eye"),
        MenuItem("Delete", "/x/7", "trash", "danger", post=True, confirm="Sure?"),
        MenuItem("Forward", "/x/7", "send", dialog="#step", action="/x/7/go", fragment="/x/7/part", active=True),
    ),
    8: (),
    9: (MenuItem("Details", "/x/9"),),
}


def same(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r">\s+|\s+<", lambda found: found[0].strip(), html)).strip()


@pytest.mark.parametrize("select", [None, {"form": "bulk-form", "name": "pks"}])
@pytest.mark.parametrize("menus", [MENUS, {7: (), 8: (), 9: ()}])
@pytest.mark.parametrize("primary", [0, 1])
def test_both_draw_the_same(app: Flask, select: Any, menus: Any, primary: int) -> None:
    columns = [
        {"key": each.key, "label": each.label, "cls": each.cls, "primary": place == primary, "column": each, "sort_url": None}
        for place, each in enumerate(COLUMNS)
    ]
    with app.test_request_context("/"):
        show_url = lambda row: f"/show/{row.id}?next=/l&x=<"  # noqa: E731
        drawn = TableHtml(columns, menus, show_url, lambda row: row.name, select)
        values = {"columns": columns, "rows": ROWS, "select": select, "menus": menus, "show_url": show_url, "has_menu": drawn.has_menu}
        assert same(render_template_string(BODY, body=drawn.body(ROWS), **values)) == same(render_template_string(MACROS, **values))


def test_an_address_is_built_once_for_all_rows(app: Flask) -> None:
    with app.test_request_context("/"):
        at = address_of("AuthDBView.login", next="/employees/list/?q=1&page=2")
        assert SimpleNamespace(url=at(5)).url == "/login/?pk=5&next=/employees/list/?q%3D1%26page%3D2".replace(
            "?q%3D1%26page%3D2", "?q%3D1%26page%3D2"
        )
