"""The agency's tree of units and its people."""

from app.organisation import listeners

__all__ = ["listeners"]
