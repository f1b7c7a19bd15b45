"""Sources stand only where a call of the run returned them, word for word."""

import json

import pytest

from ledgerflow.agents.kinds.quoting import SourceGiven, sources_checked, website_checked
from ledgerflow.agents.records import CallRecord

URL = "https://quill.example/about"
FOUND = {
    "query": "quill",
    "results": [
        {"title": "Quill &amp; Co", "url": URL, "snippet": "Paper  and pens\nsince 1990."},
        {
            "title": "Other",
            "url": "https://other.example/",
            "snippet": "Something else, at www.pens.example.",
        },
    ],
}


def call(result: object = FOUND, outcome: str = "ok", tool: str = "search_web") -> CallRecord:
    text = result if isinstance(result, str) else json.dumps(result)
    return CallRecord(1, tool, f"tools.search_tool.{tool}", {}, text, outcome)


def source(
    quote: str = "paper and pens since 1990", url: str = URL, title: str = ""
) -> SourceGiven:
    return SourceGiven(url=url, title=title, quote=quote)


def test_a_quote_that_was_returned_stands_under_the_title_that_was_returned() -> None:
    kept, refusals = sources_checked([source(title="Invented title")], [call()])
    assert kept == [
        {"url": URL, "title": "Quill &amp; Co", "quote": "paper and pens since 1990"},
    ]
    assert refusals == []


@pytest.mark.parametrize(
    "quote",
    [
        "PAPER AND\tPENS   since 1990",
        "“Paper and pens since 1990.”",
        "... and pens ...",
        "quill & co",
    ],
)
def test_spaces_case_and_marks_around_a_quote_do_not_matter(quote: str) -> None:
    assert len(sources_checked([source(quote)], [call()])[0]) == 1


@pytest.mark.parametrize(
    ("given", "calls", "why"),
    [
        (source(url="https://evil.example/?q=SECRET"), [call()], "address"),
        (source(), [], "address"),
        (source(), [call(outcome="refused")], "address"),
        (source("Rocket fuel since 1990"), [call()], "quote"),
        (source("Something else"), [call()], "quote"),
        (source(""), [call()], "quote"),
        (source("a"), [call()], "quote"),
        (source("'…'"), [call()], "quote"),
    ],
)
def test_what_no_call_returned_is_dropped_and_told_without_its_text(
    given: SourceGiven, calls: list[CallRecord], why: str
) -> None:
    kept, (refusal,) = sources_checked([given], calls)
    assert kept == []
    assert (refusal.what, why in refusal.detail) == ("quote", True)
    assert "SECRET" not in refusal.detail
    assert "Rocket" not in refusal.detail


def test_a_result_that_was_cut_still_bears_its_quotes_out() -> None:
    cut = json.dumps(FOUND)[:-60] + " [cut]"
    assert len(sources_checked([source("Paper and pens")], [call(cut)])[0]) == 1
    assert sources_checked([source("Rocket fuel")], [call(cut)])[0] == []


def test_a_result_nested_without_end_is_read_as_text() -> None:
    deep = '{"url": "' + URL + '", "x": ' + "[" * 50_000
    assert sources_checked([source("pens and ink")], [call(deep)])[0] == []
    assert website_checked("quill.example", [call(json.dumps(nested(900)))])[0] == "quill.example"


def nested(depth: int) -> object:
    value: object = {"url": URL}
    for _ in range(depth):
        value = [value]
    return value


def test_a_slash_at_the_end_of_an_address_does_not_matter() -> None:
    (kept,), _ = sources_checked([source(url=URL + "/")], [call()])
    assert kept["url"] == URL, "as it was returned"


def test_a_note_behind_the_result_does_no_harm() -> None:
    assert len(sources_checked([source()], [call(json.dumps(FOUND) + "\n(cut)")])[0]) == 1


def test_a_page_is_a_source_and_a_repeated_source_counts_once() -> None:
    page = {"url": "https://quill.example/", "title": "Quill", "text": "We sell ink."}
    given = [source("we sell ink", "https://quill.example/")] * 9
    kept, refusals = sources_checked(given, [call(page, tool="read_page")])
    assert (len(kept), refusals) == (1, [])


def test_there_are_five_sources_at_most() -> None:
    results = [{"url": f"https://{n}.example/", "snippet": "pens and ink"} for n in range(9)]
    given = [source("pens and ink", row["url"]) for row in results]
    assert len(sources_checked(given, [call({"results": results})])[0]) == 5


@pytest.mark.parametrize(
    ("website", "host"),
    [
        ("https://www.quill.example", "quill.example"),
        ("quill.example/shop?steal=1", "quill.example"),
        ("pens.example", "pens.example"),
    ],
)
def test_of_a_website_that_a_call_named_the_host_stays(website: str, host: str) -> None:
    assert website_checked(website, [call()]) == (host, [])


@pytest.mark.parametrize(
    "website",
    ["https://evil.example", "javascript:alert(1)", "http://[", "x", "ill.example", "quill.exam"],
)
def test_a_website_that_no_call_named_goes(website: str) -> None:
    kept, (refusal,) = website_checked(website, [call()])
    assert (kept, refusal.what) == ("", "quote")


def test_no_website_is_no_fault() -> None:
    assert website_checked(" ", []) == ("", [])
