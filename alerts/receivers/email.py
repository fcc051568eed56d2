"""A mailbox over SMTP: first message and steps as mails of one conversation; edits are not mailed."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from alerts.render.hostile import cut, plain
from alerts.render.plain import plain_text
from alerts.spec.routes import EmailReceiver
from tocsin.errors import DeliveryFault, ReceiverGone
from tocsin.model import Notification

TIMEOUT = 20  #: seconds


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

    async def post(self, note: Notification, *, root: str | None, late: bool) -> str:
        """Send a mail; return its Message-ID."""
        mail = letter(note, self._spec, self._language, root=root, late=late)
        await asyncio.to_thread(self._send, mail)
        return str(mail["Message-ID"])

    async def edit(self, note: Notification, *, ts: str, late: bool) -> None:
        """Do nothing: a mail cannot be changed, and numbers alone are not worth another."""
        del note, ts, late

    async def find(self, note: Notification, *, root: str | None, since: datetime) -> str | None:
        """Return nothing: what was mailed cannot be looked up."""
        del note, root, since
        return None

    async def close(self) -> None:
        """Do nothing: no connection is kept."""

    def _send(self, mail: EmailMessage) -> None:
        spec = self._spec
        try:
            if spec.security == "tls":
                server: smtplib.SMTP = smtplib.SMTP_SSL(
                    spec.host, spec.port, timeout=TIMEOUT, context=ssl.create_default_context()
                )
            else:
                server = smtplib.SMTP(spec.host, spec.port, timeout=TIMEOUT)
            with server:
                if spec.security == "starttls":
                    server.starttls(context=ssl.create_default_context())
                if self._user and self._password:
                    server.login(self._user, self._password)
                server.send_message(mail)
        except smtplib.SMTPAuthenticationError as error:
            raise ReceiverGone(f"the mail server refuses our password ({error.smtp_code})") from error
        except smtplib.SMTPRecipientsRefused as error:
            raise DeliveryFault("the mail server refuses every recipient", retry=False) from error
        except smtplib.SMTPResponseException as error:
            raise DeliveryFault(
                f"the mail server answered {error.smtp_code}", retry=error.smtp_code < 500
            ) from error
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryFault(f"the mail server cannot be reached: {error}", retry=True) from error


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
