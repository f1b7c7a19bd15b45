"""Someone with a browser on this machine: HTTP or HTTPS under the name of a host, with cookies.

Here: requests, forms with their token, signing in, sending a statement. Not here: containers
(projects.py), tests.
"""

import http.client
import json
import re
import socket
import ssl
import urllib.parse
from dataclasses import dataclass, field
from typing import Any

ADDRESS = "127.0.0.1"
TIMEOUT = 20.0


class _Secure(http.client.HTTPSConnection):
    """Connects to this machine, and asks for a host's certificate there."""

    def __init__(self, port: int, host: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=TIMEOUT, context=context)
        self.trusted = context

    def connect(self) -> None:
        plain = socket.create_connection((ADDRESS, self.port), TIMEOUT)
        self.sock = self.trusted.wrap_socket(plain, server_hostname=self.host)


@dataclass
class Answer:
    """An HTTP answer, read to its end; header names in small letters."""

    status: int
    headers: dict[str, str]
    body: str

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class Visitor:
    """One visitor. `roots` (PEM) are the trusted certificates; "" speaks plain HTTP."""

    port: int
    host: str
    roots: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def _connection(self) -> http.client.HTTPConnection:
        if not self.roots:
            return http.client.HTTPConnection(ADDRESS, self.port, timeout=TIMEOUT)
        context = ssl.create_default_context(cadata=self.roots)
        return _Secure(self.port, self.host, context)

    def request(self, method: str, path: str, body: bytes | str = b"", **headers: str) -> Answer:
        """One request; OSError when nobody answers."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {"Host": self.host, "Cookie": cookie, "Referer": f"https://{self.host}{path}"}
        connection = self._connection()
        try:
            connection.request(method, path, body, own | headers)
            raw = connection.getresponse()
            text = raw.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for name, value in raw.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return Answer(raw.status, {k.lower(): v for k, v in raw.getheaders()}, text)

    def get(self, path: str, **headers: str) -> Answer:
        """A page."""
        return self.request("GET", path, **headers)

    def answers(self, path: str) -> int:
        """The status of a page, 0 when nobody answers."""
        try:
            return self.get(path).status
        except (OSError, http.client.HTTPException):
            return 0

    def post(
        self, page: str, path: str, fields: dict[str, str], file: tuple[str, bytes] | None = None
    ) -> Answer:
        """Send a form as the page shows it; `file` is a name and its bytes."""
        shown = self.get(page).body
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown)
        assert token, shown[:2000]
        fields = {"csrfmiddlewaretoken": token[1], **fields}
        if file is None:
            kind, body = (
                "application/x-www-form-urlencoded",
                urllib.parse.urlencode(fields).encode(),
            )
        else:
            kind, body = _multipart(fields, *file)
        return self.request("POST", path, body, **{"Content-Type": kind})

    def sign_in(self, email: str, password: str) -> None:
        """Through the page, with its token."""
        self.cookies.clear()
        answer = self.post("/sign-in/", "/sign-in/", {"username": email, "password": password})
        assert answer.status == 302, (answer.status, answer.body[:2000])

    def send_statement(self, page: str, name: str, data: bytes) -> None:
        """Upload on the page of a business, to a new account."""
        fields = {"account": "new", "new_name": "Savings", "new_kind": "savings"}
        answer = self.post(page, f"{page}statements/", fields, (name, data))
        assert answer.status == 302, (answer.status, answer.body[:2000])


def _multipart(fields: dict[str, str], name: str, data: bytes) -> tuple[str, bytes]:
    edge = "invented-edge-of-a-form"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + data + b"\r\n")
    return f"multipart/form-data; boundary={edge}", b"".join(parts) + f"--{edge}--\r\n".encode()
