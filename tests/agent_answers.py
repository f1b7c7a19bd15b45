"""What agents answered, without a model: outputs, and the suggestions that come of them.

Here: short ways to answers. Not here: rows of agents and runs (agents/asked.py, agents/ended.py).
Call inside `books.scope()`.
"""

from decimal import Decimal
from typing import Any

from ledgerflow.agents.models import Agent, PromptVersion
from ledgerflow.agents.records import RunOutcome
from ledgerflow.agents.run_models import AgentRun, LookUp
from ledgerflow.audit.models import Batch
from ledgerflow.audit.services import batch_open
from ledgerflow.classification.asking.groups import Group
from ledgerflow.classification.asking.suggesting import suggestions_write
from ledgerflow.classification.payees import normalise
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.statements.models import BankTransaction
from tests.agents import asked
from tests.agents.ended import ended_run

SOURCE = {
    "url": "https://shop.example/about",
    "title": "About the shop",
    "quote": "paper and pens since 1990",
}


def chooser(kind: str = "classification") -> Agent:
    """The agent of this kind, made on first use."""
    return Agent.objects.filter(kind=kind).first() or asked.agent(kind)


def prompt_new(agent: Agent, text: str = "Choose better.") -> Agent:
    """The agent with a new prompt version."""
    version = PromptVersion.objects.filter(agent=agent).count() + 1
    agent.prompt = PromptVersion.objects.create(agent=agent, version=version, text=text)
    agent.save()
    return agent


def look_up(books: Any) -> LookUp:
    """A look-up with a batch of its own."""
    batch = books.batch(Batch.Kind.AGENT, "Agents asked")
    return LookUp.objects.create(
        firm_id=books.place.firm_id, business=books.business, batch=batch, state="running"
    )


def output(account: object, **more: Any) -> dict[str, Any]:
    """An answer of the kind classification, as it is after checking."""
    return {
        "account": None if account is None else str(account),
        "business_percent": "100",
        "payee_name": "Quill & Co",
        "confidence": 0.9,
        "reason": "It sells paper.",
        "questions": [],
        "sources": [SOURCE],
    } | more


def group_of(*texts: str) -> Group:
    """The group of the transactions with these texts, which have one payee."""
    rows = [BankTransaction.objects.get(description=text) for text in texts]
    payee = normalise(rows[0].description, rows[0].counterparty)
    money = sum((abs(row.amount) for row in rows), Decimal(0))
    direction = "in" if rows[0].amount > 0 else "out"
    return Group(payee.key, payee.display, direction, tuple(row.pk for row in rows), money)


def answered(
    books: Any,
    *texts: str,
    key: str | None = "office_expense",
    agent: Agent | None = None,
    batch: Batch | None = None,
    **more: Any,
) -> tuple[AgentRun, int]:
    """An agent answered for these transactions with an account: the run, suggestions written."""
    agent = agent or chooser()
    batch = batch or books.batch(Batch.Kind.AGENT, "Agents asked")
    group = group_of(*texts)
    ids = list(group.transaction_ids)
    run = ended_run(books, agent, subject_key=group.subject_key, transactions=ids)
    account = account_by_key(books.business, key).pk if key else None
    said = RunOutcome("answered", output(account, **more))
    written = suggestions_write(
        business=books.business, batch=batch, group=group, run=run, outcome=said
    )
    return run, written


def undone(books: Any, batch: Batch) -> Batch:
    """The batch is taken back."""
    return batch_open(
        firm_id=books.place.firm_id,
        business_id=books.place.business_id,
        kind=Batch.Kind.UNDO,
        title="Undo",
        undoes=batch,
    )
