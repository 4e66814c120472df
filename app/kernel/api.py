"""PortalModelApi: the REST twin of a view, with the same listing, forms, scope and services, so that it can do nothing a screen cannot.

>>> class ProposalApi(PortalModelApi):
...     resource_name, view = "proposals", ProposalView

Who calls has a token (`app/kernel/bearer.py`), or a session and then the CSRF header on every write. Refusals are problem details {status, title, detail,
fields} in the caller's language. What the routes take and answer, `app/kernel/openapi.py` describes from the same declarations.
"""

from collections.abc import Callable, Iterable, Mapping, Set
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Response, jsonify, request, url_for
from flask_appbuilder.api import BaseApi, expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import ColumnElement, and_
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, Unauthorized

from app.kernel import richtext
from app.kernel.actor import current_actor
from app.kernel.approval import Flowing, history, json_safe, open_steps, take_step, take_steps
from app.kernel.crud import PortalModelView
from app.kernel.crud.plain import version_of
from app.kernel.crud.view import REFUSED
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.filters import Choice, Period, Typed
from app.kernel.forms import PortalForm
from app.kernel.keyset import Part, part_after
from app.kernel.listing import MOST_PER_PAGE, Column, Kind, Listing, ListState
from app.kernel.recap import Recap
from app.kernel.restriction import check_usable, usable

Method = TypeVar("Method", bound=Callable[..., Any])

MOST_AT_ONCE = 200
ROWS = 25
PART = frozenset({"after", "limit"})
WRITES = ("post", "put", "delete", "step")
OWN_FIELDS = frozenset({"version"})


def api_route(url: str, method: str = "GET", permission: str | None = None) -> Callable[[Method], Method]:
    """Decorator: the method answers at `url` for those who hold `can_<method>` or `can_<permission>`; 401 without a session, 403 without the permission.

    FAB's `protect` would fall back on tokens of its own, and answers in English.
    """

    def wrap(function: Method) -> Method:
        name = permission or function.__name__

        @wraps(function)
        def guarded(self: Any, *args: Any, **values: Any) -> Any:
            if not current_user.is_authenticated:
                raise Unauthorized
            if not self.appbuilder.sm.has_access(f"can_{name}", self.class_permission_name):
                raise Denied
            return function(self, *args, **values)

        guarded._permission_name = name  # type: ignore[attr-defined]
        return cast(Method, expose(url, [method])(guarded))

    return wrap


class PortalModelApi(BaseApi):
    """/api/v1/<resource_name>/ over the model of `view`. Routes exist only for what the view declares."""

    view: type[PortalModelView] | None = None
    keys: tuple[str, ...] = ()
    """Columns of the model, ids of other records, that are answered beside what the screen shows."""
    recap: Recap | None = None
    """Sums by OPD of the rows, for those who may read the recapitulation on its screen (`can_recap`)."""
    csrf_exempt = False
    allow_browser_login = True
    openapi_spec_tag = None

    def __init_subclass__(cls, **values: Any) -> None:
        super().__init_subclass__(**values)
        if cls.view is None or cls.view.model is None:
            raise TypeError(f"{cls.__name__} needs a view")
        flowing = issubclass(cls.view.model, Flowing)
        reasons = {
            "post": cls.view.add_form is not None,
            "put": cls.view.edit_form is not None,
            "delete": cls.view.deletable and not flowing,
            "recapitulate": cls.recap is not None,
            "history": flowing,
            "step": flowing,
            "steps": flowing and getattr(cls.view, "bulk", False),
        }
        cls.exclude_route_methods = set(cls.exclude_route_methods) | {name for name, reason in reasons.items() if not reason}

    def __init__(self) -> None:
        super().__init__()
        self.screen = cast(type[PortalModelView], self.view)()
        self.title = self.screen.title
        self.listing, self.model = self.screen.listing, cast(type[Any], self.screen.model)

    def may(self, method: str) -> bool:
        """True if the route exists and this person holds its permission."""
        name = getattr(getattr(self, method), "_permission_name", method)
        return method not in self.exclude_route_methods and bool(self.appbuilder.sm.has_access(f"can_{name}", self.class_permission_name))

    def may_write(self) -> bool:
        """True if this person may change anything here."""
        return any(self.may(method) for method in WRITES)

    def more_operations(self, record: dict[str, Any], answers: Callable[..., Any]) -> Iterable[tuple[str, str, dict[str, Any]]]:
        """Path, method and OpenAPI operation of the routes a resource adds of its own, whose answer is a `record`."""
        return ()

    @api_route("/_info")
    def info(self) -> Response:
        """What the resource is made of; never a row of it, nor of anything it refers to."""
        columns = [
            {"key": each.key, "label": str(each.label), "sortable": each.sort is not None} for each in self.listing.columns if each.export
        ]
        filters = [name for each in self.listing.filters for name in each.names]
        return jsonify(
            title=str(self.screen.title),
            columns=columns,
            filters=filters,
            add=_described(self.screen.add_form),
            edit=_described(self.screen.edit_form),
        )

    @api_route("/")
    def get_list(self) -> Response:
        """What the list of the screen would show, filtered and sorted by the same names, oldest first by default; `next` leads to what follows."""
        if "sort" in request.args and not request.args["sort"].removeprefix("-"):
            raise BadRequest
        part = self.part(self.asked(self.listing, PART | {"sort"}))
        return private(result=[self._row(record, self.listing.columns) for record in part.rows], next=self.following(part))

    @api_route("/recap", permission="recap")
    def recapitulate(self) -> Response:
        """The sums by OPD as the recapitulation shows them, of what the caller may see."""
        recap = cast(Recap, self.recap)
        columns, rows = recap.columns(), recap.rows(current_actor(), self.asked(recap.asks))
        return private(result=[{"opd_id": row.opd_id} | {each.key: _value(each, row) for each in columns} for row in rows])

    @api_route("/<int:pk>")
    def get(self, pk: int) -> Response:
        """One record, with the steps this person may take now."""
        return self._answer(self.fetch_usable(pk, self.screen.fetch))

    @api_route("/<int:pk>/steps", permission="get")
    def history(self, pk: int) -> Response:
        """Every stage of the record, the first one first."""
        rows = history(self.fetch_usable(pk))
        stages = [
            {
                "step": row.step,
                "state_key": row.to_state,
                "title": entry.title,
                "person": entry.person,
                "in_place_of": entry.in_place_of,
                "role": entry.role,
                "at": entry.at.isoformat(),
                "note": richtext.plain(str(entry.note_html)) if entry.note_html else None,
            }
            for row, entry in zip(rows, self.screen.entries(rows), strict=True)
        ]
        return private(result=stages)

    @api_route("/", "POST")
    def post(self) -> Any:
        """Add a record. A header Idempotency-Key makes a second send answer with the first's result (G5)."""
        actor = current_actor()
        form = self._form(self.screen.form_for(self.screen.add_form, _body()))
        form.submission.data = request.headers.get("Idempotency-Key") or form.submission.data
        self.screen.prepare(actor, form, None)
        self._judge(form)
        record = self._written(lambda: self.screen.create(actor, form))
        return self._answer(self.screen.fetch(actor, record.id)), 201

    @api_route("/<int:pk>", "PUT")
    def put(self, pk: int) -> Response:
        """Write all fields of a record; `version` is the one it was read with, and 409 says that it has another by now."""
        actor = current_actor()
        record = self.listing.fetch(actor, pk)
        self.screen.check_edit(actor, record)
        form = self._form(self.screen.edit_form)
        form.record = record
        self.screen.prepare(actor, form, record)
        self._judge(form)
        if not form.version.data:
            raise Invalid(fields={"version": _("This field is required.")})
        self._written(lambda: self.screen.change(actor, record, form))
        return self._answer(self.screen.fetch(actor, pk))

    @api_route("/<int:pk>", "DELETE")
    def delete(self, pk: int) -> Any:
        """Delete a record; 409 names what depends on it (G11)."""
        actor = current_actor()
        self.screen.remove(actor, self.listing.fetch(actor, pk))
        return "", 204

    @api_route("/<int:pk>/<string:step>", "POST")
    def step(self, pk: int, step: str) -> Response:
        """Take a step; the body may hold `note`, and the `version` the record was read with: 409 says that it has another by now."""
        actor, body = current_actor(), _body(optional=True)
        take_step(actor, self.model, pk, step, _note(body), _version("version", body.get("version")))
        return self._answer(self.screen.fetch(actor, pk)) if self._sees(pk) else jsonify(id=pk)

    @api_route("/steps/<string:step>", "POST", permission="step")
    def steps(self, step: str) -> Response:
        """The same step on up to two hundred `pks`, each as if taken alone (G6); `versions` says by id what they were read with."""
        if all(act.key != step for act in self.model.__workflow__.acts()):
            raise Missing
        body = _body()
        pks = body.get("pks")
        if (
            not isinstance(pks, list)
            or not pks
            or len(pks) > MOST_AT_ONCE
            or any(isinstance(pk, bool) or not isinstance(pk, int) for pk in pks)
        ):
            raise Invalid(fields={"pks": _("Between 1 and %(count)s whole numbers.", count=MOST_AT_ONCE)})
        outcomes = take_steps(current_actor(), self.model, pks, step, _note(body), _versions(body.get("versions")))
        return jsonify(result=[{"id": each.pk, "ok": each.ok, "label": each.label, "detail": each.message} for each in outcomes])

    def fetch_usable(self, pk: int, fetch: Callable[..., Any] | None = None) -> Any:
        """The record as other systems may read it: within the actor's scope, and not of somebody whose data are restricted. Raises Missing."""
        actor = current_actor()
        record = (fetch or self.listing.fetch)(actor, pk)
        check_usable(record, actor)
        return record

    def asked(self, listing: Listing, more: Set[str] = frozenset()) -> ListState:
        """What the address asks of `listing`. Raises BadRequest for a parameter that neither it nor `more` knows, is there twice or chooses nothing."""
        actor, args = current_actor(), request.args
        offered = listing.offered(actor)
        filters = {name for each in offered for name in each.names}
        chosen = {name for each in offered if not isinstance(each, Typed | Period) for name in each.names}
        nameless = any(args[name] != args[name].strip() or not args[name] for name in chosen & args.keys())
        if nameless or args.keys() - filters - more or any(len(values) > 1 for _name, values in args.lists()):
            raise BadRequest
        everything = {each.key: each.everything for each in offered if isinstance(each, Choice) and each.default}
        return listing.parse(actor, everything | {"show": "1"} | args.to_dict())

    def part(self, state: ListState, extra: ColumnElement[bool] | None = None) -> Part:
        """The rows behind the mark of the address, those of `extra` alone; nobody's whose data are restricted."""
        actor, marks = current_actor(), (request.args.get("after", ""), _limit(request.args.get("limit", "")))
        free = usable(self.model, actor)
        return part_after(self.listing, actor, state, *marks, extra=free if extra is None else and_(free, extra))

    @staticmethod
    def following(part: Part) -> str | None:
        """The address of what follows; None at the end."""
        arguments: dict[str, Any] = request.args.to_dict() | {"after": part.after}
        return url_for(request.endpoint or "", **arguments) if part.after else None

    def _form(self, form: type[PortalForm] | None) -> PortalForm:
        """The screen's form filled from JSON; a name it does not have is refused, so `state`, owners and hidden columns cannot be written by guessing."""
        if form is None:
            raise Missing
        body = _body()
        made = form(formdata=_formdata(body), meta={"csrf": False})
        allowed = {field.short_name for field in made.content_fields()} | OWN_FIELDS
        if unknown := sorted(body.keys() - allowed):
            raise Invalid(fields={name: _("This cannot be written.") for name in unknown})
        return made

    @staticmethod
    def _judge(form: PortalForm) -> None:
        if not form.validate():
            raise Invalid(fields={name or "": str(messages[0]) for name, messages in form.errors.items() if messages})

    @staticmethod
    def _written(write: Callable[[], Any]) -> Any:
        try:
            return write()
        except REFUSED:
            raise Conflict(_("These values cannot be saved; perhaps such an entry exists already.")) from None

    def _sees(self, pk: int) -> bool:
        try:
            self.listing.fetch(current_actor(), pk)
        except Missing:
            return False
        return True

    def _answer(self, record: Any) -> Response:
        columns = {each.key: each for each in (*self.listing.columns, *self.screen.detail)}
        found = self._row(record, columns.values()) | {"version": version_of(record)}
        if isinstance(record, Flowing):
            found["steps"] = [step.key for step in open_steps(current_actor(), [record]).get(record.id, ())]
        return private(**found)

    def _row(self, record: Any, columns: Iterable[Column]) -> dict[str, Any]:
        found: dict[str, Any] = {"id": record.id} | {key: getattr(record, key) for key in self.keys}
        if isinstance(record, Flowing):
            found["state_key"] = record.state
        return found | {each.key: _value(each, record) for each in columns if each.export}


def resources(appbuilder: Any) -> list[PortalModelApi]:
    """The resources of the API, in the order they were registered in."""
    return [view for view in appbuilder.baseviews if isinstance(view, PortalModelApi)]


def _value(column: Column, record: Any) -> Any:
    """The value as the description of the API says it: texts are texts, whatever is behind them."""
    value = json_safe(column.exported(record))
    return value if value is None or column.kind in (Kind.NUMBER, Kind.MONEY) else str(value)


def private(**values: Any) -> Response:
    """The values as JSON that nobody between keeps."""
    answer = jsonify(**values)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _limit(text: str) -> int:
    """How many rows are wanted; raises BadRequest for what is no number between 1 and the most that are answered."""
    if not text:
        return ROWS
    if not text.isascii() or not text.isdecimal() or len(text) > 3 or not 1 <= int(text) <= MOST_PER_PAGE:
        raise BadRequest
    return int(text)


def _body(*, optional: bool = False) -> dict[str, Any]:
    """The JSON object of the request; raises BadRequest for anything else."""
    if optional and not request.get_data():
        return {}
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise BadRequest
    return body


def _note(body: Mapping[str, Any]) -> str | None:
    note = body.get("note")
    if note is not None and not isinstance(note, str):
        raise Invalid(fields={"note": _("Text only.")})
    return note


def _version(name: str, value: Any) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise Invalid(fields={name: _("Whole number only.")})
    return value


def _versions(value: Any) -> dict[int, int]:
    """The versions of a bulk step: {"12": 3}. Raises Invalid."""
    if value is None:
        return {}
    if (
        not isinstance(value, dict)
        or len(value) > MOST_AT_ONCE
        or not all(isinstance(key, str) and key.isdecimal() and len(key) <= 12 for key in value)
    ):
        raise Invalid(fields={"versions": _("By the id of each record the version it was read with.")})
    return {int(key): found for key, each in value.items() if (found := _version("versions", each)) is not None}


def _formdata(body: Mapping[str, Any]) -> MultiDict[str, str]:
    """JSON values as a form sends them; null and false are a field left empty."""
    data: MultiDict[str, str] = MultiDict()
    for name, value in body.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict | list):
                raise Invalid(fields={name: _("Text only.")})
            if each is True:
                data.add(name, "y")
            elif each is not None and each is not False:
                data.add(name, str(each))
    return data


def _described(form: type[PortalForm] | None) -> list[dict[str, Any]]:
    if form is None:
        return []
    made = form(formdata=None, meta={"csrf": False})
    return [
        {"name": each.short_name, "label": str(each.label.text), "required": bool(each.flags.required), "type": each.type}
        for each in made.content_fields()
    ]
