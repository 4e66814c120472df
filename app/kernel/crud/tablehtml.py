"""The rows of a list as HTML, put together here and not by macros: a page of 25 rows calls some thousand macros otherwise, half of what the page takes.

What a row looks like is told by `components/lists.html` (table), `components/actions.html` (row_menu, copy_button), `kernel/_cell.html` and
`components/feedback.html` (badge); a test compares both.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from app.kernel.columns import Column, Kind, Link
from app.kernel.crud.links import MenuItem

NO_NUMBER = 918_273_645
"""Stands for the id in an address that is built once for all rows."""


def address_of(endpoint: str, **values: Any) -> Callable[[int], str]:
    """A function from an id to the address of `endpoint` with it as `pk`."""
    before, _number, behind = url_for(endpoint, pk=NO_NUMBER, **values).partition(str(NO_NUMBER))
    return lambda pk: f"{before}{pk}{behind}"


class TableHtml:
    """The body of one table. `columns` are those of the macro `table`; `select` is its dict form, name, seen."""

    def __init__(
        self,
        columns: Sequence[Mapping[str, Any]],
        menus: Mapping[int, Sequence[MenuItem]],
        show_url: Callable[[Any], str] | None,
        title: Callable[[Any], str],
        select: Mapping[str, str] | None = None,
    ) -> None:
        self.columns, self.menus, self.show_url, self.title, self.select = columns, menus, show_url, title, select
        self.sprite = str(escape(url_for("static", filename="vendor/bootstrap-icons/sprite.svg")))
        self.actions, self.tick = escape(_("Actions")), escape(_("Select this row"))
        self.cells: list[tuple[Column, str, tuple[str, str], bool]] = [
            (
                each["column"],
                f'<td class="{escape(each["cls"] or "")}{" cell-primary" if each["primary"] else ""}" data-label="{escape(each["label"])}">',
                _copy_words(each["column"]),
                bool(each["primary"] and show_url),
            )
            for each in columns
        ]
        self.glyphs: dict[str, str] = {}
        self.has_menu = any(menus.values())

    def body(self, rows: Sequence[Any]) -> Markup:
        """The `<tr>` of each row."""
        return Markup("".join([self._row(row) for row in rows]))  # noqa: S704 - every part is escaped

    def _row(self, row: Any) -> str:
        parts = ["\n    <tr>"]
        if self.select:
            parts.append(
                f'<td class="cell-select"><input class="form-check-input" type="checkbox" name="{escape(self.select["name"])}" '
                f'value="{self._ticket(row)}" form="{escape(self.select["form"])}" data-row aria-label="{self.tick}"></td>'
            )
        for column, opening, words, leads in self.cells:
            url = self.show_url(row) if leads and self.show_url else None
            copied = column.copied_text(row) if column.copy else ""
            parts += (opening, self._cell(column, row, url, self._copy(copied, words) if copied else ""), "</td>")
        if self.has_menu:
            parts += ('<td class="cell-menu">', self._menu(self.menus.get(row.id, ()), row), "</td>")
        parts.append("</tr>")
        return "".join(parts)

    def _ticket(self, row: Any) -> str:
        """What a tick sends: the id, and where `select` names it, what the row was when it was shown."""
        seen = (self.select or {}).get("seen")
        return f"{row.id}:{getattr(row, seen)}" if seen else str(row.id)

    def _cell(self, column: Column, row: Any, url: str | None, button: str) -> str:
        value = column.cell(row)
        if column.kind is Kind.BADGE and value:
            return f'<span class="badge tone-{escape(value.tone)}">{escape(value.label)}</span>{button}'
        if column.kind is Kind.LINES:
            return self._lines(value, url, button) if value else ""
        if column.kind is Kind.LINK:
            return f"{self._outside(value)}{button}" if value else button
        if url:
            return f'<a href="{escape(url)}">{escape(value or "–")}</a>{button}'
        return f"{str(escape(value)).strip()}{button}"

    @staticmethod
    def _lines(value: Sequence[Any], url: str | None, button: str) -> str:
        last, parts = min(2, len(value)), []
        for number, line in enumerate(value, 1):
            text = f'<a href="{escape(url)}">{escape(line)}</a>' if number == 1 and url else escape(line)
            small = "" if number == 1 else " small text-body-secondary"
            parts.append(f'<span class="d-block{small}">{text}{button if number == last else ""}</span>')
        return f"<div>{''.join(parts)}</div>"

    @staticmethod
    def _outside(link: Link) -> str:
        address = f'<a class="outside-link" href="{escape(link.href)}" target="_blank" rel="noopener noreferrer nofollow" title="{escape(link.address)}">'
        text = f"{address}{escape(link.text)}</a>" if link.href else escape(link.address)
        note = f'<span class="d-block small text-body-secondary">{escape(link.note)}</span>' if link.note else ""
        return f"<div>{text}{note}</div>"

    def _copy(self, value: str, around: tuple[str, str]) -> str:
        text = escape(value)
        words = f"{around[0]}{text}{around[1]}"
        glyph = f'<svg class="icon " role="img" aria-label="{words}" focusable="false"><use href="{self.sprite}#copy"></use></svg>'
        return f'<button type="button" class="btn btn-sm btn-link copy-button js-only" data-copy="{text}" title="{words}">{glyph}</button>'

    def _glyph(self, name: str) -> str:
        if not name:
            return ""
        if name not in self.glyphs:
            self.glyphs[name] = (
                f'<svg class="icon " aria-hidden="true" focusable="false"><use href="{self.sprite}#{escape(name)}"></use></svg>'
            )
        return self.glyphs[name]

    def _menu(self, items: Sequence[MenuItem], row: Any) -> str:
        if not items:
            return ""
        parts = [
            '<details class="menu row-menu" data-menu>\n  <summary class="btn btn-sm btn-outline-secondary" title="',
            self.actions,
            f'">{self._glyph("list")}<span class="visually-hidden">{self.actions}: {escape(self.title(row))}</span></summary>\n',
            '  <ul class="menu-list">',
        ]
        for item in items:
            parts += ("\n    <li>", self._posted(item) if item.post else self._link(item), "\n    </li>")
        parts.append("\n  </ul>\n</details>")
        return "".join(parts)

    def _posted(self, item: MenuItem) -> str:
        token = f'<input type="hidden" name="csrf_token" value="{generate_csrf()}">'
        confirm = f' data-confirm="{escape(item.confirm)}"' if item.confirm else ""
        return (
            f'\n      <form method="post" action="{escape(item.url)}" data-once>{token}<button class="{self._class(item)}"{confirm}>'
            f"{self._glyph(item.icon)}<span>{escape(item.label)}</span></button></form>"
        )

    def _link(self, item: MenuItem) -> str:
        more = f' data-dialog="{escape(item.dialog)}" data-form-action="{escape(item.action or item.url)}"' if item.dialog else ""
        more += f' data-dialog-url="{escape(item.fragment)}"' if item.fragment else ""
        more += ' aria-current="true"' if item.active else ""
        return (
            f'\n      <a class="{self._class(item)}" href="{escape(item.url)}"{more}>'
            f"{self._glyph(item.icon)}<span>{escape(item.label)}</span></a>"
        )

    @staticmethod
    def _class(item: MenuItem) -> str:
        return f"menu-item text-{item.tone}" if item.tone else "menu-item"


def _copy_words(column: Column) -> tuple[str, str]:
    """What stands before and behind the value in the name of the column's copy button."""
    if not column.copy:
        return "", ""
    before, _value, behind = str(escape(_("Copy %(label)s %(value)s", label=column.copy_label or column.label, value="\0"))).partition("\0")
    return before, behind
