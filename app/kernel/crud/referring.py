"""Which rows of other lists refer to a record, read off the foreign keys: nothing to declare, nothing to forget."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ForeignKey

from app.kernel.crud.links import view_of
from app.kernel.db import Model


def referring(model: type[Any]) -> Iterator[tuple[ForeignKey, str]]:
    """Every foreign key to `model` whose rows do not go with its record, and what the list of those rows is called."""
    classes = {mapper.local_table: mapper.class_ for mapper in Model.registry.mappers}
    for table in Model.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is model.__table__ and (key.ondelete or "").upper() != "CASCADE":
                view = view_of(classes[table]) if table in classes else None
                yield key, str(view.title) if view else table.name.replace("_", " ")
