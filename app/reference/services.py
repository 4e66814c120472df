"""Changing the lists: add, change, retire. Nothing that a record refers to is ever deleted; the refusal says who refers to it (G11).

Whoever keeps a code without a foreign key listens to `code.delete` and `training.delete` and refuses by raising Conflict.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.approval import content
from app.kernel.crud.plain import version_of
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import Event, publish
from app.kernel.held import renew
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.reference import queries
from app.reference.models import Code, Training
from app.reference.rules import CodeList, check_period, overlap, tidy_title, title_key
from app.reference.rules.codes import CODES
from app.reference.rules.trainings import SERVES, TRAININGS

EDITORS = (Role.BKPSDM_ADMIN, Role.SUPERUSER, Role.SYSTEM)
FIRST_DAY = date(2000, 1, 1)
_seeded: list[Callable[[], Sequence[Any]]] = []


def add_code(
    actor: Actor,
    code_list: CodeList,
    code: str,
    label: str,
    *,
    sort: int = 0,
    valid_from: date | None = None,
    valid_to: date | None = None,
    data: dict[str, Any] | None = None,
) -> Code:
    """Add a row to a list; raises Invalid when the same code is valid on one of the days."""
    _may_edit(actor)
    with transaction() as current:
        row = Code(
            code_list=code_list.value,
            code=code.strip(),
            label=label.strip(),
            sort=sort,
            valid_from=valid_from or clock.today(),
            valid_to=valid_to,
            data=data or {},
        )
        _check_code(row)
        current.add(row)
        current.flush()
        renew(queries.HELD)
        publish(Event("code.add", actor, row, {"after": content(row)}))
        return row


def change_code(actor: Actor, pk: int, *, version: str | None = None, **changes: Any) -> Code:
    """Correct a row's label, order, period or extra columns; list and code stay, because records refer to them."""
    _may_edit(actor)
    with transaction() as current:
        row: Code = fetch(Code, actor, pk, lock=True)
        _check_version(row, version)
        before = content(row)
        for name in ("label", "sort", "valid_from", "valid_to", "data"):
            setattr(row, name, changes.get(name, getattr(row, name)))
        with current.no_autoflush:
            _check_code(row)
        current.flush()
        renew(queries.HELD)
        if content(row) != before:
            publish(Event("code.change", actor, row, {"before": before, "after": content(row)}))
        return row


def retire_code(actor: Actor, pk: int, last_day: date | None = None) -> Code:
    """Offer the code no longer after `last_day` (today); records keep it."""
    return change_code(actor, pk, valid_to=last_day or clock.today())


def delete_code(actor: Actor, pk: int) -> None:
    """Remove a row nobody refers to; raises Conflict naming who does."""
    _may_edit(actor)
    with transaction() as current:
        row: Code = fetch(Code, actor, pk, lock=True)
        publish(Event("code.delete", actor, row, {"before": content(row)}))
        if row.code_list == CodeList.COMPETENCE_KIND and current.scalar(
            select(Training.id).where(Training.competence_kind == row.code).limit(1)
        ):
            raise Conflict(_("“%(label)s” is used by the training catalogue. Let it end instead of deleting it.", label=row.label))
        current.delete(row)
        current.flush()
        renew(queries.HELD)


def add_training(
    actor: Actor,
    title: str,
    competence_kind: str,
    *,
    competence: str | None = None,
    competence_level: int | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Training:
    """Add an entry to the catalogue; raises Invalid when one with the same meaning stands there already."""
    _may_edit(actor)
    with transaction() as current:
        row = Training(
            title=tidy_title(title),
            title_key=title_key(title),
            competence_kind=competence_kind,
            competence=competence,
            competence_level=competence_level,
            valid_from=valid_from or clock.today(),
            valid_to=valid_to,
        )
        _check_training(row)
        current.add(row)
        current.flush()
        publish(Event("training.add", actor, row, {"after": content(row)}))
        return row


def change_training(actor: Actor, pk: int, *, version: str | None = None, **changes: Any) -> Training:
    """Correct title, kind, competence or period of an entry."""
    _may_edit(actor)
    with transaction() as current:
        row: Training = fetch(Training, actor, pk, lock=True)
        _check_version(row, version)
        before = content(row)
        for name in ("competence_kind", "competence", "competence_level", "valid_from", "valid_to"):
            setattr(row, name, changes.get(name, getattr(row, name)))
        row.title = tidy_title(changes.get("title", row.title))
        row.title_key = title_key(row.title)
        with current.no_autoflush:
            _check_training(row)
        current.flush()
        if content(row) != before:
            publish(Event("training.change", actor, row, {"before": before, "after": content(row)}))
        return row


def retire_training(actor: Actor, pk: int, last_day: date | None = None) -> Training:
    """Offer the entry no longer after `last_day` (today); proposals keep it."""
    return change_training(actor, pk, valid_to=last_day or clock.today())


def delete_training(actor: Actor, pk: int) -> None:
    """Remove an entry nobody refers to; raises Conflict otherwise."""
    _may_edit(actor)
    try:
        with transaction() as current:
            row: Training = fetch(Training, actor, pk, lock=True)
            publish(Event("training.delete", actor, row, {"before": content(row)}))
            current.delete(row)
            current.flush()
    except IntegrityError:
        raise Conflict(_("This training is used by other records. Let it end instead of deleting it.")) from None


def seed_also(missing: Callable[[], Sequence[Any]]) -> None:
    """Let `seed_reference` add what `missing` answers too: the rows that a new portal's list of another feature begins with and that are not there."""
    if missing not in _seeded:
        _seeded.append(missing)


def seed_reference(actor: Actor) -> int:
    """Give a new portal its lists and catalogue; rows that are there already stay as the agency made them. Returns how many were added."""
    with transaction() as current:
        present = {(row.code_list, row.code) for row in current.execute(select(Code.code_list, Code.code))}
        rows: list[Any] = [
            Code(code_list=code_list.value, code=code, label=label, sort=sort, valid_from=FIRST_DAY, data=data)
            for code_list, lines in CODES.items()
            for sort, (code, label, data) in enumerate(lines, start=1)
            if (code_list.value, code) not in present
        ]
        titles = set(current.scalars(select(Training.title_key)))
        rows += [
            Training(
                title=title,
                title_key=title_key(title),
                competence_kind=kind,
                competence=SERVES.get(title, (None, None))[0],
                competence_level=SERVES.get(title, (None, None))[1],
                valid_from=FIRST_DAY,
            )
            for title, kind in TRAININGS.items()
            if title_key(title) not in titles
        ]
        rows += [row for missing in _seeded for row in missing()]
        if rows:
            current.add_all(rows)
            current.flush()
            renew(queries.HELD)
            publish(Event("reference.seed", actor, None, {"added": len(rows)}))
        return len(rows)


def _may_edit(actor: Actor) -> None:
    if not actor.has(*EDITORS):
        raise Denied


def _check_version(row: Code | Training, version: str | None) -> None:
    """Raises Conflict if the row is no longer what it was when the page was made."""
    if version is not None and version_of(row) != version:
        raise Conflict


def _check_code(row: Code) -> None:
    if not row.code:
        raise Invalid(fields={"code": _("The code is needed.")})
    if not row.label.strip():
        raise Invalid(fields={"label": _("The label is needed.")})
    check_period(row.valid_from, row.valid_to)
    same = select(Code).where(Code.code_list == row.code_list, Code.code == row.code, Code.id != (row.id or 0))
    if any(overlap((row.valid_from, row.valid_to), (other.valid_from, other.valid_to)) for other in session().scalars(same)):
        raise Invalid(fields={"code": _("This code is already valid on some of these days.")})


def _check_training(row: Training) -> None:
    check_period(row.valid_from, row.valid_to)
    if queries.code(CodeList.COMPETENCE_KIND, row.competence_kind) is None:
        raise Invalid(fields={"competence_kind": _("Choose a kind of competence.")})
    if row.competence is not None and queries.code(CodeList.COMPETENCE, row.competence) is None:
        raise Invalid(fields={"competence": _("Choose a competence.")})
    if (row.competence is None) != (row.competence_level is None):
        raise Invalid(fields={"competence_level": _("Competence and level belong together.")})
    other = session().scalar(select(Training).where(Training.title_key == row.title_key, Training.id != (row.id or 0)))
    if other is not None:
        raise Invalid(fields={"title": _("The catalogue already has this training as “%(title)s”.", title=other.title)})
