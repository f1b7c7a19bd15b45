"""A tool's row is checked as a call is, and tried with arguments of one's own."""

import pytest

from ledgerflow.agents.models import Tool
from ledgerflow.pipeline.lookups import asking_one
from tests.tools.fake_searxng import serve

LIMITS = {
    "timeout_seconds": "10",
    "result_limit": "8000",
    "calls_per_run": "4",
    "cache_seconds": "0",
    "description": "",
}


@pytest.mark.parametrize(
    "path",
    ["os.system", "subprocess.run", "builtins.eval", "tools.search_tool.searxng._fetch",
     "tools.search_tool.searxng.httpx.get", "tools..x", "tools", "tools.nothing_here.at_all"],
)  # fmt: skip
def test_a_bad_path_is_an_error_of_its_field_that_helps(operator, path):
    page = operator.post("tool/add/", name="evil", module_path=path, **LIMITS)
    assert "cannot be a tool" in page
    assert "such as tools.search_tool.search_web" in page
    assert path in page
    assert not Tool.objects.exists()


def test_a_good_path_is_saved_and_its_schema_shown(operator):
    operator.post("tool/add/", name="find", module_path="tools.history_tool.find_similar", **LIMITS)
    tool = Tool.objects.get()
    page = operator.get(f"tool/{tool.pk}/change/")
    assert '"additionalProperties": false' in page
    assert '"description"' in page


def test_limits_have_bounds(operator):
    fields = LIMITS | {"timeout_seconds": "3600", "result_limit": "1"}
    page = operator.post(
        "tool/add/", name="f", module_path="tools.search_tool.search_web", **fields
    )
    assert "Between 1 and 120." in page
    assert "Between 100 and 100,000." in page


def test_tools_are_synced_by_a_button(operator):
    assert "No tool yet: sync them" in operator.get("tool/")
    page = operator.post("tool/sync/")
    assert "New, switched off:" in page
    assert "search_web" in page
    assert "Nothing new" in operator.post("tool/sync/")
    assert operator.client.get("/admin/agents/tool/sync/").status_code == 405


def test_a_row_changed_by_hand_is_not_switched_on_and_not_called(operator, search_tool):
    Tool.objects.update(module_path="os.system", is_enabled=True)
    assert "Refused" in operator.get("tool/")
    Tool.objects.update(is_enabled=False)
    page = operator.post("tool/", action="switch_on", _selected_action=[search_tool.pk])
    assert "search_web is not switched on" in page
    assert not Tool.objects.filter(is_enabled=True).exists()
    page = operator.post(f"tool/{search_tool.pk}/try/", **{"argument-query": "id"})
    assert 'id="fault"' in page
    assert "os.system" in page
    assert 'id="outcome"' not in page


def test_a_good_row_is_switched_on_and_off(operator, search_tool):
    operator.post("tool/", action="switch_on", _selected_action=[search_tool.pk])
    assert Tool.objects.get().is_enabled
    operator.post("tool/", action="switch_off", _selected_action=[search_tool.pk])
    assert not Tool.objects.get().is_enabled


def test_a_try_shows_result_time_and_what_left_all_escaped(operator, search_tool, settings):
    with serve("given") as search:
        search.results = [
            {"title": "<script>x</script>Mill", "url": "https://mill.example/", "content": "<b>y"}
        ]
        settings.SEARXNG_URL = str(search)
        form = operator.get(f"tool/{search_tool.pk}/try/")
        answer = operator.client.post(
            f"/admin/agents/tool/{search_tool.pk}/try/",
            {"argument-query": "old mill", "argument-count": "3", "business": ""},
        )
    page = answer.content.decode()
    assert "argument-query" in form
    assert "The result will stand here" in form
    assert "Answered" in page
    assert "https://mill.example/" in page
    assert "What left the machine" in page
    assert "<script>x" not in page


def test_a_try_that_fails_tells_the_operator_what_to_change(operator, search_tool, settings):
    settings.SEARXNG_URL = None
    page = operator.post(
        f"tool/{search_tool.pk}/try/", **{"argument-query": "old mill", "argument-count": "3"}
    )
    assert "Failed" in page
    assert "SEARXNG_URL" in page


def test_a_tool_that_looks_into_books_needs_a_business(operator, books, monkeypatch):
    tool = Tool.objects.create(name="similar", module_path="tools.history_tool.find_similar")
    wanted = {"argument-description": "HOME DEPOT 7114"}
    assert "There are no books to look in" in operator.post(f"tool/{tool.pk}/try/", **wanted)
    operator.pick(books)
    # The tool's thread has a connection of its own, which does not see a test's open transaction.
    asked = []
    monkeypatch.setattr(asking_one, "similar_decisions", lambda *where: asked.append(where) or ())
    page = operator.post(f"tool/{tool.pk}/try/", business=books.place.business_id, **wanted)
    assert "Answered" in page
    assert asked[0][:3] == (books.place.firm_id, books.place.business_id, "HOME DEPOT 7114")
