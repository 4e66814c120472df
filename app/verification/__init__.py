"""The ground of every record that counts only once an officer has compared it with its proof: its flow, its model, and the screen on which he decides.

A feature takes `verified_flow` for its workflow, `Verified` for its model, `Reviewed` for its view and `grants_of_verified` for its grants.
"""

from typing import Any

from app.kernel.access import Grant

USES: tuple[str, ...] = ()
GRANTS: tuple[Grant, ...] = ()


def register(appbuilder: Any) -> None:
    """No screens of its own: they are those of the records."""
