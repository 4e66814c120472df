"""The table of contents: every feature of the portal, in boot order. A newcomer starts here, opens one folder, and has read them all."""

from collections.abc import Callable
from types import ModuleType
from typing import Any, Protocol, cast

from app import accounts, audit, demo, home, notifications, organisation, proposals, reference
from app.kernel.access import Grant


class Feature(Protocol):
    """What a feature folder's `__init__` offers: what it builds on, who may do what, and how its screens are registered."""

    __name__: str
    USES: tuple[str, ...]
    GRANTS: tuple[Grant, ...]
    register: Callable[[Any], None]


def _feature(module: ModuleType) -> Feature:
    return cast(Feature, module)


FEATURES: tuple[Feature, ...] = tuple(
    _feature(module)
    for module in (
        # ground
        home,
        notifications,
        # business
        proposals,
        # ground that reads last in the menu
        organisation,
        reference,
        accounts,
        audit,
        demo,
    )
)

GRANTS: tuple[Grant, ...] = tuple(grant for feature in FEATURES for grant in feature.GRANTS)
