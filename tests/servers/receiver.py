"""A web server on loopback that keeps what it is sent and answers as told: a status, a redirect, a flood, a drip, silence; with TLS for any name.

Real HTTP, so that connections, time limits and parsing are those of production.
"""

import ssl
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Reply:
    """One scripted answer. `hang` is seconds of silence before it, `drip` seconds between the bytes of its body; `endless` repeats the body for ever."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    hang: float = 0.0
    drip: float = 0.0
    endless: bool = False


OK = Reply(204)


@dataclass(frozen=True)
class Taken:
    """A request as it came in."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Receiver:
    """`with Receiver() as receiver:` then `receiver.url`, `receiver.taken`, `receiver.script(...)`."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.taken: list[Taken] = []
        self.arrived = threading.Event()
        self._script: deque[Reply] = deque()
        self._always = OK
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port: int = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hook"

    def __enter__(self) -> "Receiver":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def script(self, *replies: Reply) -> None:
        """The next answers, in order; afterwards everything is taken again."""
        self._script.extend(replies)

    def always(self, reply: Reply) -> None:
        """The answer from now on."""
        self._always = reply

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                owner.taken.append(Taken(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body))
                reply = owner._script.popleft() if owner._script else owner._always
                owner.arrived.set()
                owner._closing.wait(reply.hang)
                try:
                    self.send_response(reply.status)
                    for name, value in reply.headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self._write(reply)
                except OSError:
                    self.close_connection = True

            do_GET = do_HEAD = do_POST = answer

            def _write(self, reply: Reply) -> None:
                while not owner._closing.is_set():
                    for part in [bytes([each]) for each in reply.body] if reply.drip else [reply.body]:
                        self.wfile.write(part)
                        owner._closing.wait(reply.drip)
                    if not reply.endless:
                        return

            def log_message(self, format: str, *args: object) -> None:
                return

        return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller who hangs up, or does not trust the certificate, is no fault of the server."""


@dataclass(frozen=True)
class Authority:
    """A certificate authority of the test's own: `file` for those who trust it, `serving(name)` for a server of that name."""

    file: Path
    folder: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def serving(self, name: str) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        made = _certificate(name, key.public_key(), self.certificate.subject, self.key, x509.SubjectAlternativeName([x509.DNSName(name)]))
        pem = self.folder / f"{name}.pem"
        pem.write_bytes(made.public_bytes(Encoding.PEM) + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        return context


def make_authority(folder: Path) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of the test")])
    made = _certificate("Authority of the test", key.public_key(), name, key, x509.BasicConstraints(ca=True, path_length=0))
    file = folder / "authority.pem"
    file.write_bytes(made.public_bytes(Encoding.PEM))
    return Authority(file, folder, key, made)


@contextmanager
def receiving(*replies: Reply) -> Iterator[Receiver]:
    """A receiver with its first answers."""
    with Receiver() as receiver:
        receiver.script(*replies)
        yield receiver


def _certificate(
    name: str, key: ec.EllipticCurvePublicKey, issuer: x509.Name, signing: ec.EllipticCurvePrivateKey, extension: x509.ExtensionType
) -> x509.Certificate:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .sign(signing, SHA256())
    )
