"""Sessions and questions of one webinar for another, so that what repeats every month is typed once."""

from typing import Any

from flask_babel import gettext as _

from app.kernel.actor import Actor
from app.kernel.crud.plain import create_record
from app.kernel.db import transaction
from app.kernel.errors import Conflict, Invalid
from app.kernel.scope import fetch
from app.webinars.attendance_models import WebinarQuestion, WebinarSession
from app.webinars.attendance_queries import question_rows, sessions_of
from app.webinars.attendance_services import not_begun
from app.webinars.models import Webinar

MOST_QUESTIONS = 999


def repeat_sessions(actor: Actor, pattern: Webinar, webinar: Webinar) -> None:
    """The sessions of `pattern` with what they ask, for a webinar that has none yet. Raises Denied."""
    for number, each in enumerate(sessions_of(pattern.id), start=1):
        values = {"webinar_id": webinar.id, "number": number, "title": each.title, "required": each.required, "jp": each.jp}
        _repeat(actor, question_rows(each.id), create_record(actor, WebinarSession, values).id, 1)


def copy_questions(actor: Actor, session_id: int, source_id: int) -> int:
    """Ask at a session what another one asks, behind its own questions; what it asks already is left out. Returns how many came.

    Raises Denied, Missing, Conflict once somebody has answered, or where nothing new would come; Invalid (field `source_id`) for the session itself.
    """
    with transaction():
        found, source = not_begun(actor, session_id), fetch(WebinarSession, actor, source_id)
        if source.id == found.id:
            raise Invalid(fields={"source_id": _("Choose another session.")})
        own = question_rows(found.id)
        asked = {each.question for each in own}
        fresh = [each for each in question_rows(source.id) if each.question not in asked]
        if not fresh:
            raise Conflict(_("This session asks all of it already."))
        _repeat(actor, fresh, found.id, max((each.position for each in own), default=0) + 1)
        return len(fresh)


def _repeat(actor: Actor, rows: Any, session_id: int, first: int) -> None:
    for position, row in enumerate(rows, start=first):
        values = {name: getattr(row, name) for name in ("question", "kind", "choices", "must_answer")}
        create_record(actor, WebinarQuestion, values | {"session_id": session_id, "position": min(position, MOST_QUESTIONS)})
