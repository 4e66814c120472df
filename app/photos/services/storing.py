"""Keeping a photo: looked into by a process of its own, stored clean, sent to the officer at once unless the machine has a doubt."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from flask_babel import gettext as _
from sqlalchemy import select

from app.kernel import settings, storage
from app.kernel.actor import Actor, system_actor
from app.kernel.approval import once, start, take_step
from app.kernel.consent import PHOTO, consent_to
from app.kernel.db import after_rollback, session, transaction
from app.kernel.errors import Invalid
from app.kernel.turns import take_turn
from app.photos.models import Photo
from app.photos.parameters import LEAST_WIDTH, LIMIT, SHARPNESS
from app.photos.rules import Finding, Limits, judge, not_a_jpeg, too_large
from app.photos.services.inspecting import inspect
from app.photos.workflow import REPLACE, SEND


def upload_photo(actor: Actor, content: IO[bytes], *, crop: bool = False, agreed: bool = False, submission: str | None = None) -> Photo:
    """Look into the file and keep it as the actor's photo; with `crop` its middle in 4:6. Raises Denied, Invalid (field `photo`) with every word of what to do.

    What the machine only doubts is kept too, and waits for the person's own word (`Photo.doubts`). `agreed`: to its use beyond certificates as well.
    """
    owned = Photo.owned_by(actor)
    limits = Limits(settings.get(LIMIT), settings.get(LEAST_WIDTH), settings.get(SHARPNESS))
    sent = content.read(limits.size + 1)
    if not sent:
        raise _refused(_("The file is empty."))
    if not sent.startswith(b"\xff\xd8\xff"):
        raise _refused(not_a_jpeg())
    if len(sent) >= limits.size:
        raise _refused(too_large(len(sent) + len(content.read(64 * 1024 * 1024)), limits.size))
    clean, kept, findings = _looked_into(sent, limits, crop=crop)
    if hard := [finding.advice for finding in findings if finding.advice and finding.check.refuses]:
        raise _refused(" ".join(hard))
    doubts = [finding.check.value for finding in findings if finding.advice]

    def make() -> Photo:
        take_turn(actor)
        stored = storage.put(BytesIO(clean), ".jpg")
        after_rollback(lambda: storage.delete(stored.key))
        photo = Photo(**owned, file_key=stored.key, sha256=stored.sha256, size=stored.size, width=kept[0], height=kept[1], doubts=doubts)
        start(actor, photo)
        return photo if doubts else take_step(actor, Photo, photo.id, SEND.key)

    with transaction():
        made: Photo = once(actor, submission, Photo, make)
        if agreed:
            consent_to(PHOTO).give(actor)
        return made


def replace_older(photo: Photo, states: tuple[str, ...]) -> int:
    """Let those of the person's older photos that stand in `states` give way to this one; returns how many."""
    older = (Photo.employee_id == photo.employee_id, Photo.id != photo.id, Photo.state.in_(states))
    found = session().scalars(select(Photo.id).where(*older)).all()
    for pk in found:
        take_step(system_actor(), Photo, pk, REPLACE.key)
    return len(found)


def _looked_into(sent: bytes, limits: Limits, *, crop: bool) -> tuple[bytes, tuple[int, int], list[Finding]]:
    with TemporaryDirectory(prefix="photo-") as folder:
        source, target = Path(folder) / "source", Path(folder) / "target"
        source.write_bytes(sent)
        found = inspect(source, target, limits.size, crop=crop)
        if found.measured is None:
            raise _refused(
                not_a_jpeg() if found.refused == "type" else _("The photo is damaged or takes too much work to open. Save it again as JPG.")
            )
        return target.read_bytes(), found.kept, judge(found.measured, limits)


def _refused(text: str) -> Invalid:
    return Invalid(fields={"photo": text})
