"""The demo agency: an invented city whose offices, people and proposals are made through the portal's own services. Exists in demo mode only."""

from typing import Any

from app.kernel.access import Grant

USES: tuple[str, ...] = ("proposals",)
GRANTS: tuple[Grant, ...] = ()


def register(appbuilder: Any) -> None:
    """Nothing yet."""
