"""`tools`: the functions that agents may call, seen and tried from the command line."""

import json

import pytest
from django.db import connection

from ledgerflow.agents.models import Agent, Tool
from ledgerflow.pipeline.lookups import asking_one
from tests.tools.fake_searxng import serve


@pytest.fixture
def synced(cli, db):
    """The shipped tools have rows."""
    assert cli("tools", "sync").code == 0
    return cli


def change_by_sql(name, path):
    """What somebody with a database shell does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE agents_tool SET module_path = %s, is_enabled = true WHERE name = %s",
            [path, name],
        )


def test_the_shipped_tools_are_added_once(cli, db):
    assert "There are no tools yet" in cli("tools", "list").out
    first = cli("tools", "sync")
    assert first.code == 0
    assert "new: search_web (switched off)" in first.out
    assert "4 new tools, 0 known already." in first.out
    again = json.loads(cli("tools", "sync", "--json").out)
    assert (again["made"], len(again["known"]), again["faults"]) == ([], 4, [])


def test_a_missing_package_is_told(cli, db, settings):
    settings.TOOL_PACKAGES = ("tools", "none_such_package")
    done = cli("tools", "sync")
    assert done.code == 0
    assert "✗ none_such_package: Of the allowed packages, there is no package" in done.text
    assert "→ Correct LEDGERFLOW_TOOL_PACKAGES" in done.text


def test_the_list_says_what_each_may_do_and_for_whom(synced):
    agent = Agent.objects.create(name="payee", kind="payee")
    agent.tools.add(Tool.objects.get(name="search_web"))
    shown = synced("tools", "list")
    assert "tools.search_tool.search_web" in shown.out
    (row,) = [r for r in json.loads(synced("tools", "list", "--json").out) if r["agents"]]
    assert row == {
        "name": "search_web",
        "module_path": "tools.search_tool.search_web",
        "is_enabled": False,
        "timeout_seconds": 10,
        "result_limit": 8_000,
        "calls_per_run": 4,
        "cache_seconds": 0,
        "agents": ["payee"],
    }


def test_tools_in_order_pass_the_check(synced):
    done = synced("tools", "check")
    assert (done.code, done.text) == (0, "4 tools checked, 0 faults.")


def test_a_row_that_was_changed_by_sql_fails_the_check_and_the_call(synced):
    change_by_sql("search_web", "os.system")
    done = synced("tools", "check")
    assert done.code == 1
    assert "✗ search_web (switched on): The path 'os.system' cannot be a tool" in done.text
    (fault,) = json.loads(synced("tools", "check", "--json").out)
    assert (fault["name"], fault["is_enabled"]) == ("search_web", True)
    called = synced("tools", "call", "search_web", "--args", '{"query": "touch /tmp/x"}')
    assert called.code == 1
    assert "refused: tool_unknown" in called.err
    assert "'os' is not an allowed package" in called.text


def test_a_fault_of_a_tool_that_is_off_is_told_and_fails_nothing(synced):
    change_by_sql("search_web", "os.system")
    Tool.objects.update(is_enabled=False)
    done = synced("tools", "check")
    assert done.code == 0
    assert "4 tools checked, 1 fault." in done.text


def test_a_search_is_tried_with_what_left_the_machine(synced, settings):
    with serve("ok") as base:
        settings.SEARXNG_URL = str(base)
        done = synced("tools", "call", "search_web", "--args", '{"query": "harbor light"}')
        told = synced(
            *("tools", "call", "search_web", "--args", '{"query": "harbor light"}', "--json")
        )
    assert done.code == 0, done
    assert json.loads(done.out)["query"] == "harbor light"
    assert f"GET {base}/search" in done.err
    assert "ok in " in done.err
    given = json.loads(told.out)
    assert given["call"]["outcome"] == "ok"
    assert given["outbound"][0]["purpose"] == "search"
    assert given["refusals"] == []


def test_without_a_search_server_the_operator_is_told_what_to_set(synced, settings):
    settings.SEARXNG_URL = None
    done = synced("tools", "call", "search_web", "--args", '{"query": "harbor light"}')
    assert done.code == 1
    assert "No search server is set up. " in done.text
    assert "SEARXNG_URL" in done.text


def test_only_with_a_business_there_are_books(synced, books, monkeypatch):
    asked = ("tools", "call", "find_similar", "--args", '{"description": "HARBOR"}')
    without = synced(*asked)
    assert without.code == 1
    assert "There are no books to look in. Name a business." in without.text
    whose = []

    def similar(firm_id, business_id, text, limit):
        whose.append((firm_id, business_id, text))
        return []

    # A tool's thread has its own connection, which does not see this test's transaction.
    monkeypatch.setattr(asking_one, "similar_decisions", similar)
    done = synced(*asked, "--business", books.place.business_slug)
    assert done.code == 0, done
    assert json.loads(done.out)["decisions"] == []
    assert whose == [(books.place.firm_id, books.place.business_id, "HARBOR")]


def test_wrong_arguments_are_told(synced):
    done = synced("tools", "call", "search_web", "--args", '{"count": "5"}')
    assert done.code == 1
    assert "query: Field required" in done.text
    assert "count: Input should be a valid integer" in done.text


@pytest.mark.parametrize("text", ["", "query", "[1]", "null", "{", "[" * 100_000])
def test_arguments_that_are_no_json_object_are_refused(cli, text):
    done = cli("tools", "call", "search_web", "--args", text)
    assert done.code == 2
    assert "--args is no JSON object" in done.err
    assert "single quotes" in done.err


def test_an_unknown_tool_is_named_with_those_there_are(synced):
    done = synced("tools", "call", "web")
    assert done.code == 2
    assert "no tool 'web'. Known: find_similar, lookup_merchant" in done.text


def test_an_unknown_business_is_refused(synced):
    done = synced("tools", "call", "find_similar", "--business", "none such")
    assert done.code == 6
