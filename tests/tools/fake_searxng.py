"""A SearXNG that is none: its shapes over real HTTP, and every way it can be down.

Here: `serve(mode)`, whose modes can change while it runs. Not here: tests. The bodies in
searxng_shapes/ are invented, in the shapes that SearXNG has; `{base}` in them is this server.

    with serve("ok") as base_url:      # a str
        ...
        base_url.mode = "limiter"
        base_url.results = [...]       # what mode "given" answers with
        base_url.queries               # what was searched for, in order
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

SHAPES = Path(__file__).parent / "searxng_shapes"
JSON, HTML = "application/json", "text/html; charset=utf-8"
SHAPE_OF_MODE = {
    "ok": (200, JSON, "ok.json"),
    "json_off": (403, HTML, "json_off.html"),
    "limiter": (429, HTML, "limiter.html"),
    "bad_parameter": (400, JSON, "bad_parameter.json"),
    "unknown_format": (200, HTML, "results_page.html"),
    "engines": (200, JSON, "engines.json"),
    "silent": (200, JSON, "silent.json"),
    "empty": (200, JSON, "empty.json"),
    "keyvalue": (200, JSON, "keyvalue.json"),
    "markup": (200, JSON, "markup.json"),
    "wrong_types": (200, JSON, "wrong_types.json"),
    "results_no_list": (200, JSON, "results_no_list.json"),
    "a_list": (200, JSON, "a_list.json"),
    "error_500": (500, HTML, "error_500.html"),
}
ODD_MODES = ("given", "limiter_after_4", "slow", "drip", "down", "truncated", "huge", "deep",
             "redirect", "gone")  # fmt: skip
MODES = (*SHAPE_OF_MODE, *ODD_MODES)
RAPID_MOST = 4
DRIP_SECONDS = 0.03


class BaseUrl(str):
    """The server's address, with the knobs and the records of the fake behind it."""

    mode: str
    results: list[dict[str, Any]]
    queries: list[str]
    paths: list[str]
    ended: threading.Event


@contextmanager
def serve(mode: str = "ok") -> Iterator[BaseUrl]:
    """The fake in one of MODES on a port of this machine; gives its address."""
    assert mode in MODES
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    base = BaseUrl(f"http://127.0.0.1:{server.server_port}")
    base.mode, base.results, base.queries, base.paths = mode, [], [], []
    base.ended = threading.Event()
    server.fake = base  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield base
    finally:
        base.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()


def shape(name: str, base: str) -> bytes:
    """A recorded body with this server's address filled in."""
    text = (SHAPES / name).read_text(encoding="utf-8")
    return text.replace("{base}", base).replace("{netloc}", urlsplit(base).netloc).encode()


class _Handler(BaseHTTPRequestHandler):
    server_version, sys_version = "granian", ""

    def do_GET(self) -> None:
        fake: BaseUrl = self.server.fake  # type: ignore[attr-defined]
        fake.paths.append(self.path)
        parts = urlsplit(self.path)
        with suppress(ConnectionError):
            if fake.mode == "down":
                return
            if parts.path == "/healthz":
                self._send(200, "text/plain", b"OK")
            elif parts.path.startswith("/pages/"):
                self._send(200, HTML, shape("page.html", fake))
            elif parts.path == "/search" and fake.mode != "gone":
                self._search(fake, parse_qs(parts.query, keep_blank_values=True))
            else:
                self._send(404, HTML, b"Not Found")

    def _search(self, fake: BaseUrl, asked: dict[str, list[str]]) -> None:
        query = asked.get("q", [""])[0]
        if query:
            fake.queries.append(query)
        odd = getattr(self, f"_{fake.mode}", None)
        if odd:
            odd(fake, query)
        elif fake.mode in ("json_off", "limiter", "error_500"):
            self._shape(fake, *SHAPE_OF_MODE[fake.mode])
        elif not query.strip():
            self._shape(fake, 400, JSON, "no_query.json")
        elif not asked.get("pageno", ["1"])[0].isdigit():
            self._shape(fake, 400, JSON, "bad_parameter.json")
        elif asked.get("format") != ["json"]:
            self._shape(fake, 200, HTML, "results_page.html")
        else:
            self._shape(fake, *SHAPE_OF_MODE[fake.mode])

    def _shape(self, fake: BaseUrl, status: int, kind: str, name: str) -> None:
        self._send(status, kind, shape(name, fake))

    def _send(self, status: int, kind: str, body: bytes, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def _given(self, fake: BaseUrl, query: str) -> None:
        body = {"query": query, "results": fake.results, "answers": [], "corrections": [],
                "infoboxes": [], "suggestions": [], "unresponsive_engines": []}  # fmt: skip
        self._send(200, JSON, json.dumps(body).encode())

    def _limiter_after_4(self, fake: BaseUrl, _query: str) -> None:
        name = "limiter" if len(fake.queries) > RAPID_MOST else "ok"
        self._shape(fake, *SHAPE_OF_MODE[name])

    def _slow(self, fake: BaseUrl, _query: str) -> None:
        fake.ended.wait(30)

    def _drip(self, fake: BaseUrl, _query: str) -> None:
        self._send(200, JSON, b"", length=1_000_000)
        while not fake.ended.wait(DRIP_SECONDS):
            self.wfile.write(b" ")

    def _truncated(self, fake: BaseUrl, _query: str) -> None:
        self._send(200, JSON, shape("ok.json", fake)[:700])

    def _huge(self, _fake: BaseUrl, _query: str) -> None:
        self._send(200, JSON, b'{"results": [' + b" " * 10_000_000 + b"]}")

    def _deep(self, _fake: BaseUrl, _query: str) -> None:
        self._send(200, JSON, b"[" * 200_000)

    def _redirect(self, _fake: BaseUrl, _query: str) -> None:
        self.send_response(302)
        self.send_header("Location", "https://elsewhere.example/search")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Quiet."""
