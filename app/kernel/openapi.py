"""The description of the API as OpenAPI 3.1, made from what the resources declare: what a view lists, filters, asks and steps is what stands here."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms.validators import Length

from app.kernel.actor import Actor
from app.kernel.api import MOST_AT_ONCE, ROWS, PortalModelApi
from app.kernel.approval import Flowing
from app.kernel.bearer import Access, scope_name
from app.kernel.columns import Column, Kind
from app.kernel.filters import FilterField, Period, Typed
from app.kernel.forms import DateField, PortalForm, RemoteSelectField
from app.kernel.listing import MOST_PER_PAGE, Listing
from app.kernel.recap import Recap
from app.kernel.scope import LARGEST_ID

Schema = dict[str, Any]
VERSION = "1"
MOST_CHOICES = 50
"""A filter that offers more is described by its label only."""
PROBLEM = "#/components/schemas/Problem"
KINDS: dict[Kind, Schema] = {
    Kind.DATE: {"type": ["string", "null"], "format": "date"},
    Kind.DATETIME: {"type": ["string", "null"], "format": "date-time"},
    Kind.NUMBER: {"type": ["number", "string", "null"]},
    Kind.MONEY: {"type": ["number", "string", "null"]},
}
TEXT: Schema = {"type": ["string", "null"]}


def describe(resources: Sequence[PortalModelApi], actor: Actor, title: str, server: str, cookie: str) -> Schema:
    """The document over `resources`, in the reader's language; what filters offer is what they offer him. `cookie` names that of a browser's session."""
    paths: Schema = {}
    schemas: Schema = {"Problem": _problem()}
    for resource in resources:
        name = str(resource.resource_name)
        schemas[name] = _record(resource)
        paths |= _paths(resource, name, actor)
        for form in ("add", "edit"):
            if schema := _form(resource, getattr(resource.screen, f"{form}_form"), edit=form == "edit"):
                schemas[f"{name}_{form}"] = schema
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": VERSION, "description": _intro()},
        "servers": [{"url": server}],
        "tags": [{"name": str(each.resource_name), "description": str(each.title)} for each in resources],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": _doors(cookie),
        },
    }


def _doors(cookie: str) -> Schema:
    return {
        "token": {"type": "http", "scheme": "bearer", "description": _("A token made on the page “API tokens” of the account.")},
        "session": {"type": "apiKey", "in": "cookie", "name": cookie, "description": _("The session of a browser that is signed in.")},
        "csrf": {
            "type": "apiKey",
            "in": "header",
            "name": "X-CSRFToken",
            "description": _("With a session every writing call carries the form token of a page; with a token none is needed."),
        },
    }


def _intro() -> str:
    text: str = _(
        "The API does what the screens do, for the same people: a call sees and may do what the owner of its token sees and may do, "
        "within the scopes of the token. Days are written with the year first, moments with their zone, decimal numbers as text. "
        "Refusals are problem details (RFC 9457) in the language of the token's owner."
    )
    return text


def _paths(resource: PortalModelApi, name: str, actor: Actor) -> Schema:
    base, has = f"/api/v1/{name}/", _routes(resource)
    pk = {"name": "pk", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}}
    reading = _call(name, Access.READ)
    writing = _call(name, Access.WRITE)
    record, parts = _ref(name), _ref(name)
    found: Schema = {
        base: {
            "get": reading
            | {
                "operationId": f"list_{name}",
                "summary": _("A part of the list"),
                "parameters": _parameters(resource, actor),
                "responses": _answers(200, _list(parts), 400),
            }
        },
        f"{base}_info": {
            "get": reading
            | {
                "operationId": f"describe_{name}",
                "summary": _("Columns, filters and fields"),
                "responses": _answers(200, {"type": "object", "required": ["title", "columns", "filters", "add", "edit"]}),
            }
        },
        f"{base}{{pk}}": {
            "parameters": [pk],
            "get": reading | {"operationId": f"get_{name}", "summary": _("One record"), "responses": _answers(200, record, 404)},
        },
    }
    if "post" in has:
        found[base]["post"] = writing | {
            "operationId": f"add_{name}",
            "summary": _("Add a record"),
            "parameters": [
                {
                    "name": "Idempotency-Key",
                    "in": "header",
                    "description": _("A second call with the same key answers with the first one's record."),
                    "schema": {"type": "string", "maxLength": 64},
                }
            ],
            "requestBody": _body(_ref(f"{name}_add")),
            "responses": _answers(201, record, 400, 404, 409, 422),
        }
    if "put" in has:
        found[f"{base}{{pk}}"]["put"] = writing | {
            "operationId": f"change_{name}",
            "summary": _("Write all fields of a record, with the version it was read with"),
            "requestBody": _body(_ref(f"{name}_edit")),
            "responses": _answers(200, record, 400, 404, 409, 422),
        }
    if "delete" in has:
        found[f"{base}{{pk}}"]["delete"] = writing | {
            "operationId": f"delete_{name}",
            "summary": _("Delete a record"),
            "responses": _answers(204, None, 400, 404, 409),
        }
    if "history" in has:
        found[f"{base}{{pk}}/steps"] = {
            "parameters": [pk],
            "get": reading
            | {"operationId": f"steps_of_{name}", "summary": _("Every stage of a record"), "responses": _answers(200, _stages(), 404)},
        }
    if "step" in has:
        found |= _steps(resource, base, name, pk)
    if "recapitulate" in has and resource.recap is not None:
        found[f"{base}recap"] = {
            "get": reading
            | {
                "operationId": f"recap_{name}",
                "summary": str(resource.recap.title),
                "parameters": filters_of(resource.recap.asks, actor),
                "responses": _answers(200, _recap(resource.recap), 400),
            }
        }
    return found | {
        f"{base}{path}": {"parameters": [pk] if "{pk}" in path else [], method: (reading if method == "get" else writing) | operation}
        for path, method, operation in resource.more_operations(record, _answers)
    }


def _steps(resource: PortalModelApi, base: str, name: str, pk: Schema) -> Schema:
    acts = resource.model.__workflow__.acts()
    step = {"name": "step", "in": "path", "required": True, "schema": {"type": "string", "enum": [act.key for act in acts]}}
    note = {"note": {"type": ["string", "null"], "description": _("The reason, where the step asks for one.")}}
    read_with = _("The version the record was read with; what has changed since is not decided.")
    version = {"version": {"type": ["integer", "null"], "description": read_with}}
    writing = _call(name, Access.WRITE)
    taken = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
    found: Schema = {
        f"{base}{{pk}}/{{step}}": {
            "parameters": [pk, step],
            "post": writing
            | {
                "operationId": f"step_{name}",
                "summary": _("Take a step"),
                "x-steps": {act.key: str(act.label) for act in acts},
                "requestBody": _body({"type": "object", "properties": note | version}, required=False),
                "responses": _answers(200, taken, 400, 404, 409, 422),
            },
        }
    }
    if "steps" in _routes(resource):
        pks = {"type": "array", "minItems": 1, "maxItems": MOST_AT_ONCE, "items": {"type": "integer"}}
        versions = {
            "type": ["object", "null"],
            "description": _("By the id of each record the version it was read with."),
            "maxProperties": MOST_AT_ONCE,
            "propertyNames": {"pattern": "^[0-9]{1,12}$"},
            "additionalProperties": {"type": ["integer", "null"]},
        }
        outcome = {
            "id": {"type": "integer"},
            "ok": {"type": "boolean"},
            "label": {"type": "string"},
            "detail": {"type": ["string", "null"]},
        }
        rows = {"type": "array", "items": {"type": "object", "required": list(outcome), "properties": outcome}}
        found[f"{base}steps/{{step}}"] = {
            "parameters": [step],
            "post": writing
            | {
                "operationId": f"steps_{name}",
                "summary": _("Take the same step on several records; what became of each is answered"),
                "requestBody": _body({"type": "object", "required": ["pks"], "properties": note | {"pks": pks, "versions": versions}}),
                "responses": _answers(200, {"type": "object", "required": ["result"], "properties": {"result": rows}}, 400, 404, 422),
            },
        }
    return found


def _routes(resource: PortalModelApi) -> frozenset[str]:
    every = ("post", "put", "delete", "recapitulate", "history", "step", "steps")
    return frozenset(name for name in every if name not in resource.exclude_route_methods)


def _call(name: str, access: Access) -> Schema:
    session: Schema = {"session": []} | ({"csrf": []} if access is Access.WRITE else {})
    return {"tags": [name], "security": [{"token": []}, session], "x-scope": scope_name(name, access)}


def _parameters(resource: PortalModelApi, actor: Actor) -> list[Schema]:
    listing = resource.listing
    sorts = [key for column in listing.columns if column.sort is not None for key in (column.key, f"-{column.key}")]
    found = part_parameters()
    if sorts:
        found.append(
            _query("sort", _("The column to sort by, backwards with a minus; by id without it"), {"type": "string", "enum": sorts})
        )
    return found + filters_of(listing, actor)


def part_parameters() -> list[Schema]:
    """How many rows are wanted, and behind which."""
    return [
        _query("limit", _("How many rows"), {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": ROWS}),
        _query("after", _("The mark out of the address that the part before named"), {"type": "string"}),
    ]


def filters_of(listing: Listing, actor: Actor) -> list[Schema]:
    """The filters of a listing as parameters, with what they offer this person."""
    found: list[Schema] = []
    for each in listing.offered(actor):
        schema: Schema = {"type": "string"}
        if isinstance(each, Typed):
            schema |= {"maxLength": 200}
        elif isinstance(each, Period):
            schema |= {"format": "date"}
        fields = {field.name: field for field in each.fields(actor, dict.fromkeys(each.names, ""))}
        found += [_query(name, str(each.label), schema) | _choices(fields.get(name), schema) for name in each.names]
    return found


def _choices(field: FilterField | None, schema: Schema) -> Schema:
    """What a select offers, with its words; those that are found by typing, or that are many, are ids of other records."""
    options = {str(value): str(label) for value, label in field.options if value != ""} if field and field.kind == "select" else {}
    if not options or len(options) > MOST_CHOICES:
        return {}
    return {"schema": schema | {"enum": list(options)}, "x-choices": options}


def _query(name: str, description: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _record(resource: PortalModelApi) -> Schema:
    columns: dict[str, Column] = {each.key: each for each in (*resource.listing.columns, *resource.screen.detail) if each.export}
    properties: Schema = {"id": {"type": "integer"}} | {key: {"type": ["integer", "null"]} for key in resource.keys}
    if issubclass(resource.model, Flowing):
        keys = [state.key for state in resource.model.__workflow__.states]
        properties["state_key"] = {"type": "string", "enum": keys}
        properties["steps"] = {
            "type": "array",
            "items": {"type": "string"},
            "description": _("The steps open to the caller; one record only."),
        }
    properties |= {key: KINDS.get(column.kind, TEXT) | {"description": str(column.label)} for key, column in columns.items()}
    properties["version"] = {"type": "string", "description": _("To be sent back when the record is written; one record only.")}
    listed = [each.key for each in resource.listing.columns if each.export]
    return {"type": "object", "title": str(resource.title), "required": ["id", *resource.keys, *listed], "properties": properties}


def _recap(recap: Recap) -> Schema:
    columns = recap.columns()
    properties = {each.key: KINDS.get(each.kind, TEXT) | {"description": str(each.label)} for each in columns}
    row = {"type": "object", "required": ["opd_id", *properties], "properties": {"opd_id": {"type": "integer"}} | properties}
    return {"type": "object", "required": ["result"], "properties": {"result": {"type": "array", "items": row}}}


def _form(resource: PortalModelApi, form: type[PortalForm] | None, *, edit: bool) -> Schema | None:
    if form is None:
        return None
    made = form(formdata=None, meta={"csrf": False})
    properties = {field.short_name: _field(field) for field in made.content_fields()}
    needed = [field.short_name for field in made.content_fields() if field.flags.required]
    if edit:
        properties["version"] = {"type": "string"}
        needed.append("version")
    return {"type": "object", "title": str(resource.title), "required": needed, "properties": properties, "additionalProperties": False}


def _field(field: Any) -> Schema:
    schema: Schema = {"type": "string" if field.flags.required else ["string", "null"]}
    if isinstance(field, DateField):
        schema["format"] = "date"
    elif isinstance(field, RemoteSelectField) or getattr(field, "coerce", None) is int:
        schema = {"type": "integer" if field.flags.required else ["integer", "null"]}
    elif field.type == "BooleanField":
        schema = {"type": "boolean"}
    elif "Multiple" in field.type:
        schema = {"type": "array", "items": {"type": "string"}}
    longest = [each.max for each in field.validators if isinstance(each, Length) and each.max > 0]
    if longest and "string" in schema["type"]:
        schema["maxLength"] = min(longest)
    return schema | {"description": str(field.label.text)}


def _list(record: Schema) -> Schema:
    properties = {
        "result": {"type": "array", "maxItems": MOST_PER_PAGE, "items": record},
        "next": {"type": ["string", "null"], "description": _("The address of the following part; nothing at the end.")},
    }
    return {"type": "object", "required": list(properties), "properties": properties}


def _stages() -> Schema:
    texts: Schema = {name: {"type": "string"} for name in ("step", "state_key", "title", "person", "role")}
    stage = texts | {"at": {"type": "string", "format": "date-time"}, "note": {"type": ["string", "null"]}}
    rows = {"type": "array", "items": {"type": "object", "required": list(stage), "properties": stage}}
    return {"type": "object", "required": ["result"], "properties": {"result": rows}}


def _problem() -> Schema:
    return {
        "type": "object",
        "description": _("A refusal, and what is wrong with which field."),
        "required": ["type", "status", "title", "detail"],
        "properties": {
            "type": {"type": "string"},
            "status": {"type": "integer"},
            "title": {"type": "string"},
            "detail": {"type": "string"},
            "fields": {"type": "object", "additionalProperties": {"type": "string"}},
        },
    }


def _answers(status: int, schema: Schema | None, *refusals: int) -> Schema:
    words = {
        400: _("The request was not understood"),
        401: _("No token, or one that no longer holds"),
        403: _("The person may not do this, or the token lacks the scope"),
        404: _("It does not exist, or is not the person's to see"),
        409: _("The record has moved on"),
        413: _("What was sent is too large"),
        422: _("Values are wrong, named by field"),
        429: _("Too many calls; Retry-After says when to come again"),
    }
    good: Schema = {"description": _("Done")}
    if schema is not None:
        good["content"] = {"application/json": {"schema": schema}}
    found: Schema = {str(status): good}
    for code in sorted({401, 403, 429, *refusals}):
        found[str(code)] = {"description": words[code], "content": {"application/problem+json": {"schema": {"$ref": PROBLEM}}}}
    return found


def _body(schema: Schema, *, required: bool = True) -> Schema:
    return {"required": required, "content": {"application/json": {"schema": schema}}}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def operations(document: Schema) -> Iterable[tuple[str, str, Schema]]:
    """Method, address and operation of everything in the document."""
    for path, item in document["paths"].items():
        yield from ((method.upper(), path, item[method]) for method in ("get", "post", "put", "delete") if method in item)
