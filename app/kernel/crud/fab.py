"""What of FAB's ModelView is closed, and why nothing of it fills itself in: every default of FAB's that shows or accepts more than was declared ends here."""

from typing import Any

from flask import g, has_app_context
from flask_appbuilder import ModelView
from flask_appbuilder.models.filters import BaseFilter, Filters
from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy.orm import Query

from app.extensions import db
from app.kernel.actor import current_actor
from app.kernel.scope import visible

CLOSED_ROUTES = frozenset({"action", "action_post", "download"})
"""FAB's routes that load rows past every filter, run without a token or serve any file by its name; steps and documents have their own."""

UNUSED = (
    "add_columns",
    "edit_columns",
    "show_columns",
    "list_columns",
    "search_columns",
    "add_fieldsets",
    "edit_fieldsets",
    "show_fieldsets",
    "related_views",
    "base_filters",
    "add_form_query_rel_fields",
    "edit_form_query_rel_fields",
    "search_form_query_rel_fields",
)
"""Declarations of FAB's that would do nothing here; a view that sets one is told so instead of being ignored."""


class InScope(BaseFilter):
    """The base filter of every view: whatever of FAB's still asks the datamodel sees only the actor's rows."""

    def apply(self, query: Query[Any], value: Any) -> Query[Any]:
        return query.filter(visible(self.model, current_actor()))


class ClosedModelView(ModelView):
    """FAB's ModelView with nothing open by default."""

    model: type[Any] | None = None

    def __init_subclass__(cls, **values: Any) -> None:
        super().__init_subclass__(**values)
        for name in UNUSED:
            if getattr(cls, name, None):
                raise TypeError(f"{cls.__name__}.{name}: not used here; declare listing, detail, add_form, edit_form or related instead")
        cls.exclude_route_methods = frozenset(cls.exclude_route_methods) | CLOSED_ROUTES

    def __init__(self, **values: Any) -> None:
        self.datamodel = SQLAInterface(self.model, db.session)
        super().__init__(**values)

    @property
    def _filters(self) -> Filters:
        """FAB keeps one mutable object for all threads (its issue 2366): a request would read and save with another's filters. Ours lives for one request."""
        if not has_app_context():
            return self.datamodel.get_filters([])
        kept: dict[int, Filters] = g.setdefault("fab_filters", {})
        if id(self) not in kept:
            kept[id(self)] = self.datamodel.get_filters([])
        return kept[id(self)]

    def _init_properties(self) -> None:
        """FAB fills every gap with "all columns", relations and `user.password` included; here a gap stays empty."""
        for name in (*UNUSED, "order_columns", "_related_views"):
            setattr(self, name, [])
        for name in ("label_columns", "description_columns", "validators_columns", "formatters_columns"):
            setattr(self, name, {})
        self.base_filters = [["id", InScope, None]]
        self._base_filters = self.datamodel.get_filters([]).add_filter_list(self.base_filters)

    def _init_forms(self) -> None:
        """FAB would make forms of all columns, with every related row as an option."""

    def _init_titles(self) -> None:
        """FAB's titles are English and made of class names; ours are declared."""

    def update_redirect(self) -> None:
        """Nothing: FAB's stack of addresses in the session mixes two tabs up and overflows the cookie. Pages carry `next` instead."""
