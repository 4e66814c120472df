"""Photos brought into any state, of faces that nobody has (`app/demo/portraits.py`)."""

from io import BytesIO

from app.demo.portraits import BLUE, RED, draw, jpeg
from app.kernel.approval import take_step
from app.photos.models import Photo
from app.photos.services import upload_photo
from tests.factories.city import City

__all__ = ["BLUE", "PATHS", "RED", "draw", "jpeg", "photo_in"]
PATHS: dict[str, tuple[str, ...]] = {
    "doubted": (),
    "replaced": (),
    "refused": ("refuse",),
    "accepted": ("accept",),
    "waiting": (),
}


def photo_in(city: City, state: str = "waiting", owner: str = "owner") -> Photo:
    """A photo of `owner`, brought to `state`."""
    actor = city.actor(owner)
    if state == "doubted":
        return upload_photo(actor, BytesIO(jpeg(draw(back=BLUE))))
    made = upload_photo(actor, BytesIO(jpeg()))
    for act in PATHS[state]:
        take_step(city.actor("opd_admin"), Photo, made.id, act, "<p>Baju tidak sesuai.</p>" if act == "refuse" else None)
    if state == "replaced":
        upload_photo(actor, BytesIO(jpeg(draw(blur=1.0))))
    return made
