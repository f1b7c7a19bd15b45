"""Runs in admin: filters, search, and one run with every step, all of it escaped."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from ledgerflow.agents.run_models import OutboundCall, ToolCall
from ledgerflow.classification.models import Suggestion
from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.statements.models import BankTransaction
from tests.web.admin.agents.rows import agent_row, ended_run

HOSTILE = "<script>alert(1)</script>"


def made(books, *, count=1, **fields):
    """Runs of a payee agent; call outside a scope."""
    agent = agent_row("payee")
    with books.scope():
        return [
            ended_run(books, agent, subject_key=f"payee-{n:02}", **fields) for n in range(count)
        ]


def test_without_a_run_the_list_says_how_there_can_be_one(operator, books):
    operator.pick(books)
    page = operator.get("agentrun/")
    assert "Nothing yet in" in page
    assert "allow language models first" in page


def test_runs_are_filtered_and_found(operator, books):
    agent = agent_row("payee")
    other = agent_row("classification")
    with books.scope():
        ended_run(
            books, agent, subject_key="quay signs", cost=Decimal("0.0123"), milliseconds=1_500
        )
        run = ended_run(books, other, subject_key="old mill", state="failed", is_trial=True)
        ended_run(
            books, agent, subject_key="town", started_at=timezone.now() - dt.timedelta(days=9)
        )
    operator.pick(books)
    page = operator.get("agentrun/")
    assert "$0.0123" in page
    assert "1.5 s" in page
    assert "old mill (trial)" in page
    for query, found in [
        ({"agent": other.pk}, {"old mill"}),
        ({"kind": "payee"}, {"quay signs", "town"}),
        ({"state__exact": "failed"}, {"old mill"}),
        ({"trial": "yes"}, {"old mill"}),
        ({"trial": "no"}, {"quay signs", "town"}),
        ({"model": "invented-7b"}, {"quay signs", "old mill", "town"}),
        ({"day": "7"}, {"quay signs", "old mill"}),
        ({"day": "0"}, {"quay signs", "old mill"}),
        ({"day": f"{timezone.now() - dt.timedelta(days=9):%Y-%m-%d}"}, {"town"}),
        ({"day": "someday"}, {"quay signs", "old mill", "town"}),
        ({"q": "QUAY"}, {"quay signs"}),
        ({"q": str(run.pk)}, {"old mill"}),
    ]:
        page = operator.get("agentrun/", **query)
        assert {name for name in ("quay signs", "old mill", "town") if name in page} == found, query


def test_a_list_takes_a_fixed_number_of_queries_and_counts_nothing(
    operator, books, django_assert_max_num_queries
):
    made(books, count=60)
    operator.pick(books)
    with django_assert_max_num_queries(24) as queries:
        page = operator.get("agentrun/")
    runs = [q["sql"] for q in queries.captured_queries if "agents_agentrun" in q["sql"]]
    assert page.count("payee-agent") >= 50
    assert "10000" not in page
    assert "Show counts" not in page
    assert "payee-09" not in page
    assert "payee-09" in operator.get("agentrun/", p=2)
    assert operator.client.get("/admin/agents/agentrun/?p=201").status_code == 302
    assert runs
    assert not any("COUNT(" in sql or '"messages"' in sql for sql in runs)


def test_a_run_shows_everything_and_nothing_of_it_works(operator, books):
    (run,) = made(
        books,
        input={"fields": {"payee": f"QUAY [account] {HOSTILE}"}, "accounts": {"17": "Advertising"}},
        output={"payee_name": "Quay", "reason": HOSTILE},
        messages=[
            {"role": "system", "text": f"Be exact. {HOSTILE}"},
            {
                "role": "model",
                "text": HOSTILE,
                "calls": [{"id": "1", "name": "search_web", "arguments": "{}"}],
            },
        ],
        refusals=[{"what": "tool_unknown", "detail": HOSTILE}],
        transactions=[41, 42],
        reason=HOSTILE,
    )
    own = {"firm_id": run.firm_id, "business_id": run.business_id, "run": run}
    with books.scope():
        ToolCall.objects.create(
            **own, position=1, tool_name="search_web", module_path="tools.search_tool.search_web",
            arguments={"query": f"quay {HOSTILE}"}, result=HOSTILE, outcome="ok", milliseconds=812,
        )  # fmt: skip
        OutboundCall.objects.create(
            **own, purpose="search", method="GET", url="https://s.example/search?q=quay",
            host="s.example", refused=HOSTILE, sent_text=HOSTILE,
        )  # fmt: skip
    operator.pick(books)
    answer = operator.client.get(f"/admin/agents/agentrun/{run.pk}/change/")
    page = answer.content.decode()
    assert HOSTILE not in page
    assert page.count("&lt;script&gt;") >= 8
    said = (
        "QUAY [account]", "Advertising", "Be exact.", "The model called search_web", "812 ms",
        "https://s.example/search?q=quay", "tool_unknown", "41, 42", "v1",
    )  # fmt: skip
    for expected in said:
        assert expected in page, expected


def test_a_run_page_takes_a_fixed_number_of_queries(operator, books, django_assert_max_num_queries):
    (run,) = made(books)
    own = {"firm_id": run.firm_id, "business_id": run.business_id, "run": run}
    with books.scope():
        for position in range(20):
            ToolCall.objects.create(
                **own, position=position, tool_name="t", module_path="tools.t.t", outcome="ok"
            )
    operator.pick(books)
    with django_assert_max_num_queries(30):
        operator.get(f"agentrun/{run.pk}/change/")


def test_operators_see_payees_masked(operator, books):
    agent = agent_row("payee")
    with books.scope():
        run = ended_run(books, agent, subject_key="iban de89370400440532013000 harbor")
    operator.pick(books)
    for page in (operator.get("agentrun/"), operator.get(f"agentrun/{run.pk}/change/")):
        assert "0532013000" not in page
        assert "harbor" in page


def test_a_run_shows_the_suggestion_that_came_of_it_with_its_sources(operator, books):
    agent = agent_row("classification")
    with books.scope():
        bank_account_add(business=books.business, name="Checking")
    file = b"Date,Description,Amount,Balance\n01/13/2025,QUAY SIGN WORKS,-86.10,913.90\n"
    statements_import(
        books.place, [Upload("jan.csv", file)], account="Checking", user_id=books.user.pk
    )
    source = {"url": "https://quay.example/", "title": f"Quay {HOSTILE}", "quote": "We paint signs"}
    with books.scope():
        run = ended_run(books, agent)
        Suggestion.objects.create(
            firm_id=run.firm_id, business_id=run.business_id, batch=books.batch(),
            transaction=BankTransaction.objects.get(), account=Account.objects.get(code="5400"),
            payee_name="Quay Sign Works", confidence=Decimal("0.31"), source="agent",
            source_ref=str(run.pk), reasons=["It makes signs."], evidence={"sources": [source]},
        )  # fmt: skip
    operator.pick(books)
    page = operator.client.get(f"/admin/agents/agentrun/{run.pk}/change/").content.decode()
    for said in ("5400", "Quay Sign Works", "unproven", "It makes signs.", "https://quay.example/"):
        assert said in page, said
    assert "We paint signs" in page
    assert HOSTILE not in page
