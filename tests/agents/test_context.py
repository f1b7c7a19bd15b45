"""What tools may ask for during a run, and the record of what left."""

import datetime as dt
import hashlib
import threading
from decimal import Decimal

import pytest
from django.core.cache import caches

from ledgerflow.agents import context as module
from ledgerflow.agents.addresses import host_and_port
from ledgerflow.agents.context import RunContext, operator_context
from ledgerflow.agents.records import OutboundRecord
from tests.loopback import closed_port, serving
from tools.context import Fetched, MerchantFact, SimilarDecision, ToolContext
from tools.errors import OutboundRefused, ToolFailed
from tools.outbound.addresses import OutboundPolicy

DECISION = SimilarDecision(
    "HARBOR", "Harbor", "6150 Supplies", Decimal(100), 3, dt.date(2025, 1, 2), "out"
)


def run(searxng_url=None, **given):
    """A context; loopback pages are allowed where a page policy is given."""
    return RunContext(searxng_url=searxng_url, policy=OutboundPolicy(), **given)


def pages_of(base):
    """A policy under which a server of a test may be read like a page."""
    return OutboundPolicy(private_hosts=frozenset({host_and_port(base)}))


@pytest.fixture
def server():
    """A server with a page and a search."""
    answers = {"/page": (200, b"lamps"), "/search?q=x": (200, b"{}"), "/off": (403, b"no")}
    with serving(answers) as base:
        yield base


def test_it_is_what_tools_ask_for():
    context: ToolContext = run()
    assert context.seconds_left > 10**6
    assert 0 < run().for_call(3).seconds_left <= 3


def test_a_page_that_a_search_returned_is_read_and_recorded(server):
    context = run(page_policy=pages_of(server))
    context.found_add([f"{server}/page"])
    fetched = context.fetch(f"{server}/page", purpose="page", seconds=5, max_bytes=99)
    assert (fetched.status, fetched.body) == (200, b"lamps")
    (record,) = context.outbound
    assert (record.purpose, record.method, record.url) == ("page", "GET", f"{server}/page")
    assert (record.host, record.address, record.status) == ("127.0.0.1", "127.0.0.1", 200)
    assert record.sent_text == record.url
    assert record.sent_sha256 == hashlib.sha256(record.url.encode()).hexdigest()
    assert record.sent_bytes > len("GET /page")
    assert record.received_bytes > len("lamps")
    assert record.refused == ""


@pytest.mark.parametrize("url", ["{}/page", "{}/other", "https://evil.example/?d=1", "no address"])
def test_no_page_is_read_that_no_search_returned(server, url):
    context = run(page_policy=pages_of(server))
    wanted = url.format(server)
    with pytest.raises(OutboundRefused, match="No search of this run returned"):
        context.fetch(wanted, purpose="page", seconds=5, max_bytes=99)
    (record,) = context.outbound
    assert (record.url, record.status, record.sent_bytes) == (wanted, None, 0)
    assert record.refused == "No search of this run returned this address."


def test_a_page_on_a_private_host_of_the_models_is_not_read(server):
    """A search result may name a server of the operator's own; it stays out of reach."""
    context = RunContext(searxng_url=None, policy=pages_of(server))
    context.found_add([f"{server}/page"])
    with pytest.raises(OutboundRefused):
        context.fetch(f"{server}/page", purpose="page", seconds=5, max_bytes=99)
    assert context.outbound[0].refused


def test_a_search_goes_to_the_search_server_though_it_is_private(server):
    context = run(server)
    fetched = context.fetch(f"{server}/search?q=x", purpose="search", seconds=5, max_bytes=99)
    assert fetched.body == b"{}"
    assert context.outbound[0].purpose == "search"


@pytest.mark.parametrize(
    ("url", "purpose"),
    [
        ("https://evil.example/search?q=secret", "search"),
        ("http://127.0.0.1:1/search", "search"),
        ("{}.evil.example/search", "search"),
        ("{}/page", "page"),
        ("{}/page", "model"),
        ("{}/page", ""),
    ],
)
def test_a_search_goes_nowhere_else(server, url, purpose):
    context = run(server)
    with pytest.raises(OutboundRefused):
        context.fetch(url.format(server), purpose=purpose, seconds=5, max_bytes=99)
    assert [record.status for record in context.outbound] == [None]


def test_without_a_search_server_there_is_no_search(server):
    with pytest.raises(OutboundRefused, match="SEARXNG_URL"):
        run().fetch(f"{server}/search?q=x", purpose="search", seconds=5, max_bytes=99)


def test_a_page_of_the_search_server_is_held_to_the_rules_of_pages(server):
    context = run(server)
    context.found_add([f"{server}/page"])
    with pytest.raises(OutboundRefused):
        context.fetch(f"{server}/page", purpose="page", seconds=5, max_bytes=99)


def test_a_server_that_is_down_is_a_failure_of_the_tool():
    base = f"http://127.0.0.1:{closed_port()}"
    with pytest.raises(ToolFailed) as caught:
        run(base).fetch(f"{base}/search?q=x", purpose="search", seconds=5, max_bytes=99)
    assert not isinstance(caught.value, OutboundRefused)


def test_a_call_has_the_time_that_is_left(monkeypatch):
    asked = []

    def answer(url, *, seconds, **_):
        asked.append(seconds)
        return Fetched(url, 200, "text/plain", b"")

    monkeypatch.setattr(module, "get", answer)
    now = [100.0]
    context = run(clock=lambda: now[0])
    context.found_add(["https://a.example/"])
    view = context.for_call(10)
    now[0] += 7
    for seconds in (30, 1):
        view.fetch("https://a.example/", purpose="page", seconds=seconds, max_bytes=9)
    assert asked == [3.0, 1]
    now[0] += 7
    with pytest.raises(ToolFailed, match="time of this call is over"):
        view.fetch("https://a.example/", purpose="page", seconds=30, max_bytes=9)
    assert len(asked) == 2


def test_a_call_that_is_over_neither_asks_nor_adds():
    context = run(similar=lambda text, limit: [DECISION], merchants=lambda name, limit: [])
    view = context.for_call(10)
    view.close()
    assert view.seconds_left == 0
    view.found_add(["https://late.example/"])
    assert context.found == set()
    for ask in (view.similar, view.merchants):
        with pytest.raises(ToolFailed):
            ask("x", 3)


def test_addresses_are_found_however_they_are_written():
    context = run()
    context.found_add(["https://Example.com", "javascript:alert(1)", "", "http://b.example:80/x"])
    assert context.was_found("https://example.com/#top")
    assert context.was_found("http://b.example/x")
    assert not context.was_found("javascript:alert(1)")
    assert not context.was_found("")
    assert not context.was_found("https://example.com/other")


def test_a_call_tells_what_it_asked_for_in_vain():
    view = run().for_call(5)
    view.found_add(["https://a.example/", 3])
    assert view.was_found("https://a.example/")
    assert not view.was_found("https://b.example/" + "x" * 2_000)
    assert view.found == ["https://a.example/"]
    assert [len(url) for url in view.not_found] == [1_000]


def test_records_stay_bounded():
    context = run()
    context.found_add(f"https://a.example/{n}" for n in range(5_000))
    context.found_add(["https://b.example/"])
    for _ in range(1_000):
        context.outbound_add(OutboundRecord("page", "GET", "https://a.example/", "a.example"))
    assert len(context.found) == 1_000
    assert len(context.outbound) == 500


def test_records_of_several_threads_are_all_kept():
    context = run()
    record = OutboundRecord("page", "GET", "https://a.example/", "a.example")

    def add(number):
        for n in range(20):
            context.outbound_add(record)
            context.found_add([f"https://a.example/{number}/{n}"])

    threads = [threading.Thread(target=add, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(context.outbound) == len(context.found) == 200


def test_the_books_are_asked_for_a_few_rows_only():
    asked = []

    def similar(text, limit):
        asked.append((text, limit))
        return [DECISION]

    context = run(similar=similar, merchants=lambda name, limit: [MerchantFact(name, "", "", "")])
    view = context.for_call(5)
    assert view.similar("harbor", 10_000) == (DECISION,)
    assert context.similar("harbor", -3) == (DECISION,)
    assert asked == [("harbor", 20), ("harbor", 1)]
    assert view.merchants("Harbor", 3)[0].name == "Harbor"


def test_without_a_business_there_are_no_books():
    for ask in (run().similar, run().merchants):
        with pytest.raises(ToolFailed):
            ask("harbor", 3)


def test_what_was_made_is_kept_for_its_business():
    caches["default"].clear()
    made = iter(["first", "second", "third"])

    def kept(context):
        return context.for_call(5).kept("search:x", 60, lambda: next(made))

    assert [kept(run(scope="1:2")), kept(run(scope="1:2"))] == ["first", "first"]
    assert kept(run(scope="1:3")) == "second"
    assert kept(run()) == "third"
    caches["default"].clear()


def test_the_settings_say_what_an_operator_s_context_may_reach(settings):
    settings.SEARXNG_URL = "http://searxng:8080"
    settings.PRIVATE_HOSTS = frozenset({"localhost:11434"})
    context = operator_context(scope="1:2")
    assert context.for_call(1).searxng_url == "http://searxng:8080"
    assert context.policy.private_hosts == {"localhost:11434"}
    assert context.page_policy.private_hosts == frozenset()
