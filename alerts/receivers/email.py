"""A mailbox over SMTP: first message and steps as mails of one conversation; edits are not mailed."""

from __future__ import annotations

import asyncio
import logging
import smtplib
import ssl
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from alerts.receiver import Look
from alerts.render.hostile import cut, plain
from alerts.render.plain import plain_text
from alerts.spec.routes import EmailReceiver
from tocsin.errors import DeliveryFault, ReceiverGone
from tocsin.model import Notification

_log = logging.getLogger(__name__)
TIMEOUT = 20  #: seconds
PERMANENT = 500  #: SMTP codes from here on are for good
CLOSING = 421  #: the service closes: whoever comes next meets the same


class Mailbox:
    """Sends mails to a few addresses; each mail's Message-ID is computed from the notification's id."""

    looks_up = False

    def __init__(
        self,
        spec: EmailReceiver,
        *,
        language: str = "en",
        user: str | None = None,
        password: str | None = None,
    ) -> None:
        self._spec = spec
        self._language = language
        self._user = user
        self._password = password

    async def post(self, note: Notification, *, root: str | None, late: bool, look: Look) -> str:
        """Send a mail; return its Message-ID."""
        mail = letter(note, self._spec, self._language, root=root, late=late)
        look()
        await asyncio.to_thread(self._send, mail)
        return str(mail["Message-ID"])

    async def edit(self, note: Notification, *, ts: str, late: bool) -> None:
        """Do nothing: a mail cannot be changed, and numbers alone are not worth another."""
        del note, ts, late

    async def find(self, note: Notification, *, root: str | None, since: datetime) -> str | None:
        """Return nothing: what was mailed cannot be looked up."""
        del note, root, since
        return None

    async def take_back(self, ts: str) -> None:
        """Do nothing: two mails of one message bear the same Message-ID."""
        del ts

    async def close(self) -> None:
        """Do nothing: no connection is kept."""

    def _send(self, mail: EmailMessage) -> None:
        server = self._connected()
        try:
            if self._user and self._password:
                server.login(self._user, self._password)
            refused = server.send_message(mail)
        except (smtplib.SMTPException, OSError) as error:
            raise _fault(error) from error
        finally:
            with suppress(smtplib.SMTPException, OSError):  # how they part says nothing about the mail
                server.quit()
            server.close()
        for address, (code, said) in refused.items():
            # the others have it, and a second mail would reach them twice
            _log.error("mail %s did not go to %s: %d %r", mail["Message-ID"], address, code, said)

    def _connected(self) -> smtplib.SMTP:
        """Return a connection; where there is none, no other mail would go out now either."""
        spec = self._spec
        try:
            if spec.security == "tls":
                return smtplib.SMTP_SSL(
                    spec.host, spec.port, timeout=TIMEOUT, context=ssl.create_default_context()
                )
            server = smtplib.SMTP(spec.host, spec.port, timeout=TIMEOUT)
            if spec.security == "starttls":
                server.starttls(context=ssl.create_default_context())
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryFault(
                f"the mail server cannot be reached: {error}", retry=True, whole=True
            ) from error
        return server


def _fault(error: smtplib.SMTPException | OSError) -> DeliveryFault:
    """Return what a refusal means: a code of 4xx is for now (RFC 5321, 4.2.1), one of 5xx for good."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted({code for code, _ in error.recipients.values()})
        said = f"the mail server refuses every recipient ({', '.join(map(str, codes))})"
        return DeliveryFault(said, retry=any(code < PERMANENT for code in codes))
    if isinstance(error, smtplib.SMTPAuthenticationError) and error.smtp_code >= PERMANENT:
        return ReceiverGone(f"the mail server refuses our password ({error.smtp_code})")
    if isinstance(error, smtplib.SMTPResponseException):
        said = f"the mail server answered {error.smtp_code}"
        return DeliveryFault(said, retry=error.smtp_code < PERMANENT, whole=error.smtp_code == CLOSING)
    return DeliveryFault(f"the connection to the mail server broke: {error}", retry=True)


def letter(
    note: Notification, spec: EmailReceiver, language: str, *, root: str | None, late: bool
) -> EmailMessage:
    """Return a notification as a mail; steps answer the first one, so that they stand together."""
    text = plain_text(note, language, late=late)
    domain = spec.sender.rpartition("@")[2].strip("<> ") or "tocsin.invalid"
    mail = EmailMessage()
    mail["Subject"] = cut(plain(text.split("\n")[0]), 180)
    mail["From"] = spec.sender
    mail["To"] = ", ".join(spec.to)
    mail["Date"] = format_datetime(note.at)
    mail["Message-ID"] = f"<{note.id}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    if root:
        mail["In-Reply-To"] = root
        mail["References"] = root
    mail.set_content(text)
    return mail
