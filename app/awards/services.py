"""Sending and correcting awards; what they are filed under is checked here, whoever calls."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.awards.models import Award
from app.awards.parameters import NUMBER_NEEDED
from app.awards.rules import check_award
from app.kernel import clock, settings
from app.kernel.actor import Actor
from app.kernel.approval import edit, start_own
from app.kernel.db import session, transaction
from app.kernel.errors import Invalid, Text
from app.kernel.scope import fetch
from app.reference.queries import choices, code, label
from app.reference.rules import CodeList

Values = Mapping[str, Any]
FILED = {"scale": CodeList.AWARD_SCALE, "award_group": CodeList.AWARD_GROUP, "award_kind": CodeList.AWARD_KIND}
"""The columns that hold codes, and their lists."""


def add_award(actor: Actor, values: Values, submission: str | None = None) -> Award:
    """Send an award of one's own for verification; `values` by column. Raises Invalid by field, Denied for who has no personnel record."""
    made: Award = start_own(actor, Award, lambda owner: _checked(values, None), submission)
    return made


def change_award(actor: Actor, pk: int, values: Values, version: int) -> Award:
    """Write it anew; a returned one goes back to the queue. Raises Missing, Conflict, Denied, Invalid."""
    with transaction():
        record: Award = fetch(Award, actor, pk)
        changed: Award = edit(actor, Award, pk, _checked(values, record), version)
        return changed


def award_columns(values: Values) -> dict[str, Any]:
    """The columns of a new award, checked as the form checks them; for records brought over. Raises Invalid by field."""
    return _checked(values, None)


def check_filing(values: Values, before: Award | None = None) -> dict[str, Text]:
    """What is wrong with scale, group and kind, by field: codes that are not offered, a kind of another group, a scale its group does not have (S22, S27)."""
    wrong: dict[str, Text] = {
        name: _("Choose an entry from the list.")
        for name, code_list in FILED.items()
        if values.get(name) and values[name] not in dict(choices(code_list, getattr(before, name, None)))
    }
    group, kind, scale = (None if name in wrong else values.get(name) for name in ("award_group", "award_kind", "scale"))
    belongs = _data(CodeList.AWARD_KIND, kind).get("kelompok")
    if group and belongs and belongs != group:
        wrong["award_kind"] = _(
            "%(kind)s belongs to the group %(group)s.",
            kind=label(CodeList.AWARD_KIND, kind),
            group=label(CodeList.AWARD_GROUP, belongs),
        )
    always = forced_scales().get(belongs or group or "")
    if scale and always and scale != always:
        wrong["scale"] = _(
            "An award of the group %(group)s always has the scale %(scale)s.",
            group=label(CodeList.AWARD_GROUP, belongs or group),
            scale=label(CodeList.AWARD_SCALE, always),
        )
    return wrong


def forced_scales() -> dict[str, str]:
    """Group -> the scale its awards always have, for the groups that say one."""
    return {key: str(scale) for key, _label in choices(CodeList.AWARD_GROUP) if (scale := _data(CodeList.AWARD_GROUP, key).get("skala"))}


def awards_with(code_list: str, key: str) -> Sequence[str]:
    """Which records keep the code of a list: a refusal to delete it names them."""
    found = [name for name, listed in FILED.items() if listed.value == code_list]
    used = any(session().scalar(select(Award.id).where(getattr(Award, name) == key).limit(1)) for name in found)
    return [str(Award.__workflow__.title)] if used else []


def _data(code_list: CodeList, key: str | None) -> Mapping[str, Any]:
    found = code(code_list, key)
    return found.data if found else {}


def _checked(values: Values, before: Award | None) -> dict[str, Any]:
    tidy: dict[str, Any] = {name: " ".join(value.split()) or None if isinstance(value, str) else value for name, value in values.items()}
    needs_number = bool(settings.get(NUMBER_NEEDED))
    wrong = check_award(tidy["year"], tidy["decree_on"], tidy["number"], clock.today(), needs_number=needs_number)
    wrong |= check_filing(tidy, before)
    if wrong:
        raise Invalid(fields=wrong)
    return tidy
