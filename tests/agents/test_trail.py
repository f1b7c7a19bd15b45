"""What runs left behind, read for people."""

from dataclasses import replace

import pytest

from ledgerflow.agents.records import CallRecord, RunOutcome
from ledgerflow.agents.services import run_close
from ledgerflow.agents.trail import is_under_way, look_up_newest, run_trail, runs_of, sources_of
from ledgerflow.core.errors import AccessError
from tests.agents.asked import priced, run

MESSAGES = (
    {"role": "system", "text": "Choose an account."},
    {"role": "user", "text": "<data>{}</data>"},
    {"role": "model", "text": "", "calls": [{"name": "search_web", "arguments": '{"query":"x"}'}]},
    {"role": "tool", "name": "search_web", "text": "[]"},
    {"role": "note", "text": "asked again"},
    {"role": "strange", "text": "left out"},
)
CALLS = tuple(
    CallRecord(n, "search_web", "tools.search_tool.search_web", {"query": f"q{n}"}, "[]", "ok")
    for n in (1, 2)
)


def closed(books, **outcome):
    spec = priced()
    opened = run(books, spec, 3)
    fields = {"messages": MESSAGES, "calls": CALLS} | outcome
    run_close(run=opened, spec=spec, outcome=RunOutcome("answered", **fields))
    return opened.pk


def test_a_run_is_told_step_by_step_with_every_call(books):
    with books.scope():
        trail = run_trail(books.business, closed(books))
    assert [step.title for step in trail.steps] == [
        "Instructions to the model",
        "Data for the model",
        "The model",
        "Tool search_web",
        "Note",
        "Tool search_web",
    ]
    assert trail.steps[2].text == 'calls search_web {"query":"x"}'
    assert trail.steps[3].call.arguments == {"query": "q1"}
    assert trail.steps[5].call.arguments == {"query": "q2"}


def test_a_call_that_was_not_made_does_not_stand_for_another(books):
    messages = (
        {"role": "tool", "name": "search_web", "text": '{"error":"Not called."}'},
        {"role": "tool", "name": "search_web", "text": '{"error":"it is \\"down\\""}'},
        {"role": "tool", "name": "search_web", "text": "[]"},
    )
    failed = replace(CALLS[0], outcome="failed", result="", error='it is "down"')
    with books.scope():
        trail = run_trail(
            books.business, closed(books, messages=messages, calls=(failed, CALLS[1]))
        )
    assert [step.title for step in trail.steps] == [
        "Not called: search_web",
        "Tool search_web",
        "Tool search_web",
    ]
    assert [step.call and step.call.arguments["query"] for step in trail.steps] == [
        None,
        "q1",
        "q2",
    ]


@pytest.mark.parametrize("messages", [({"role": "model", "calls": None},), ("text",), ()])
def test_a_record_of_another_shape_still_shows_its_calls(books, messages):
    with books.scope():
        trail = run_trail(books.business, closed(books, messages=messages))
    assert [step.call.position for step in trail.steps if step.call] == [1, 2]


def test_sources_are_addresses_of_the_web_only():
    said = [
        {"url": "https://a.example/x", "title": "A", "quote": "we sell paint"},
        {"url": "http://b.example", "title": ""},
        {"url": "javascript:alert(1)", "title": "no"},
        {"title": "none"},
        "text",
    ]
    found = sources_of({"sources": said})
    assert [(one.url, one.title) for one in found] == [
        ("https://a.example/x", "A"),
        ("http://b.example", "http://b.example"),
    ]
    assert sources_of(None) == sources_of({"sources": "x"}) == ()


def test_runs_are_listed_newest_first_and_anothers_run_is_not_there(books, make_books):
    other = make_books(name="Other Books")
    with other.scope():
        theirs = closed(other, messages=())
    with books.scope():
        first, second = closed(books), run(books, priced(), 9).pk
        assert [one.pk for one in runs_of(books.business)] == [second, first]
        with pytest.raises(AccessError, match="has no run"):
            run_trail(books.business, theirs)
        assert look_up_newest(books.business) is None
        assert not is_under_way(None)
