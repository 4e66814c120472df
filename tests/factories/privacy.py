"""Requests about one's data, made as people make them."""

from app.kernel.approval import take_step
from app.privacy.models import DataRequest
from app.privacy.rules import Wish
from app.privacy.services import ask
from tests.factories.city import City

WAY: dict[str, tuple[str, ...]] = {
    "asked": (),
    "granted": ("grant",),
    "refused": ("refuse",),
    "closed": ("grant", "close"),
    "withdrawn": (),
}


def request_in(city: City, state: str = "asked", wish: Wish = Wish.CORRECTION) -> DataRequest:
    """A request of the owner of the city."""
    made = ask(city.actor("owner"), wish, "Tanggal lahir saya keliru.")
    if state == "withdrawn":
        return take_step(city.actor("owner"), DataRequest, made.id, "withdraw")
    for act in WAY[state]:
        take_step(city.actor("bkpsdm_admin"), DataRequest, made.id, act, "Sudah dikerjakan.")
    return made


def restricted(city: City, name: str = "owner") -> int:
    """The data of this person may be kept and not used; the request that closing ends."""
    made = ask(city.actor(name), Wish.RESTRICTION, "Data saya sedang diperbaiki.")
    take_step(city.actor("second_bkpsdm_admin"), DataRequest, made.id, "grant", "Dibatasi.")
    return made.id
