"""Breaches as BKPSDM records them."""

from datetime import timedelta
from typing import Any

from app.kernel import clock
from app.kernel.approval import take_step
from app.privacy.breach_models import Breach
from app.privacy.breach_services import record_breach
from app.privacy.tasks import tell_people
from tests.factories.city import City

PATHS: dict[str, tuple[str, ...]] = {"recorded": (), "notified": ("notify",), "closed": ("notify", "close")}


def breach_values(city: City, *people: str, **more: Any) -> dict[str, Any]:
    """What the form says of a breach that concerns these people."""
    return {
        "title": "Berkas rekap terkirim ke alamat lain",
        "discovered_at": clock.now() - timedelta(hours=1),
        "exposed": "Nama dan NIP",
        "happened": "Pagi ini pukul 08.00, surat elektronik salah alamat",
        "handling": "Penerima menghapus berkas; alamat diperiksa dua orang",
        "nips": "\n".join(city.person(name).nip for name in people or ("owner",)),
        "opd_ids": [],
        "audience_all": False,
    } | more


def breach_in(city: City, state: str = "recorded", *people: str) -> Breach:
    """A breach of the city that has gone so far."""
    made = record_breach(city.actor("bkpsdm_admin"), breach_values(city, *people))
    for act in PATHS[state]:
        take_step(city.actor("bkpsdm_admin"), Breach, made.id, act, "Alamat kini diperiksa dua kali.")
    tell_people()
    return made
