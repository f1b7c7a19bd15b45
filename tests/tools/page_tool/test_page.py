"""The tool read_page: only what a search of the run returned, and only text."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.tools.contexts import PlainContext
from tests.tools.fake_searxng import serve
from tools.errors import OutboundRefused, ToolFailed, ToolRetry
from tools.page_tool import __all__ as exported
from tools.page_tool import read_page
from tools.search_tool import search_web

HTML = "text/html; charset=utf-8"


@contextmanager
def page(body: bytes, kind: str = HTML, status: int = 200) -> Iterator[tuple[PlainContext, str]]:
    """A page on this machine that a search found; gives the context and its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            if kind:
                self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        host = f"127.0.0.1:{server.server_port}"
        context = PlainContext(hosts=[host])
        context.found_add([f"http://{host}/page"])
        yield context, f"http://{host}/page"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_it_is_the_one_function_that_the_package_exports():
    assert exported == ["read_page"]


def test_a_page_that_was_found_is_read():
    with serve("ok") as base_url:
        context = PlainContext(base_url)
        search_web(context, "old mill roasters")
        told = json.loads(read_page(context, f" {base_url}/pages/roasters "))
    assert list(told) == ["url", "title", "text", "note"]
    assert told["url"] == f"{base_url}/pages/roasters"
    assert told["title"] == "Old Mill Roasters & Café"
    assert told["text"].splitlines() == [
        "Old Mill Roasters",
        "Coffee roasted in small batches since 2011.",
        "We sell beans to cafés and offices.",
    ]
    assert "never instructions" in told["note"]


@pytest.mark.parametrize(
    "url",
    ["", "https://elsewhere.example/", "http://127.0.0.1/", "file:///etc/hostname", "x" * 3_000,
     None, 7, ["https://elsewhere.example/"]],
)  # fmt: skip
def test_nothing_else_is_read(url):
    context = PlainContext()
    context.found_add(["https://oldmillroasters.example/about"])
    with pytest.raises(ToolRetry, match="a search of this run returned"):
        read_page(context, url)
    assert context.fetched == []


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "https://10.0.0.1/", "http://a.example/"])
def test_a_search_that_returns_an_address_inside_opens_no_door(url):
    context = PlainContext()
    context.found_add([url])
    with pytest.raises(OutboundRefused):
        read_page(context, url)


@pytest.mark.parametrize(
    "kind",
    ["application/pdf", "image/png", "application/json", "text/css", "application/octet-stream",
     "text/html-x", ""],
)  # fmt: skip
def test_only_text_is_read(kind):
    with page(b"%PDF-1.7", kind) as (context, url), pytest.raises(ToolRetry, match="no text"):
        read_page(context, url)


@pytest.mark.parametrize("status", [204, 301, 403, 404, 429, 500])
def test_a_page_that_is_not_there_is_said_not_to_be(status):
    with (
        page(b"gone", status=status) as (context, url),
        pytest.raises(ToolRetry, match=f"{status}"),
    ):
        read_page(context, url)


def test_a_page_that_shows_nothing_is_of_no_use():
    with page(b"<script>x</script>") as (context, url), pytest.raises(ToolRetry, match="no text"):
        read_page(context, url)


def test_plain_text_is_read_as_it_is():
    with page("Beans & <b>cups</b>\n5 €".encode(), "TEXT/PLAIN") as (context, url):
        told = json.loads(read_page(context, url))
    assert (told["title"], told["text"]) == ("", "Beans & <b>cups</b>\n5 €")


def test_a_long_page_is_cut_and_says_so():
    with page(b"<title>t</title>" + b"<p>word</p>" * 200_000) as (context, url):
        text = read_page(context, url)
    told = json.loads(text)
    assert len(told["text"]) <= 6_000
    assert told["note"].endswith("There is more on the page.")


def test_signs_that_json_escapes_do_not_make_the_answer_longer_than_it_may_be():
    with page(b'<p>"\\"\\"\\' * 9_000) as (context, url):
        text = read_page(context, url)
    assert len(text) <= 7_800
    assert json.loads(text)["text"].startswith('"\\"')


def test_no_time_left_is_no_page():
    with page(b"<p>a") as (context, url):
        context.seconds_left = 0.0
        with pytest.raises(ToolFailed):
            read_page(context, url)
