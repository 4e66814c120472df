"""An SMTP server on loopback (aiosmtpd) that keeps what it takes and refuses when told."""

import ssl
import subprocess
from collections import deque
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class MailServer:
    """`with MailServer() as mail:` then `mail.port`, `mail.mails`, `mail.script("451 later")`."""

    def __init__(self, tls: ssl.SSLContext | None = None, implicit: bool = False, login: tuple[str, str] | None = None) -> None:
        self.mails: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.was_encrypted: list[bool] = []
        self.refused: dict[str, str] = {}
        self._script: deque[str] = deque()
        self._login = login
        options: dict[str, Any] = {"hostname": "127.0.0.1", "port": 0}
        if login:
            options |= {
                "authenticator": self._authenticate,
                "auth_required": not implicit,
                "auth_require_tls": tls is not None and not implicit,
            }
        if tls and implicit:
            options |= {"ssl_context": tls}
        elif tls:
            options |= {"tls_context": tls, "require_starttls": True}
        self._controller = _AnyPort(self, **options)

    def __enter__(self) -> "MailServer":
        self._controller.start()
        self.port: int = self._controller.server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._controller.stop()

    def script(self, *answers: str) -> None:
        """The next answers to DATA, for example "451 try later" or "554 no"; afterwards mails are taken again."""
        self._script.extend(answers)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self._script:
            return self._script.popleft()
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append(mail)
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        self.was_encrypted.append(server.transport.get_extra_info("sslcontext") is not None)
        return "250 OK"

    def _authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, auth: LoginPassword) -> AuthResult:
        given = (auth.login.decode(), auth.password.decode())
        return AuthResult(success=given == self._login, handled=False)


class _AnyPort(Controller):
    """aiosmtpd probes the port it was given; with port 0 the real one is known only after binding."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def make_certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 made on the spot: the file a client trusts, and the server's context."""
    certificate, key = folder / "server.pem", folder / "server.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return certificate, context
