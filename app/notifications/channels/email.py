"""E-mail by SMTP, or on the console in demo when no host is set.

Plain text only. The Message-ID comes from the idempotency key, so a mail sent twice after a crash is one mail to a reader
whose server drops doubles.
"""

import smtplib
import ssl
import sys
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import StrEnum
from typing import TextIO

from app.kernel.outbox import Delivery, Outcome
from app.notifications.channels.message import Message


class Security(StrEnum):
    """How the connection is protected; NONE is for a relay on the same machine."""

    STARTTLS = "starttls"
    SSL = "ssl"
    NONE = "none"


@dataclass(frozen=True)
class Email:
    """An SMTP account. Certificates are always checked; `ca_file` names an agency's own authority."""

    host: str
    port: int
    sender: str
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    timeout: float = 15.0

    def send(self, message: Message) -> Delivery:
        """Refused by the server for good (5xx about this mail) is final; everything else is tried again."""
        try:
            with self._connect() as connection:
                connection.send_message(write_mail(message, self.sender))
        except smtplib.SMTPRecipientsRefused as error:
            return _refused(next(iter(error.recipients.values()))[0])
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError) as error:
            return Delivery(Outcome.LATER, f"SMTP {error.smtp_code} {type(error).__name__}")
        except smtplib.SMTPResponseException as error:
            return _refused(error.smtp_code)
        except (smtplib.SMTPException, OSError) as error:
            return Delivery(Outcome.LATER, type(error).__name__)
        return Delivery(Outcome.SENT)

    def _connect(self) -> smtplib.SMTP:
        trust = ssl.create_default_context(cafile=self.ca_file or None)
        if self.security is Security.SSL:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=trust)
        else:
            connection = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            if self.security is Security.STARTTLS:
                connection.starttls(context=trust)
            if self.user:
                connection.login(self.user, self.password)
        except (smtplib.SMTPException, OSError):
            connection.close()
            raise
        return connection


@dataclass(frozen=True)
class ConsoleEmail:
    """Shows the mail instead of sending it: a demo needs no mail server."""

    stream: TextIO | None = None

    def send(self, message: Message) -> Delivery:
        mail = write_mail(message, "portal@localhost")
        shown = f"--- e-mail ---\n{mail['To']}\n{mail['Subject']}\n\n{mail.get_content()}--------------\n"
        (self.stream or sys.stdout).write(shown)
        return Delivery(Outcome.SENT)


def write_mail(message: Message, sender: str) -> EmailMessage:
    """The mail: one line of subject, text, link. Line breaks in a title cannot become headers."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = message.address
    mail["Subject"] = " ".join(message.title.split())
    mail["Message-ID"] = f"<{message.key}@{sender.rpartition('@')[2].rstrip('>') or 'localhost'}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n\n".join(part for part in (message.text or message.title, message.link) if part) + "\n")
    return mail


def _refused(code: int) -> Delivery:
    return Delivery(Outcome.REFUSED if 500 <= code < 600 else Outcome.LATER, f"SMTP {code}")
