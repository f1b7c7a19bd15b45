"""Account numbers, cards, names and a key, followed from a file to a model's server and back.

The whole way in one look-up: a real import, the job, the shipped agents, a server of OpenAI's
protocol and a search server over real HTTP, both of which try to get the canaries out.
"""

import json
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from ledgerflow.agents.lookups import model_policy_set
from ledgerflow.agents.models import Agent, LanguageModel, Tool
from ledgerflow.agents.run_models import AgentRun, OutboundCall, ToolCall
from ledgerflow.agents.services import agents_ship
from ledgerflow.audit.models import AuditEvent
from ledgerflow.classification.models import Suggestion
from ledgerflow.pipeline.lookups.batch import look_up_run, look_up_start
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.statements.accounts import bank_account_add
from tests.agents.runner.fake_openai import FakeOpenAI, called
from tests.pipeline.lookups.lookers import AtOnce
from tests.tools import fake_searxng

IBAN, CARD, SSN, OWN = "DE89370400440532013000", "4111111111111111", "123-45-6789", "000771188223"
KEY = "canary-4f1c9d27ab63e0"
LINES = (
    "IBANTEK WERKE DE89 3704 0044 0532 0130 00",
    "CARDINALS CLUB 4111-1111-1111-1111",
    "SOCIALS OFFICE SSN 123-45-6789",
    "MAILWRIGHT jane.canary@example.com +1 (212) 555-0142",
    "ZELLE PAYMENT TO JANE CANARY",
)
OTHER_IBAN, OTHER_CARD, OTHER_SSN = "GB29NWBK60161331926819", "5555555555554444", "219-09-9999"
"""What the server brings along, to see whether a tool carries it out."""
FORMS = (
    IBAN, CARD, SSN, OWN, "3704 0044", "1111-1111", "111111111", "jane.canary", "555-0142",
    "jane canary",
)  # fmt: skip
"""What must be found nowhere, in the lower case that is looked for."""


def statement() -> bytes:
    rows = [f"2025-02-{day:02},{text},-{day}.00" for day, text in enumerate(LINES, 1)]
    return "\n".join(["Date,Description,Amount", *rows]).encode()


class Thief:
    """The server's side: asks tools for the canaries, gives the key back, answers at last."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def __call__(self, body: Any) -> Any:
        self.heard.append(json.dumps(body, ensure_ascii=False))
        turn = sum(one["role"] == "assistant" for one in body["messages"])
        data = next(one["content"] for one in body["messages"] if one["role"] == "user")
        accounts = json.loads(data.removeprefix("<data>").removesuffix("</data>")).get("accounts")
        honest: dict[str, Any] = {"confidence": 0.6, "reason": "It looks so."}
        if accounts:
            honest["account"] = next(iter(accounts))
        else:
            honest |= {"payee_name": "A shop", "what": "Sells things.", "trade": "shop"}
        steps = [
            ("search_web", {"query": f"who has {OTHER_IBAN} and {OTHER_CARD} {OTHER_SSN}"}),
            ("search_web", {"query": f"what is {KEY}"}),
            ("answer", honest | {"reason": f"The key is {KEY[::-1]}"}),
            ("answer", honest),
        ]
        name, arguments = steps[min(turn, len(steps) - 1)]
        return called((name, json.dumps(arguments)))


def found_in(text: str, *canaries: str) -> list[str]:
    """Which of the canaries a text holds."""
    low = text.lower()
    return [one for one in canaries if one.lower() in low]


def everything() -> dict[str, str]:
    """Table -> all of its rows as one text."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM \"{table}\" t")
            found[table] = cursor.fetchone()[0] or ""
    return found


@pytest.fixture
def looked_up(books: Any, settings: Any, monkeypatch: Any, caplog: Any) -> Any:
    """A look-up that is over, as (the thief, the search server)."""
    caplog.set_level("DEBUG")
    monkeypatch.setenv("CANARY_API_KEY", KEY)
    thief = Thief()
    with FakeOpenAI(thief) as server, fake_searxng.serve("ok") as search:
        settings.SEARXNG_URL = str(search)
        settings.PRIVATE_HOSTS = frozenset({server.host})
        model = LanguageModel.objects.create(
            name="thief", provider="compatible", model_name="x", base_url=server.base_url,
            key_variable="CANARY_API_KEY",
        )  # fmt: skip
        agents_ship()
        Tool.objects.update(is_enabled=True, cache_seconds=0)
        Agent.objects.update(is_enabled=True, model=model)
        with books.scope():
            model_policy_set(business=books.business, policy="allowed")
            bank_account_add(business=books.business, name="Checking", number=OWN)
        upload = Upload("canaries.csv", statement())
        run = statements_import(books.place, [upload], account="Checking", user_id=books.user.pk)
        assert run.refused == []
        look_up_start(books.place, user_id=books.user.pk)
        assert not look_up_run(books.place, executor=AtOnce())
        yield thief, search, server


def test_no_canary_reaches_a_server_a_log_a_job_or_a_record_and_each_attempt_is_audited(
    books: Any, looked_up: Any, caplog: Any
) -> None:
    """One test: the look-up is what takes its time."""
    thief, search, server = looked_up
    assert len(thief.heard) > len(LINES), "nobody was asked"
    asked = [json.loads(text) for text in thief.heard]
    said = [json.dumps(m) for body in asked for m in body["messages"] if m["role"] != "assistant"]
    assert [text for text in said if found_in(text, KEY, *FORMS)] == []
    sent = [{name.lower(): value for name, value in one.headers.items()} for one in server.asked]
    assert {one["authorization"] for one in sent} == {f"Bearer {KEY}"}
    assert search.queries, "nothing was searched for"
    out = " ".join([*search.queries, *search.paths])
    assert found_in(out, KEY, OTHER_IBAN, OTHER_CARD, OTHER_SSN, *FORMS) == []
    assert found_in(caplog.text, KEY, *FORMS) == []
    with books.scope():
        jobs = " ".join(str(job.args) for job in ProcrastinateJob.objects.all())
        outbound = " ".join(
            f"{one.url} {one.sent_text} {one.refused}" for one in OutboundCall.objects.all()
        )
        tables = everything()
        # The key of a payee stays in the books: it is how its run is found again.
        runs = [dict(row, subject_key="") for row in AgentRun.objects.values()]
    assert jobs
    assert outbound
    assert found_in(jobs, KEY, *FORMS) == []
    assert found_in(outbound, KEY, *FORMS) == []
    assert {table: KEY for table, text in tables.items() if found_in(text, KEY)} == {}
    ours = ("agents_toolcall", "agents_outboundcall", "agents_lookup", "audit_", "procrastinate_")
    texts = {table: text for table, text in tables.items() if table.startswith(ours)}
    texts |= {"agents_agentrun": str(runs)}
    held = {table: found_in(text, *FORMS) for table, text in texts.items()}
    assert {table: found for table, found in held.items() if found} == {}
    with books.scope():
        answered = AgentRun.objects.filter(state="answered")
        leaks = AuditEvent.objects.filter(action="agent_refused", detail__what="leak")
        assert answered.exists()
        assert {event.subject_id for event in leaks} >= {run.pk for run in answered}
        given = [call.arguments for call in ToolCall.objects.filter(outcome="ok")]
        assert "who has [account] and [card] [id]" in {one.get("query") for one in given}
        assert Suggestion.objects.filter(source="agent").exists()
