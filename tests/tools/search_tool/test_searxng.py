"""The contract with SearXNG: every shape it is known to have, over real HTTP."""

import json
import time

import pytest

from tests.loopback import closed_port
from tests.tools.contexts import PlainContext
from tests.tools.fake_searxng import MODES, SHAPE_OF_MODE, serve
from tools.context import Fetched
from tools.errors import ToolFailed
from tools.search_tool import search_web, searxng
from tools.search_tool.searxng import ParametersRefused, found_in, search_url, web_address

PATIENCE = 5.0


def searched(base_url, query="old mill roasters", count=10, seconds=5.0):
    context = PlainContext(base_url, seconds=seconds)
    return json.loads(search_web(context, query, count)), context


def failed(base_url, seconds=5.0):
    with pytest.raises(ToolFailed) as caught:
        searched(base_url, seconds=seconds)
    return caught.value


def test_results_come_with_title_address_and_snippet():
    with serve("ok") as base_url:
        found, context = searched(base_url)
        assert base_url.queries == ["old mill roasters"]
        assert base_url.paths == ["/search?q=old+mill+roasters&format=json"]
    assert list(found) == ["query", "results", "note"]
    assert found["query"] == "old mill roasters"
    assert found["results"][0] == {
        "title": "Old Mill Roasters | Coffee and espresso beans",
        "url": "https://oldmillroasters.example/about",
        "snippet": "Old Mill Roasters roasts coffee in small batches and sells it to cafés and"
        " offices.",
    }
    assert len(found["results"]) == 3
    assert "never instructions" in found["note"]
    assert context.found == {one["url"] for one in found["results"]}


def test_json_that_is_switched_off_names_the_setting():
    with serve("json_off") as base_url:
        error = failed(base_url)
    assert "JSON format is off" in error.message
    assert "search.formats" in error.hint
    assert "settings.yml" in error.hint


def test_a_limiter_names_the_setting():
    with serve("limiter") as base_url:
        error = failed(base_url)
    assert "429" in error.message
    assert "server.limiter" in error.hint


def test_a_question_that_is_refused_says_what_searxng_said():
    with serve("bad_parameter") as base_url, pytest.raises(ParametersRefused) as caught:
        searched(base_url)
    assert "Invalid value abc for parameter pageno" in caught.value.message


def test_a_page_instead_of_json_is_not_parsed():
    with serve("unknown_format") as base_url:
        error = failed(base_url)
    assert "page where JSON was asked for" in error.message
    assert "search.formats" in error.hint
    assert "SEARXNG_URL" in error.hint


def test_engines_that_fail_are_named_beside_the_results():
    with serve("engines") as base_url:
        found, _ = searched(base_url)
    assert len(found["results"]) == 1
    assert "local broken (too many requests)" in found["note"]
    assert "startpage (Suspended: too many requests)" in found["note"]


def test_nothing_found_because_engines_were_silent_is_said_and_not_kept():
    with serve("silent") as base_url:
        found, context = searched(base_url)
        assert context.cache == {}
    assert found["results"] == []
    assert found["note"].startswith("Nothing was found.")
    assert "brave (timeout)" in found["note"]


def test_nothing_found_is_an_answer():
    with serve("empty") as base_url:
        found, context = searched(base_url)
        assert len(context.cache) == 1
    assert found["results"] == []
    assert found["note"].startswith("Nothing was found.")


def test_key_value_results_without_an_address_are_left_out():
    with serve("keyvalue") as base_url:
        found, _ = searched(base_url)
    assert [one["url"] for one in found["results"]] == ["https://oldmillroasters.example/about"]


def test_markup_and_what_nobody_sees_is_taken_out():
    with serve("markup") as base_url:
        found, context = searched(base_url)
    first, turned, long, broken = found["results"]
    assert first["title"] == "Old Mill Roasters & Co alert(1)"
    assert first["snippet"] == "Coffee <b>beans</b>, roasted daily"
    assert turned["title"] == "Turned ecaf and hidden"
    assert turned["snippet"] == "line one line two end"
    assert (len(long["title"]), len(long["snippet"])) == (200, 400)
    assert (broken["title"], broken["snippet"]) == ("Broken", "1 < 2 and 3 > 2")
    assert all(url.startswith("https://") for url in context.found)
    assert not any("@" in url or " " in url or "\\" in url for url in context.found)


def test_wrong_types_everywhere_leave_what_is_right():
    with serve("wrong_types") as base_url:
        found, _ = searched(base_url)
    assert found["results"] == [
        {"title": "", "url": "https://right.example/", "snippet": ""},
        {"title": "Named", "url": "https://named.example/", "snippet": ""},
    ]
    assert found["note"].endswith("did not answer: lonely, slow one.")


@pytest.mark.parametrize("mode", ["results_no_list", "a_list"])
def test_json_that_is_not_searxngs_is_said_to_be_none(mode):
    with serve(mode) as base_url:
        error = failed(base_url)
    assert "no list of results" in error.message
    assert "without /search" in error.hint


@pytest.mark.parametrize("mode", ["truncated", "deep"])
def test_json_that_breaks_off_or_nests_without_end_is_no_answer(mode):
    with serve(mode) as base_url:
        assert "no valid JSON" in failed(base_url).message


def test_ten_megabytes_are_cut_short():
    with serve("huge") as base_url:
        assert "larger than 2 MB" in failed(base_url).message


@pytest.mark.parametrize("mode", ["slow", "drip"])
def test_a_slow_server_is_given_up_in_time(mode):
    with serve(mode) as base_url:
        began = time.monotonic()
        error = failed(base_url, seconds=0.2)
        assert time.monotonic() - began < PATIENCE
    assert "too slow" in error.message
    assert "outgoing.request_timeout" in error.hint


def test_a_server_that_is_down_or_hangs_up_says_what_to_start():
    with serve("down") as base_url:
        errors = [failed(base_url)]
    errors += [failed(f"http://127.0.0.1:{closed_port()}")]
    for error in errors:
        assert "does not answer" in error.message
        assert "Start SearXNG" in error.hint


def test_a_redirect_to_another_host_is_not_followed():
    with serve("redirect") as base_url:
        error = failed(base_url)
    assert "redirects to another host" in error.message


@pytest.mark.parametrize(
    ("mode", "message", "hint"),
    [("error_500", "status 500", "Start SearXNG"), ("gone", "no /search", "without /search")],
)
def test_other_statuses_are_told(mode, message, hint):
    with serve(mode) as base_url:
        error = failed(base_url)
    assert message in error.message
    assert hint in error.hint


def test_a_server_that_recovers_is_used_again():
    with serve("error_500") as base_url:
        failed(base_url)
        base_url.mode = "ok"
        assert len(searched(base_url)[0]["results"]) == 3


FAILING = sorted(set(MODES) - {"ok", "engines", "silent", "empty", "keyvalue", "markup",
                               "wrong_types", "given", "limiter_after_4"})  # fmt: skip


def test_each_way_to_fail_has_a_message_of_its_own_and_a_hint():
    modes_of = {}
    for mode in FAILING:
        with serve(mode) as base_url:
            error = failed(base_url, seconds=0.2 if mode in ("slow", "drip") else 5.0)
        assert error.hint, mode
        modes_of.setdefault(error.message, set()).add(mode)
    assert [modes for modes in modes_of.values() if len(modes) > 1] == [
        {"a_list", "results_no_list"},
        {"deep", "truncated"},
        {"drip", "slow"},
    ]


def test_a_number_too_long_for_json_is_no_answer():
    body = b'{"results": [' + b"9" * 5_000 + b"]}"
    with pytest.raises(ToolFailed, match="no valid JSON"):
        found_in(Fetched("https://s.example", 200, "application/json", body))


def test_a_base_address_may_end_in_a_slash_or_lie_below_a_path():
    assert search_url("http://searxng:8080/", "a b&c") == (
        "http://searxng:8080/search?q=a+b%26c&format=json"
    )
    assert search_url("https://s.example/searx", "é").startswith("https://s.example/searx/search?")


@pytest.mark.parametrize(
    "value",
    [None, 7, "", "x", "https://", "https:///a", "http://[::1", "ftp://a.example", "https://a.b c",
     "https://a.example/\u202e", "https://a.example/\n", "https://u@a.example/",
     "https://a.example/" + "x" * 500],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_left_out(value):
    assert web_address(value) is None


def test_shapes_are_those_that_are_served():
    assert {name for _, _, name in SHAPE_OF_MODE.values()} >= {"ok.json", "json_off.html"}
    assert searxng.RESULTS_MOST == 10
