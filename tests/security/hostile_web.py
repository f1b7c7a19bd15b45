"""A web whose search results and pages all carry one injection, over real HTTP.

Here: the search server (tests/tools/fake_searxng.py) with results that lead to a page server, and
what was asked of both. Not here: the texts.
"""

import html
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.tools import fake_searxng


@dataclass
class Web:
    """`search_url` and `page_host` are this machine's; `read` are the page paths asked for."""

    search_url: fake_searxng.BaseUrl
    page_host: str
    text: str = ""
    read: list[str] = field(default_factory=list)

    @property
    def page_url(self) -> str:
        """The page that every search finds."""
        return f"http://{self.page_host}/about"

    def says(self, text: str) -> None:
        """Put this text into titles, snippets and the page."""
        self.text = text
        result = {"title": text, "url": self.page_url, "content": text, "engine": "x"}
        self.search_url.results = [result, {"title": text, "url": None, "content": text}]


@contextmanager
def hostile_web() -> Iterator[Web]:
    """Both servers; nothing is said yet."""
    with fake_searxng.serve("given") as search_url:
        server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
        server.daemon_threads = True
        web = Web(search_url, f"127.0.0.1:{server.server_port}")
        server.web = web  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield web
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        web: Web = self.server.web  # type: ignore[attr-defined]
        web.read.append(self.path)
        said = html.escape(web.text)
        body = f"<title>{said}</title><p>About us</p><p>{said}</p><!-- {said} -->".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Quiet."""
