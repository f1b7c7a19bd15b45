"""The tool search_web: what is asked, how often, and what of the answer is kept."""

import json
import threading

import pytest

from tests.tools.contexts import PlainContext
from tests.tools.fake_searxng import serve
from tools.errors import ToolFailed, ToolRetry
from tools.search_tool import __all__ as exported
from tools.search_tool import search_web


@pytest.fixture
def fake():
    with serve("ok") as base_url:
        yield base_url


def test_it_is_the_one_function_that_the_package_exports():
    assert exported == ["search_web"]


def test_without_a_server_the_operator_hears_which_setting_is_missing():
    with pytest.raises(ToolFailed) as caught:
        search_web(PlainContext(None), "old mill roasters")
    assert "SEARXNG_URL" in caught.value.hint


@pytest.mark.parametrize("query", ["", "  ", "\n", "!!", 7, None, "x" * 201, "\u200b"])
def test_a_query_without_words_or_too_long_goes_back_to_the_model(fake, query):
    with pytest.raises(ToolRetry):
        search_web(PlainContext(fake), query)
    assert fake.queries == []


def test_a_query_is_one_line_of_what_can_be_seen(fake):
    search_web(PlainContext(fake), "  old\nmill\t\u202eroasters\u200b  ")
    assert fake.queries == ["old mill roasters"]


@pytest.mark.parametrize("query", ["!!g old mill", "!images old mill", ":de old mill",
                                   "<3 old mill", "?wp old mill"])  # fmt: skip
def test_a_query_gives_no_orders_to_the_search_server(fake, query):
    search_web(PlainContext(fake), query)
    assert fake.queries[0].endswith("old mill")
    assert not set("!:<?") & {word[0] for word in fake.queries[0].split()}


def test_a_query_cannot_add_parameters(fake):
    search_web(PlainContext(fake), "old&format=html#mill")
    assert fake.queries == ["old&format=html#mill"]


def test_the_count_is_kept_to(fake):
    assert len(json.loads(search_web(PlainContext(fake), "mill", 2))["results"]) == 2
    assert len(json.loads(search_web(PlainContext(fake), "mill", -5))["results"]) == 1
    assert len(json.loads(search_web(PlainContext(fake), "mill", 10**9))["results"]) == 3
    with pytest.raises(ToolRetry):
        search_web(PlainContext(fake), "mill", "many")


def test_the_same_question_is_asked_once_a_day(fake):
    context = PlainContext(fake)
    first = search_web(context, "Old Mill Roasters")
    assert search_web(context, " old  mill ROASTERS ") == first
    assert len(fake.queries) == 1
    search_web(context, "Old Mill Roasters", 2)
    assert len(fake.queries) == 2


def test_kept_results_count_as_found_in_the_run_that_gets_them(fake):
    first, second = PlainContext(fake), PlainContext(fake)
    search_web(first, "mill")
    second.cache = first.cache
    search_web(second, "mill")
    assert second.fetched == []
    assert second.found == first.found != set()


@pytest.mark.parametrize(
    "kept", ["", "[]", "{}", '{"results": 7}', '{"results": [{"url": "file:///etc"}]}', "no JSON"]
)
def test_a_cache_that_holds_something_else_makes_nothing_found(fake, kept):
    context = PlainContext(fake)
    context.kept = lambda *_: kept
    assert search_web(context, "mill") == kept
    assert context.found == set()


def test_failures_are_not_kept(fake):
    fake.mode = "error_500"
    context = PlainContext(fake)
    with pytest.raises(ToolFailed):
        search_web(context, "mill")
    fake.mode = "ok"
    assert json.loads(search_web(context, "mill"))["results"]


def test_many_long_results_stay_whole_json_of_bearable_length(fake):
    fake.mode = "given"
    fake.results = [
        {"title": '"' * 300, "url": f"https://s{n}.example/" + "a" * 470, "content": '"' * 900}
        for n in range(40)
    ]
    text = search_web(PlainContext(fake), "mill", 10)
    assert len(text) <= 7_800
    assert 3 <= len(json.loads(text)["results"]) <= 10


def test_after_three_failures_the_server_is_left_alone(fake):
    fake.mode = "json_off"
    for _ in range(3):
        with pytest.raises(ToolFailed):
            search_web(PlainContext(fake), "mill")
    asked = len(fake.queries)
    with pytest.raises(ToolFailed) as caught:
        search_web(PlainContext(fake), "mill")
    assert len(fake.queries) == asked == 3
    assert "3 failures in a row" in caught.value.message
    assert "JSON format is off" in caught.value.message
    assert "search.formats" in caught.value.hint


def test_questions_that_searxng_does_not_take_are_no_failures_of_the_server(fake):
    fake.mode = "bad_parameter"
    for _ in range(5):
        with pytest.raises(ToolFailed):
            search_web(PlainContext(fake), "mill")
    fake.mode = "ok"
    assert json.loads(search_web(PlainContext(fake), "mill"))["results"]


def test_threads_share_the_breaker_and_get_their_own_answers(fake):
    found = {}

    def work(number):
        found[number] = json.loads(search_web(PlainContext(fake), f"mill {number}"))["query"]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert found == {number: f"mill {number}" for number in range(8)}
