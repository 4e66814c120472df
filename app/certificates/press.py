"""What makes the files of a batch: the painter of its template and the agency's signature, made once, with how long each of them took."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask_babel import force_locale

from app.certificates.drawing import Look, Painter
from app.certificates.models import CertificateTemplate
from app.certificates.occasions import Occasion
from app.certificates.queries import template_for
from app.certificates.rules import STANDARD
from app.certificates.signing import UNSIGNED, Signature, Signer, signer_of_agency
from app.documents.models import Document
from app.kernel import agency, storage
from app.kernel.db import session

PLACES = ("heading_at", "name_at", "body_at", "signature_x", "signature_at", "qr_x", "qr_at", "photo_x", "photo_at", "outlined")


class Press:
    """Draws and signs. `drawing` and `signing` are the seconds it has spent on each."""

    def __init__(self, painter: Painter, signer: Signer | None) -> None:
        self.painter, self.signer = painter, signer
        self.drawing = self.signing = 0.0

    @property
    def signature(self) -> Signature:
        """What its files are signed with."""
        return self.signer.signature if self.signer else UNSIGNED

    def make(self, data: Mapping[str, Any], address: str, photo: bytes | None = None) -> bytes:
        """The finished PDF of a certificate's frozen `data`, with the photo where its template places one."""
        begin = time.perf_counter()
        made = self.painter.paint(data, address, photo)
        drawn = time.perf_counter()
        self.drawing += drawn - begin
        if self.signer is not None:
            made = self.signer.sign(made)
            self.signing += time.perf_counter() - drawn
        return made


def press_for(occasion: Occasion) -> Press:
    """What makes the certificates of an occasion; as the portal came where the agency has no template. Raises Conflict for a signature that cannot be made."""
    return Press(Painter(look_of(template_for(occasion) or CertificateTemplate(**STANDARD))), signer_of_agency())


def look_of(template: CertificateTemplate) -> Look:
    """The template with what it leaves to the agency's settings."""
    with force_locale("id"):
        head, signs = agency.letterhead(), agency.signatory()
    own = bool(template.signatory_name)
    return Look(
        heading=template.heading,
        opening=template.opening,
        body=template.body,
        colour=template.colour,
        government=head.lines[0],
        office=head.lines[-1],
        address=head.address,
        city=signs.city,
        signatory_title=template.signatory_title or signs.title,
        signatory_name=template.signatory_name or signs.name,
        signatory_rank=(template.signatory_rank or "") if own else signs.rank,
        signatory_nip=template.signatory_nip or "",
        **{name: getattr(template, name) for name in PLACES},
        background=_file(template.background_id),
        logo=_file(template.logo_id) or head.logo_path,
        signature=_file(template.signature_id),
    )


def _file(document_id: int | None) -> Path | None:
    document = session().get(Document, document_id) if document_id else None
    return storage.path(document.key) if document else None
