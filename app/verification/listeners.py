"""What may not be deleted while a verified record refers to it."""

from collections.abc import Callable, Sequence

from flask_babel import gettext as _

from app.kernel.errors import Conflict
from app.kernel.events import Event, listens


def keep_used_codes(records_with: Callable[[str, str], Sequence[str]]) -> None:
    """Let a code that records keep stay; it can be let end instead. `records_with(list, code)` answers what these records are called."""

    def refuse(event: Event) -> None:
        if used := records_with(event.subject.code_list, event.subject.code):
            what = ", ".join(used)
            raise Conflict(_("“%(label)s” is used by: %(what)s. Let it end instead of deleting it.", label=event.subject.label, what=what))

    listens("code.delete")(refuse)
