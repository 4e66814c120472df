"""What people do to their team works besides taking steps: draw an activity code, enter one, correct it. And what the portal notes about their links."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.approval import edit, start_own
from app.kernel.db import session, transaction
from app.kernel.errors import Denied, Invalid
from app.kernel.numbering import last_number, next_number
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.teamwork.models import TeamWork
from app.teamwork.rules import LinkState, check_letter_day, check_url, read_code, write_code
from app.teamwork.workflow import WITHDRAWN

SERIES = "team_work"
UNCHECKED: Mapping[str, Any] = {"link_state": None, "link_checked_at": None, "link_tries": 0}


def draw_code(actor: Actor) -> str:
    """A new activity code, given to nobody else ("Buat Kode Baru", S31); kept by nothing until an entry is saved under it. Raises Denied."""
    if not actor.has(Role.EMPLOYEE) or actor.employee_id is None:
        raise Denied
    with transaction():
        year = clock.today().year
        return write_code(year, next_number(SERIES, year))


def add_team_work(actor: Actor, values: Mapping[str, Any], submission: str | None = None) -> TeamWork:
    """Enter a team work of the actor's own. Raises Denied, Invalid; "code" among its fields says that another code is needed."""

    def checked(_owner: Mapping[str, Any]) -> Mapping[str, Any]:
        found = _checked(values)
        _check_code(str(values["code"]))
        return {"code": values["code"], **found}

    try:
        made: TeamWork = start_own(actor, TeamWork, checked, submission)
        return made
    except IntegrityError as error:
        # Two at once: the database let one of them have the code.
        raise _taken(str(values["code"])) if "code" in str(error.orig) else error from error


def change_team_work(actor: Actor, pk: int, values: Mapping[str, Any], version: int) -> TeamWork:
    """Write other values into an entry that is not approved; one sent back goes to the officer again (S46). Its code stays. Raises Conflict, Invalid.

    The link is looked at anew where it is another one, or where what was sent back may lie in how it is shared.
    """
    with transaction():
        record: TeamWork = fetch(TeamWork, actor, pk)
        if values["code"] != record.code:
            raise Invalid(fields={"code": _("The activity code of a saved entry stays what it is.")})
        checked = _checked(values)
        if checked["proof_url"] != record.proof_url or record.state == WITHDRAWN.key:
            checked |= UNCHECKED
        changed: TeamWork = edit(actor, TeamWork, pk, checked, version)
        return changed


def note_link(pk: int, url: str, found: LinkState, at: datetime) -> None:
    """Keep what was found behind the entry's link, if it still has this link. Nobody's edit conflicts with it: it is no part of what was written."""
    with transaction() as current:
        values = {"link_state": found.value, "link_checked_at": at, "link_tries": TeamWork.link_tries + 1}
        current.execute(update(TeamWork).where(TeamWork.id == pk, TeamWork.proof_url == url).values(values))


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed as column values; raises Invalid with every field that is wrong."""
    wrong: dict[str, Any] = {}
    kept = {name: values[name] for name in ("letter_on", "validity", "coverage", "seat")}
    kept["name"] = " ".join(str(values["name"]).split())
    try:
        check_letter_day(values["letter_on"], clock.today())
    except Invalid as refusal:
        wrong |= refusal.fields
    try:
        kept["proof_url"] = check_url(str(values["proof_url"]))
    except Invalid as refusal:
        wrong |= refusal.fields
    if wrong:
        raise Invalid(fields=wrong)
    return kept


def _check_code(code: str) -> None:
    """Only a code that was drawn, and under which nothing stands yet, deleted entries included."""
    found = read_code(code)
    if found is None or not 0 < found[1] <= last_number(SERIES, found[0]):
        raise Invalid(fields={"code": _("Press “[F2]: New code” for an activity code.")})
    if session().scalar(select(TeamWork.id).where(TeamWork.code == code)) is not None:
        raise _taken(code)


def _taken(code: str) -> Invalid:
    return Invalid(fields={"code": _("The activity code %(code)s has been used in the meantime.", code=code)})
