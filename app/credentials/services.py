"""Sending and correcting courses and certifications, and reminding of their end."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select

from app.credentials.models import Certification, Course, held_in_class
from app.credentials.parameters import REMIND_BEFORE
from app.credentials.rules import BACK, FRONT, check_certification, check_course, check_jp, check_titles, due_mark, parse_marks
from app.kernel import clock, settings
from app.kernel.actor import Actor, system_actor
from app.kernel.approval import edit, start_own
from app.kernel.db import session, transaction
from app.kernel.errors import Invalid, Text
from app.kernel.events import Event, publish
from app.kernel.scope import fetch
from app.ledger.rules import kind_of_training
from app.ledger.services import Line, check_days, put_line, take_line
from app.reference.queries import choices, code
from app.reference.rules import CodeList
from app.verification.workflow import Stage

Values = Mapping[str, Any]
AT_ONCE = 500


def add_course(actor: Actor, values: Values, submission: str | None = None) -> Course:
    """Send a course of one's own for verification; `values` by column. Raises Invalid by field, Denied for who has no personnel record.

    Its days must hold its JP beside all that is approved or pending (S19).
    """
    return _add(actor, Course, values, _course, submission, check_room)


def change_course(actor: Actor, pk: int, values: Values, version: int) -> Course:
    """Write it anew; a returned one goes back to the queue. Raises Missing, Conflict, Denied, Invalid."""
    return _change(actor, Course, pk, values, _course, version, check_room)


def add_certification(actor: Actor, values: Values, submission: str | None = None) -> Certification:
    """Send a certification of one's own for verification, as `add_course` does; `title_places` says which of the two titles hold."""
    return _add(actor, Certification, values, _certification, submission)


def change_certification(actor: Actor, pk: int, values: Values, version: int) -> Certification:
    """Write it anew, as `change_course` does; its owner is reminded of the new end."""
    return _change(actor, Certification, pk, values, _certification, version)


def check_room(employee_id: int, values: Values, pk: int | None = None, more: Sequence[Line] = ()) -> list[str]:
    """Whether the person's days can hold the JP of a course beside his other ones (S19); `pk` is the course that is changed, `more` are lines
    about to be written. Raises Invalid by field.

    Converted hours of nonklasikal forms are not refused: what stands in the way is answered as warnings (standards 3).
    """
    besides = (Course.__tablename__, pk) if pk else None
    strict = held_in_class(values["course_form"])
    return check_days(employee_id, values["begins_on"], values["ends_on"], values["jp"], besides=besides, strict=strict, more=more)


def course_columns(values: Values) -> dict[str, Any]:
    """The columns of a new course, checked as the form checks them; for records brought over. Raises Invalid by field."""
    return _course(values, None)


def certification_columns(values: Values) -> dict[str, Any]:
    """The same of a certification; a title given has its place."""
    places = [place for place, name in ((FRONT, "front_title"), (BACK, "back_title")) if values.get(name)]
    return _certification({**values, "title_places": places}, None)


def write_hours(actor: Actor, course: Course) -> None:
    """Bring the person's book of JP up to date with the course: pending until it is approved, in no sum while it is returned, gone when it is rejected or deleted."""
    if course.state in (Stage.REJECTED.value, Stage.DELETED.value):
        take_line(actor, Course.__tablename__, course.id)
        return
    form = code(CodeList.COURSE_FORM, course.course_form)
    number = int(course.course_form) if course.course_form.isdecimal() else 0
    kind = kind_of_training(number, str(form.data.get("huruf") or "") if form else "")
    days = (course.begins_on, course.ends_on)
    returned = course.state == Stage.RETURNED.value
    put_line(actor, Line(course.employee_id, *days, course.jp, course.counts, Course.__tablename__, course.id, course.name, kind, returned))


def remind_of_ends() -> int:
    """Tell the owners of verified certifications whose end has come near, once at each mark of the setting; returns how many were told."""
    marks, today, told = parse_marks(settings.get(REMIND_BEFORE)), clock.today(), 0
    near = Certification.valid_until.between(today, today + timedelta(days=max(marks)))
    fresh = or_(Certification.reminded_at.is_(None), Certification.reminded_at > min(marks))
    last = 0
    while True:
        with transaction() as current:
            due = select(Certification).where(Certification.state == Stage.APPROVED.value, near, fresh, Certification.id > last)
            found = current.scalars(due.order_by(Certification.id).limit(AT_ONCE).with_for_update(skip_locked=True)).all()
            for record in found:
                left = (record.valid_until - today).days
                mark = due_mark(left, marks, record.reminded_at)
                if mark is not None:
                    record.reminded_at = mark
                    publish(Event("certification.ends_soon", system_actor(), record, {"days": left}))
                    told += 1
        if len(found) < AT_ONCE:
            return told
        last = found[-1].id


Check = Callable[[Values, Any], dict[str, Any]]
Room = Callable[[int, Values, int | None], object]


def _add(actor: Actor, model: type[Any], values: Values, check: Check, submission: str | None, room: Room | None = None) -> Any:
    def checked(owner: Values) -> Values:
        found = check(values, None)
        if room is not None:
            room(owner["employee_id"], found, None)
        return found

    return start_own(actor, model, checked, submission)


def _change(actor: Actor, model: type[Any], pk: int, values: Values, check: Check, version: int, room: Room | None = None) -> Any:
    with transaction():
        # The record before its owner's book, as every step takes them.
        record = fetch(model, actor, pk, lock=True)
        checked = check(values, record)
        if room is not None:
            room(record.employee_id, checked, record.id)
        return edit(actor, model, pk, checked, version)


def _course(values: Values, before: Course | None) -> dict[str, Any]:
    wrong = check_course(values["begins_on"], values["ends_on"], values["year"], clock.today())
    wrong |= _unknown(values, before, ("course_form", CodeList.COURSE_FORM), ("course_kind", CodeList.COURSE_KIND))
    if wrong_jp := check_jp(values["jp"]):
        wrong["jp"] = wrong_jp
    return _settled(values, before, wrong)


def _certification(values: Values, before: Certification | None) -> dict[str, Any]:
    places, titles = values.get("title_places") or (), (values["front_title"], values["back_title"])
    wrong = check_certification(values["certified_on"], values["valid_from"], values["valid_until"], clock.today())
    wrong |= check_titles(places, *titles)
    front, back = ((title or "").strip() if place in places else "" for place, title in zip((FRONT, BACK), titles, strict=True))
    found = _settled({name: value for name, value in values.items() if name != "title_places"}, before, wrong)
    found |= {"front_title": front or None, "back_title": back or None}
    if before is not None and found["valid_until"] != before.valid_until:
        found["reminded_at"] = None
    return found


def _settled(values: Values, before: Any, wrong: dict[str, Text]) -> dict[str, Any]:
    wrong |= _unknown(values, before, ("classification", CodeList.JOB_FAMILY))
    if wrong:
        raise Invalid(fields=wrong)
    return {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in values.items()}


def _unknown(values: Values, before: Any, *columns: tuple[str, CodeList]) -> dict[str, Text]:
    """Codes that are not offered today, unless the record had them already."""
    return {
        name: _("Choose an entry from the list.")
        for name, code_list in columns
        if values.get(name) and values[name] not in dict(choices(code_list, getattr(before, name, None)))
    }


def records_with(code_list: str, key: str) -> Sequence[str]:
    """Which records keep the code of a list: a refusal to delete it names them."""
    columns = {
        CodeList.COURSE_FORM: (Course.course_form,),
        CodeList.COURSE_KIND: (Course.course_kind,),
        CodeList.JOB_FAMILY: (Course.classification, Certification.classification),
    }
    found = columns.get(CodeList(code_list), ())
    titles = [column.class_.__workflow__.title for column in found if session().scalar(select(column).where(column == key).limit(1))]
    return [str(title) for title in titles]
