"""The digital signature in a certificate's PDF (PAdES), with the PKCS#12 that SIGNING_FILE names; the key is read where it is needed and kept nowhere else.

What a signature is called follows from its certificate alone: only one that leads to the authority in SIGNING_BSRE_CA_FILE is a certified electronic
signature (TTE), whatever names stand in it (L40, standards 11). SIGNING_TRIAL, on in the demo,
signs with a certificate that the portal makes itself.
"""

import os
import secrets
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12, serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

from app.kernel import clock
from app.kernel.errors import Conflict

FIELD, DIGEST = "Signature", "sha256"
LONGEST_CHAIN = 8
TRIAL_FILE, TRIAL_NAME, TRIAL_YEARS, KEY_BITS = "signing/trial.p12", "Sertifikat uji coba portal", 10, 2048


class Kind(StrEnum):
    """What kind of signature a certificate carries; frozen with it at the issue."""

    NONE = "none"
    SELF = "self_signed"
    AGENCY = "agency"
    CERTIFIED = "bsre"

    @property
    def label(self) -> LazyString:
        return LABELS[self]


LABELS: Mapping[Kind, LazyString] = {
    Kind.NONE: lazy_gettext("Not signed digitally; this page vouches for it."),
    Kind.SELF: lazy_gettext("Signed digitally with a certificate that nobody but the portal vouches for (a trial)."),
    Kind.AGENCY: lazy_gettext("Signed digitally with the agency's certificate; no authority of the state vouches for it."),
    Kind.CERTIFIED: lazy_gettext("Signed electronically (TTE) with a certificate of BSrE."),
}
UNREADABLE = lazy_gettext("The agency's certificate for signing cannot be read. Nothing was issued; tell whoever runs the portal.")


@dataclass(frozen=True)
class Signature:
    """What is said of a signature: its kind, whose name stands in the certificate, and who issued that. Names are "" where nothing is signed."""

    kind: Kind
    signer: str = ""
    issuer: str = ""

    def frozen(self) -> Mapping[str, str]:
        """As it stands in the frozen data of a certificate."""
        return {"kind": self.kind.value, "signer": self.signer, "issuer": self.issuer}


UNSIGNED = Signature(Kind.NONE)


def signature_in(data: Mapping[str, Any]) -> Signature:
    """What the frozen data of a certificate say; those issued before the portal signed say nothing."""
    found = data.get("signature")
    return Signature(Kind(found["kind"]), found["signer"], found["issuer"]) if found else UNSIGNED


class Signer:
    """Signs PDFs with one key. Made once for a batch."""

    def __init__(self, content: bytes, password: str, authorities: bytes = b"") -> None:
        """`content` is a PKCS#12, `authorities` certificates of BSrE as PEM. Raises Conflict for what cannot sign today."""
        word = password.encode() or None
        try:
            bundle = load_pkcs12(content, word)
            trusted = x509.load_pem_x509_certificates(authorities) if authorities else []
        except ValueError as error:
            raise Conflict(str(UNREADABLE)) from error
        signer = signers.SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=word)
        if bundle.cert is None or bundle.key is None or signer is None:
            raise Conflict(str(UNREADABLE))
        own = bundle.cert.certificate
        if not own.not_valid_before_utc <= clock.now() <= own.not_valid_after_utc:
            raise Conflict(_("The agency's certificate for signing is not valid today. Nothing was issued; tell whoever runs the portal."))
        self._signer = signer
        self.signature = Signature(
            _kind(own, [each.certificate for each in bundle.additional_certs], trusted), _name(own.subject), _name(own.issuer)
        )

    def sign(self, pdf: bytes) -> bytes:
        """The PDF with an invisible signature over all of it, which allows no change after it (PAdES baseline B)."""
        wanted = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            name=self.signature.signer,
        )
        # pyHanko brings an event loop of its own, which no thread that has one already takes.
        with ThreadPoolExecutor(1) as alone:
            signed = alone.submit(signers.sign_pdf, IncrementalPdfFileWriter(BytesIO(pdf)), wanted, signer=self._signer).result()
        return bytes(signed.getvalue())


def signer_of_agency() -> Signer | None:
    """What signs here; None where the agency has no certificate. Raises Conflict where one is named and cannot be used: nothing goes out unsigned by accident."""
    config = current_app.config
    named, authority = config["SIGNING_FILE"], config["SIGNING_BSRE_CA_FILE"]
    try:
        if named:
            trusted = Path(authority).read_bytes() if authority else b""
            return Signer(Path(named).read_bytes(), config["SIGNING_PASSWORD"], trusted)
        return Signer(_trial_bundle(Path(config["DATA_DIR"]) / TRIAL_FILE), "") if config["SIGNING_TRIAL"] else None
    except OSError as error:
        raise Conflict(str(UNREADABLE)) from error


def self_signed(name: str) -> bytes:
    """A PKCS#12 without a password: a new key and a certificate for `name` that vouches for itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    subject, today = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), clock.now()
    made = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(today - timedelta(days=365)).not_valid_after(today + timedelta(days=365 * TRIAL_YEARS))
    made = made.add_extension(x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True)
    return serialize_key_and_certificates(name.encode(), key, made.sign(key, SHA256()), None, NoEncryption())


def _trial_bundle(path: Path) -> bytes:
    """The portal's own, made at its first use; of two processes at once the second takes the first's."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f".{secrets.token_hex(8)}.part")
        fresh.touch(mode=0o600)
        fresh.write_bytes(self_signed(TRIAL_NAME))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()


def _kind(own: x509.Certificate, others: list[x509.Certificate], trusted: list[x509.Certificate]) -> Kind:
    """Follows the chain upwards through what the PKCS#12 brings along, until an authority of BSrE vouches for a link, or nobody does."""
    link = own
    for _step in range(LONGEST_CHAIN):
        if any(_vouches(each, link) for each in trusted):
            return Kind.CERTIFIED
        above = next((each for each in others if each != link and _vouches(each, link)), None)
        if above is None:
            break
        link = above
    return Kind.SELF if _vouches(own, own) else Kind.AGENCY


def _vouches(issuer: x509.Certificate, link: x509.Certificate) -> bool:
    try:
        link.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _name(name: x509.Name) -> str:
    """The common name, or what the certificate says instead of one."""
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()
