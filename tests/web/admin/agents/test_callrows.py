"""Tool calls and what left the machine: lists of a firm, escaped, without N+1."""

import pytest

from ledgerflow.agents.models import Tool
from ledgerflow.agents.run_models import OutboundCall, ToolCall
from tests.web.admin.agents.rows import agent_row, ended_run

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def calls(books):
    """Thirty calls of two tools, and what left for them."""
    Tool.objects.create(name="search_web", module_path="tools.search_tool.search_web")
    agent = agent_row("payee")
    with books.scope():
        run = ended_run(books, agent)
        own = {"firm_id": run.firm_id, "business_id": run.business_id, "run": run}
        for number in range(30):
            ToolCall.objects.create(
                **own, position=number, tool_name="search_web" if number % 2 else "read_page",
                module_path="tools.x.y", arguments={"query": f"words {number} {HOSTILE}"},
                result=HOSTILE, outcome="ok" if number else "timeout", from_cache=number == 7,
            )  # fmt: skip
            OutboundCall.objects.create(
                **own, purpose="page" if number % 2 else "model", method="GET",
                url=f"https://host{number}.example/{HOSTILE}", host=f"host{number}.example",
                refused="" if number else "Not a public address.", sent_text=HOSTILE,
            )  # fmt: skip
    return run


def test_calls_are_listed_filtered_and_shown(operator, books, calls, django_assert_max_num_queries):
    operator.pick(books)
    with django_assert_max_num_queries(24):
        page = operator.client.get("/admin/agents/toolcall/").content.decode()
    assert "words 29" in page
    assert "from cache" in page
    assert HOSTILE not in page
    assert "words 4 " not in operator.get("toolcall/", tool="search_web")
    assert "words 0 " in operator.get("toolcall/", outcome__exact="timeout")
    with books.scope():
        call = ToolCall.objects.last()
    page = operator.client.get(f"/admin/agents/toolcall/{call.pk}/change/").content.decode()
    assert "&lt;img src=x" in page
    assert HOSTILE not in page


def test_what_left_is_listed_filtered_and_shown(
    operator, books, calls, django_assert_max_num_queries
):
    operator.pick(books)
    with django_assert_max_num_queries(24):
        page = operator.client.get("/admin/agents/outboundcall/").content.decode()
    assert "host29.example" in page
    assert HOSTILE not in page
    refused = operator.get("outboundcall/", left="no")
    assert "host0.example" in refused
    assert "host1.example" not in refused
    assert "host0.example" not in operator.get("outboundcall/", left="yes")
    assert "host2.example" not in operator.get("outboundcall/", purpose="page")
    assert "host7.example" in operator.get("outboundcall/", q="host7")
    with books.scope():
        sent = OutboundCall.objects.last()
    page = operator.client.get(f"/admin/agents/outboundcall/{sent.pk}/change/").content.decode()
    assert "Text that was sent" in page
    assert HOSTILE not in page
