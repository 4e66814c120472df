"""Signatures: checked by pyHanko and by OpenSSL, called what they are, never left out by accident, and the key nowhere but in its file."""

import asyncio
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12, serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from flask import Flask
from pikepdf import Pdf
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from app.certificates.models import Certificate
from app.certificates.signing import Kind, Signer, self_signed, signature_in, signer_of_agency
from app.kernel import clock, storage
from app.kernel.approval import take_step
from app.kernel.db import session
from app.kernel.errors import Conflict
from tests.factories.accounts import People
from tests.factories.certificates import NOTE, OFFICER, certificate_in
from tests.factories.city import City

Stage = tuple[City, People]
PASSWORD = "rahasia-instansi"
Key = rsa.RSAPrivateKey


def authority(name: str) -> tuple[x509.Certificate, Key]:
    """A self-signed certificate that may issue others."""
    bundle = load_pkcs12(self_signed(name), None)
    assert bundle.cert is not None
    assert isinstance(bundle.key, Key)
    return bundle.cert.certificate, bundle.key


def issued(path: Path, name: str, above: tuple[x509.Certificate, Key], days: int = 365, issuer: str | None = None) -> Path:
    """A PKCS#12 with a certificate for `name` out of the hands of `above`."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]) if issuer else above[0].subject
    made = x509.CertificateBuilder(names, subject, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(clock.now() - timedelta(days=400)).not_valid_after(clock.now() + timedelta(days=days))
    made = made.add_extension(x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True)
    encryption = BestAvailableEncryption(PASSWORD.encode())
    path.write_bytes(serialize_key_and_certificates(b"x", key, made.sign(above[1], SHA256()), [above[0]], encryption))
    return path


def configure(app: Flask, monkeypatch: pytest.MonkeyPatch, path: Path, trusted: Path | None = None) -> None:
    values = {"SIGNING_FILE": str(path), "SIGNING_PASSWORD": PASSWORD, "SIGNING_BSRE_CA_FILE": str(trusted or "")}
    for name, value in values.items():
        monkeypatch.setitem(app.config, name, value)


def file_of(certificate: Certificate) -> bytes:
    return storage.path(certificate.file_key).read_bytes()


def signed_part(pdf: bytes) -> tuple[bytes, bytes]:
    """(all bytes that the signature covers, the signature as CMS), found without pyHanko."""
    with Pdf.open(BytesIO(pdf)) as opened:
        field: Any = opened.Root.AcroForm.Fields[0].V
        assert str(field.SubFilter) == "/ETSI.CAdES.detached"
        first, length, second, rest = (int(each) for each in field.ByteRange)
        assert (first, second + rest) == (0, len(pdf))
        return pdf[first : first + length] + pdf[second : second + rest], bytes(field.Contents).rstrip(b"\0")


def verified_by_openssl(folder: Path, pdf: bytes) -> bool:
    content, signature = signed_part(pdf)
    (folder / "content").write_bytes(content)
    (folder / "signature").write_bytes(signature)
    openssl = shutil.which("openssl")
    assert openssl
    command = [
        openssl,
        "cms",
        "-verify",
        "-noverify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        folder / "signature",
        "-content",
        folder / "content",
    ]
    return subprocess.run([*command, "-out", folder / "out"], check=False, capture_output=True).returncode == 0


@pytest.mark.manual("L40")
def test_two_tools_verify_the_signature_and_see_every_change(app: Flask, ctx: Flask, city: City, tmp_path: Path, monkeypatch: Any) -> None:
    top = authority("Otoritas Kota Contoh")
    configure(app, monkeypatch, issued(tmp_path / "agency.p12", "BKPSDM Kota Contoh", top))
    made = certificate_in(city)
    content = file_of(made)
    assert len(content) <= 80_000
    (tmp_path / "top.pem").write_bytes(top[0].public_bytes(Encoding.PEM))
    trust = ValidationContext(trust_roots=[load_cert_from_pemder(str(tmp_path / "top.pem"))], allow_fetching=False)
    found = PdfFileReader(BytesIO(content)).embedded_signatures[0]
    with ThreadPoolExecutor(1) as alone:  # a thread without an event loop: browser tests of the same worker leave one
        status = alone.submit(validate_pdf_signature, found, trust).result()
    assert (status.valid, status.intact, status.trusted) == (True, True, True)
    assert status.docmdp_ok
    assert str(status.coverage).endswith("ENTIRE_FILE")
    assert verified_by_openssl(tmp_path, content)
    place = content.index(b"/Producer") if b"/Producer" in content else 60
    changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    assert not verified_by_openssl(tmp_path, changed)
    assert (made.signature.kind, made.signature.signer, made.signature.issuer) == (
        Kind.AGENCY,
        "BKPSDM Kota Contoh",
        "Otoritas Kota Contoh",
    )


@pytest.mark.manual("L40")
@pytest.mark.parametrize(
    ("case", "kind"),
    [("own", Kind.SELF), ("agency", Kind.AGENCY), ("called so", Kind.AGENCY), ("forged issuer", Kind.AGENCY), ("bsre", Kind.CERTIFIED)],
)
def test_only_a_chain_to_bsre_makes_it_certified(tmp_path: Path, case: str, kind: Kind) -> None:
    bsre, other = authority("BSrE CA"), authority("BSrE CA" if case == "called so" else "Otoritas lain")
    trusted, path = bsre[0].public_bytes(Encoding.PEM), tmp_path / "x.p12"
    if case == "own":
        assert Signer(self_signed("Portal"), "", trusted).signature.kind is kind
        return
    issued(path, "Kepala BKPSDM", bsre if case == "bsre" else other, issuer="BSrE CA" if case == "forged issuer" else None)
    assert Signer(path.read_bytes(), PASSWORD, trusted).signature.kind is kind


@pytest.mark.manual("L40")
@pytest.mark.parametrize("certified", [False, True])
def test_the_word_tte_stands_only_where_bsre_signed(app: Flask, people: Stage, tmp_path: Path, monkeypatch: Any, certified: bool) -> None:
    city, clients = people
    bsre = authority("BSrE CA")
    (tmp_path / "bsre.pem").write_bytes(bsre[0].public_bytes(Encoding.PEM))
    signing = issued(tmp_path / "x.p12", "Kepala BKPSDM", bsre if certified else authority("Otoritas lain"))
    configure(app, monkeypatch, signing, tmp_path / "bsre.pem")
    with app.app_context():
        made = certificate_in(city)
        pk, code, content = made.id, made.code, file_of(made)
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    with Pdf.open(path) as pdf:
        printed = b" ".join(page.Contents.read_bytes() for page in pdf.pages)
    assert printed
    pages = [
        app.test_client().get(f"/v/{code}"),
        clients["owner"].get(f"/my-certificates/show/{pk}"),
        clients["bkpsdm_admin"].get(f"/certificates/show/{pk}"),
    ]
    for page in pages:
        assert page.status_code == 200
        words = set(re.sub(r"<[^>]+>|[^\w]", " ", page.text).split())
        assert {"TTE", "BSrE"} <= words if certified else not {"TTE", "BSrE"} & words
        assert "Kepala BKPSDM" in page.text
    answer = app.test_client().get(f"/v/{code}/json").json
    assert answer["signature"]["kind"] == ("bsre" if certified else "agency")


@pytest.mark.parametrize("fault", ["missing", "damaged", "password", "expired"])
def test_nothing_goes_out_unsigned_by_accident(app: Flask, ctx: Flask, city: City, tmp_path: Path, monkeypatch: Any, fault: str) -> None:
    path = issued(tmp_path / "x.p12", "BKPSDM", authority("Otoritas"), days=-1 if fault == "expired" else 365)
    configure(app, monkeypatch, path)
    if fault == "missing":
        path.unlink()
    elif fault == "damaged":
        path.write_bytes(path.read_bytes()[:-40])
    elif fault == "password":
        monkeypatch.setitem(app.config, "SIGNING_PASSWORD", "keliru")
    with pytest.raises(Conflict) as refusal:
        certificate_in(city)
    assert PASSWORD not in str(refusal.value)
    assert session().query(Certificate).count() == 0


def test_the_trial_makes_its_certificate_once_and_keeps_it_to_itself(app: Flask, ctx: Flask, city: City, monkeypatch: Any) -> None:
    assert signer_of_agency() is None
    monkeypatch.setitem(app.config, "SIGNING_TRIAL", True)
    made = certificate_in(city)
    assert made.signature.kind is Kind.SELF
    kept = Path(app.config["DATA_DIR"]) / "signing/trial.p12"
    before = kept.read_bytes()
    assert (kept.stat().st_mode & 0o777, [each.name for each in kept.parent.iterdir()]) == (0o600, ["trial.p12"])
    take_step(city.actor(OFFICER), Certificate, made.id, "reissue", NOTE)
    assert kept.read_bytes() == before
    revision = session().query(Certificate).filter_by(replaces_id=made.id).one()
    assert signed_part(file_of(revision))
    assert signature_in({}).kind is Kind.NONE


def test_it_signs_also_where_an_event_loop_runs() -> None:
    """As in a worker whose thread serves something asynchronous; pyHanko's own call refuses that."""

    async def inside() -> bytes:
        return Signer(self_signed("Uji"), "").sign(draw_pdf())

    with ThreadPoolExecutor(1) as alone:  # this one has a loop already where a browser test ran before
        assert b"ETSI.CAdES.detached" in alone.submit(asyncio.run, inside()).result()


def draw_pdf() -> bytes:
    """One empty page."""
    target = BytesIO()
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(target)
    return target.getvalue()
