"""A recapitulation by OPD as data: the same columns make its file, its print and the answer of the REST API, over the rows that its page shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.kernel.actor import Actor
from app.kernel.columns import Column
from app.kernel.errors import Text
from app.kernel.export import Sheet
from app.kernel.listing import Listing, ListState


@dataclass(frozen=True)
class Recap:
    """Sums by OPD of what `rows` answers for an actor, inside his scope: each row has `opd_id` and what the `columns` read. `asks` are the filters it listens to.

    The columns are asked for anew each time, since some stand for rows of a code list.
    """

    title: Text
    columns: Callable[[], Sequence[Column]]
    rows: Callable[[Actor, ListState], Sequence[Any]]
    asks: Listing

    def sheet(self, actor: Actor, rows: Sequence[Any], subtitle: tuple[str, ...] = ()) -> Sheet:
        """The table of `rows` for Excel and print."""
        columns = self.columns()
        lines = (tuple(each.exported(row) for each in columns) for row in rows)
        return Sheet(str(self.title), [each.export_column for each in columns], lines, subtitle, actor.name)
