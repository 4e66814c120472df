"""Keeping what was uploaded, and letting go of what no record refers to."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from app.documents.models import Document, loose
from app.documents.parameters import CEILING
from app.documents.rules import DocumentKind, FileType, clean_name, refusal
from app.documents.services.inspecting import inspect
from app.kernel import clock, settings, storage
from app.kernel.actor import Actor
from app.kernel.db import after_commit, after_rollback, session, transaction
from app.kernel.errors import Denied, Invalid
from app.kernel.events import Event, publish
from app.kernel.storage import StoredFile
from app.kernel.turns import take_turn
from app.kernel.wizard.drafts import KEEP_DAYS

MOST_LOOSE = 40
"""Uploads of one person that no record refers to; more in a day is not somebody filling in forms."""
SWEPT_AT_ONCE = 200


def upload(actor: Actor, kind: DocumentKind, content: IO[bytes], name: str) -> Document:
    """Look into `content` and keep it; raises Invalid (in the uploader's words) for what is not taken, Denied for somebody without an account.

    A PDF above the limit comes back smaller, with `original_size` set: show both sizes and let the person look before he uses it.
    """
    if actor.user_id is None:
        raise Denied
    _check_room(actor)
    with _received(content) as (source, size):
        if size > CEILING:
            raise Invalid(refusal("large", kind, size))
        target = source.with_name("target")
        found = inspect(source, target, kind.types, kind.most)
        if found.refused or found.file_type is None:
            raise Invalid(refusal(found.refused or "damaged", kind, size))
        with (target if found.rewritten else source).open("rb") as kept:
            stored = storage.put(kept, found.file_type.suffix)
    called = clean_name(name, found.file_type, str(kind.label))
    return _enter(actor, kind, called, found.file_type, stored, original_size=size if found.shrunk else None, counted=True)


def keep_made(actor: Actor, kind: DocumentKind, content: bytes, name: str, file_type: FileType = FileType.PDF) -> Document:
    """Keep a file that the portal has made itself for the actor: it needs no looking into. Raises Denied for somebody without an account."""
    if actor.user_id is None:
        raise Denied
    return _enter(actor, kind, clean_name(name, file_type, str(kind.label)), file_type, storage.put(BytesIO(content), file_type.suffix))


def keep(actor: Actor, pk: int) -> None:
    """Note that a form still holds on to the upload: as long as its draft is kept, so is the file."""
    with transaction() as current:
        current.execute(update(Document).where(Document.id == pk, Document.user_id == actor.user_id).values(kept_at=clock.now()))


def sweep() -> int:
    """Remove uploads that no record refers to and no draft can hold on to any more; returns how many."""
    before = clock.now() - timedelta(days=settings.get(KEEP_DAYS) + 1)
    with transaction() as current:
        old = select(Document).where(Document.kept_at < before, loose()).limit(SWEPT_AT_ONCE).with_for_update(skip_locked=True)
        found = current.scalars(old).all()
        for each in found:
            current.delete(each)
            after_commit(lambda key=each.key: storage.delete(key))  # type: ignore[misc]
        return len(found)


def _enter(
    actor: Actor,
    kind: DocumentKind,
    name: str,
    file_type: FileType,
    stored: StoredFile,
    original_size: int | None = None,
    counted: bool = False,
) -> Document:
    made = Document(
        kind=kind.key,
        name=name,
        media_type=file_type.media_type,
        size=stored.size,
        original_size=original_size,
        sha256=stored.sha256,
        key=stored.key,
        user_id=actor.user_id,
    )
    with transaction() as current:
        after_rollback(lambda: storage.delete(stored.key))
        if counted:
            # Once more: others sent at the same moment were counted as little as this one.
            take_turn(actor)
            _check_room(actor)
        current.add(made)
        current.flush()
        publish(Event("document.upload", actor, made, {"kind": kind.key, "size": stored.size, "sha256": stored.sha256}))
    return made


def _check_room(actor: Actor) -> None:
    recent = Document.created_at > clock.now() - timedelta(days=1)
    if (session().scalar(select(func.count(Document.id)).where(Document.user_id == actor.user_id, recent, loose())) or 0) >= MOST_LOOSE:
        raise Invalid(_("You have uploaded many files without using them. Try again tomorrow."))


@contextmanager
def _received(content: IO[bytes]) -> Iterator[tuple[Path, int]]:
    """The upload as a file of its own, and its size; gone afterwards. Never more than the ceiling and a block is read."""
    with TemporaryDirectory(prefix="upload-") as folder:
        source = Path(folder) / "source"
        with source.open("wb") as file:
            left = CEILING + 1
            while left > 0 and (block := content.read(min(storage.BLOCK, left))):
                file.write(block)
                left -= len(block)
        yield source, source.stat().st_size
