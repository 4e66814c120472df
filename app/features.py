"""The table of contents: every feature of the portal, in boot order. A newcomer starts here, opens one folder, and has read them all."""

from collections.abc import Callable
from types import ModuleType
from typing import Any, Protocol, cast

from app import (
    accounts,
    archive,
    audit,
    awards,
    campaigns,
    certificates,
    credentials,
    demo,
    documents,
    exchange,
    gaya,
    guides,
    home,
    integration,
    ipasn,
    ledger,
    myasn,
    notifications,
    organisation,
    photos,
    plans,
    privacy,
    profile,
    proposals,
    realisations,
    recommendations,
    reference,
    teamwork,
    verification,
    webhooks,
    webinars,
)
from app.kernel.access import Grant
from app.kernel.panels import Panel


class Feature(Protocol):
    """What a feature folder's `__init__` offers: what it builds on, who may do what, and how its screens are registered.

    With `PANELS` it also stands on the first page.
    """

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
        organisation,
        reference,
        accounts,
        audit,
        notifications,
        documents,
        verification,
        ledger,
        # business
        photos,
        profile,
        proposals,
        plans,
        recommendations,
        credentials,
        realisations,
        awards,
        teamwork,
        archive,
        certificates,
        webinars,
        campaigns,
        # across
        ipasn,
        myasn,
        exchange,
        integration,
        webhooks,
        privacy,
        guides,
        demo,
        gaya,
    )
)

MENU = (
    "Home",
    "Inbox",
    "My profile",
    "ProfileChangeView",
    "PhotoView",
    "Direct subordinates",
    "Acting officers",
    "SIIP-ASN",
    "Plans",
    "Recommendations",
    "Certification history",
    "Award history",
    "Digital archive",
    "Certificates",
    "MyASN",
    "Hours of learning",
    "SIJANAKA",
    "Webinar",
    "Campaigns",
    "Privacy",
    "Guides",
    "Master data",
    "Administration",
)
"""The menu from top to bottom, by the names under which features register; what is not named comes last."""


def order_menu(appbuilder: Any) -> None:
    """Put the menu into the order people read it in, whatever the boot order was."""
    appbuilder.menu.menu.sort(key=lambda item: MENU.index(item.name) if item.name in MENU else len(MENU))


GRANTS: tuple[Grant, ...] = tuple(grant for feature in FEATURES for grant in feature.GRANTS)
PANELS: tuple[Panel, ...] = tuple(panel for feature in FEATURES for panel in getattr(feature, "PANELS", ()))
