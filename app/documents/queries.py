"""Which documents a person may read, and which his form may hold on to."""

from typing import Any

from sqlalchemy import select

from app.documents.models import Document, referring
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.scope import LARGEST_ID, fetch, visible


def find_document(actor: Actor, pk: int) -> Document:
    """The document if the actor sees a record that refers to it, or uploaded it and no record does yet. Raises Missing: unknown and foreign look alike (G12)."""
    if pk <= LARGEST_ID:
        for model, column in referring():
            if session().scalar(select(column).where(column == pk, visible(model, actor)).limit(1)):
                return session().get_one(Document, pk)
    return own_upload(actor, pk)


def own_upload(actor: Actor, pk: int) -> Document:
    """The document if the actor uploaded it and no record refers to it. Raises Missing."""
    found: Document = fetch(Document, actor, pk)
    return found


def record_of(document: Document) -> Any | None:
    """The record that refers to the document, whoever asks; None while it is loose."""
    for model, column in referring():
        record = session().scalar(select(model).where(column == document.id).limit(1))
        if record is not None:
            return record
    return None


def name_of(document: Document) -> str:
    """How the file is called when it is fetched: as the record that refers to it says in `file_name` (S16), or else as it came."""
    return str(getattr(record_of(document), "file_name", document.name))
