"""A tool is called by an operator as an agent would call it."""

from ledgerflow.agents.records import ToolSpec
from ledgerflow.pipeline.lookups import asking_one
from ledgerflow.pipeline.lookups.tooltrial import tool_try
from tests.tools.fake_searxng import serve

SEARCH = ToolSpec("search_web", "tools.search_tool.search_web")
PAGE = ToolSpec("read_page", "tools.page_tool.read_page")
SIMILAR = ToolSpec("find_similar", "tools.history_tool.find_similar")


def test_a_search_brings_results_and_what_left(settings):
    with serve("ok") as search:
        settings.SEARXNG_URL = str(search)
        trial = tool_try(SEARCH, {"query": "old mill"}, place=None)
        assert search.queries == ["old mill"]
    assert trial.call.outcome == "ok"
    assert "results" in trial.call.result
    assert [(one.purpose, one.status) for one in trial.outbound] == [("search", 200)]


def test_the_operators_word_stands_for_a_search_but_not_for_the_guard():
    trial = tool_try(PAGE, {"url": "http://127.0.0.1:1/secret"}, place=None)
    assert trial.call.outcome in ("failed", "refused")
    assert trial.outbound[0].refused != ""
    assert "No search of this run" not in trial.outbound[0].refused


def test_arguments_that_do_not_fit_are_told_as_a_model_is_told():
    trial = tool_try(SEARCH, {"query": 7, "evil": True}, place=None)
    assert trial.call.outcome != "ok"
    assert trial.call.error


def test_books_are_looked_into_only_for_a_place(books, monkeypatch):
    without = tool_try(SIMILAR, {"description": "HOME DEPOT"}, place=None)
    assert without.call.outcome == "failed"
    # The tool's thread has a connection of its own, which does not see a test's open transaction.
    asked = []
    monkeypatch.setattr(asking_one, "similar_decisions", lambda *where: asked.append(where) or ())
    within = tool_try(SIMILAR, {"description": "HOME DEPOT"}, place=books.place)
    assert within.call.outcome == "ok"
    assert asked[0][:2] == (books.place.firm_id, books.place.business_id)


def test_a_path_changed_by_hand_is_refused():
    trial = tool_try(ToolSpec("evil", "os.system"), {"command": "id"}, place=None)
    assert trial.call.outcome == "refused"
