"""How mail is sent, from one address like smtp://user:password@host:25.

Here: taking LEDGERFLOW_EMAIL_URL apart. Not here: any mail.
"""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}
SENDER = "ledgerflow@localhost"
MALFORMED = (
    "LEDGERFLOW_EMAIL_URL must look like smtp://user:password@host:25?from=books@example.org"
    " (or smtps://, smtp+tls://; special characters in user and password as %XX)"
)


@dataclass(frozen=True)
class Mail:
    """What Django's EMAIL_* settings take; without a host mail goes to standard output."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    scheme: str = ""
    sender: str = SENDER

    @property
    def backend(self) -> str:
        """The dotted name of Django's e-mail backend."""
        kind = "smtp" if self.host else "console"
        return f"django.core.mail.backends.{kind}.EmailBackend"

    @property
    def use_ssl(self) -> bool:
        """TLS from the first byte on."""
        return self.scheme == "smtps"

    @property
    def use_tls(self) -> bool:
        """STARTTLS."""
        return self.scheme == "smtp+tls"


def mail_settings(url: str) -> Mail:
    """Read the address; "" is no mail server. Raises ImproperlyConfigured without the value."""
    if not url:
        return Mail()
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
        query = parse_qs(parts.query, strict_parsing=bool(parts.query))
    except (ValueError, KeyError):
        raise ImproperlyConfigured(f"{MALFORMED}.") from None
    sender = query.pop("from", [SENDER])
    if not parts.hostname or parts.path.strip("/") or parts.fragment or query:
        raise ImproperlyConfigured(f"{MALFORMED}.")
    if len(sender) != 1 or "@" not in sender[0]:
        raise ImproperlyConfigured(f"{MALFORMED}; `from` is one e-mail address.")
    return Mail(
        parts.hostname,
        port,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        parts.scheme,
        sender[0],
    )
