"""Books that are really there: committed once a module, attacked in transactions of their own.

Here: two firms with posted entries, and raw connections. Not here: attacks.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from ledgerflow.agents.models import Agent, LanguageModel, PromptVersion
from ledgerflow.agents.run_models import AgentRun, LookUp, OutboundCall, ToolCall
from ledgerflow.classification.facts import SplitShare
from ledgerflow.classification.learned import learner_new, state_keep
from ledgerflow.classification.rule_services import group_save
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import Place, place_for, working_in
from ledgerflow.firms.invitation_models import AccessToken, Invitation
from ledgerflow.firms.models import Business, User
from ledgerflow.firms.services import firm_create
from ledgerflow.ledger.exchanging import ExchangeWish, money_exchange
from ledgerflow.ledger.models import Account, JournalEntry
from ledgerflow.ledger.rate_services import rate_state
from ledgerflow.ledger.sealing import seals_make
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.ledger.services import business_open, period_lock
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.review.choices import Choice
from ledgerflow.review.models import Decision
from ledgerflow.review.paper_models import Attachment, Note
from ledgerflow.review.question_models import (
    Answer,
    Question,
    QuestionLink,
    QuestionTransaction,
)
from ledgerflow.review.selectors import undecided
from ledgerflow.review.services import decision_accept
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.statements.models import BankTransaction, Statement, StatementFile, StatementLine
from ledgerflow.statements.sorting import transaction_split
from ledgerflow.statements.upload_models import UploadSession
from tests.raw_sql import connect

CSV = b"""Date,Description,Amount,Balance
01/13/2025,HOME DEPOT #7114,-86.10,913.90
01/14/2025,CORNER COFFEE,-4.00,909.90
01/20/2025,HARBOR CLIENT,500.00,1409.90
"""
OPEN_DAY = dt.date(2025, 1, 15)
LOCKED_DAY = dt.date(2024, 12, 15)


@dataclass
class Attacked:
    """One firm's ids: a business with two decided transactions, one undecided, December locked."""

    firm: int
    user: int
    business: int
    place: Place
    accounts: dict[str, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    def entry(self, **changes: Any) -> dict[str, Any]:
        """A good entry's row, with what an attack changes."""
        return {
            "firm_id": self.firm,
            "business_id": self.business,
            "date": OPEN_DAY,
            "kind": "normal",
            "description": "Attack",
            "reverses_id": None,
            "idempotency_key": "attack",
            "request_hash": bytes(32),
        } | changes

    def line(self, entry: int, account: str, amount: str, **changes: Any) -> dict[str, Any]:
        """A good line's row, with what an attack changes."""
        return {
            "firm_id": self.firm,
            "business_id": self.business,
            "entry_id": entry,
            "position": 1,
            "account_id": self.accounts[account],
            "date": OPEN_DAY,
            "amount": Decimal(amount),
            "currency": "USD",
            "note": "",
        } | changes


def _firm(number: int, business_names: list[str]) -> tuple[Place, User, list[int]]:
    user = User.objects.create_user(f"attacked{number}@example.com", "correct horse 12")
    firm = firm_create(name=f"Practice {number}", owner=user)
    ids = []
    for name in business_names:
        with firm_scope(firm.pk, user.pk), transaction.atomic():
            ids.append(business_open(firm_id=firm.pk, name=name, chart="us_sole_proprietor").pk)
    return place_for(user, ids[0]), user, ids


def _fill(place: Place, user: User) -> Attacked:
    found = Attacked(place.firm_id, user.pk, place.business_id, place)
    with working_in(place, user.pk):
        business = Business.objects.get(pk=place.business_id)
        bank = bank_account_add(business=business, name="Checking", number="000123456789")
        bank_account_add(business=business, name="Euro account", currency="EUR")
    run = statements_import(
        place, [Upload("january.csv", CSV)], account="Checking", user_id=user.pk
    )
    assert run.refused == []
    with working_in(place, user.pk):
        for bank_transaction, key in zip(undecided(business), ("supplies", "meals"), strict=False):
            decision_accept(
                bank_transaction=bank_transaction,
                choice=Choice(account=account_by_key(business, key)),
                batch=StatementFile.objects.get().batch,
            )
        period_lock(business=business, month=LOCKED_DAY, reason="closed")
        for account in Account.objects.filter(business=business):
            found.accounts[account.key or account.name] = account.pk
        Account.objects.filter(business=business, key="postage_shipping").update(is_active=False)
        first, second = JournalEntry.objects.order_by("pk")
        decision = Decision.objects.order_by("pk")[0]
        found.ids = {
            "bank_account": bank.pk,
            "entry": first.pk,
            "other_entry": second.pk,
            "decision": decision.pk,
            "decided": decision.transaction_id,
            "undecided": undecided(business)[0].pk,
            "batch": decision.batch_id,
            "file": StatementFile.objects.get().pk,
            "statement": Statement.objects.get().pk,
            "statement_line": StatementLine.objects.order_by("pk")[0].pk,
            "bank_transaction": BankTransaction.objects.order_by("pk")[0].pk,
        }
    _split(place, user)
    _learn(place, user)
    _exchange(place, user)
    _look_up(place, user, found)
    seals_make(firm_id=place.firm_id)
    return found


def _split(place: Place, user: User) -> None:
    """A second file shows the coffee again, and a person says that it is another."""
    again = CSV.splitlines(keepends=True)[0] + CSV.splitlines(keepends=True)[2]
    run = statements_import(place, [Upload("again.csv", again)], account="Checking")
    assert run.refused == []
    with working_in(place, user.pk):
        line = StatementLine.objects.order_by("-pk")[0]
        made = transaction_split(line=line, reason="two coffees")
        _decide_in_parts(made)


def _decide_in_parts(bank_transaction: BankTransaction) -> None:
    """The second coffee is half a private one."""
    keys = ("meals", "owner_draw")
    accounts = [account_by_key(bank_transaction.business, key).pk for key in keys]
    shares = (SplitShare(accounts[0], Decimal(50)), SplitShare(accounts[1]))
    decision_accept(
        bank_transaction=bank_transaction,
        choice=Choice(kind=Decision.Kind.SPLIT, splits=shares),
        batch=StatementFile.objects.order_by("pk")[0].batch,
    )


def _learn(place: Place, user: User) -> None:
    """A group of rules, and what the decisions taught."""
    with working_in(place, user.pk):
        business = Business.objects.get(pk=place.business_id)
        group_save(business=business, name="Fixed costs")
        state_keep(
            business=business,
            learner=learner_new(business, None),
            upto=1,
            decisions=1,
            ids_sum=Decimal(1),
        )


def _exchange(place: Place, user: User) -> None:
    """A stated rate, and an exchange that keeps the rate it was made at."""
    with working_in(place, user.pk):
        business = Business.objects.get(pk=place.business_id)
        rate_state(
            business=business,
            currency="EUR",
            date=OPEN_DAY.replace(day=31),
            rate=Decimal("1.05"),
            source="a bank",
        )
        names = ("Checking", "Euro account")
        source, to = (Account.objects.get(business=business, name=name) for name in names)
        wish = ExchangeWish(OPEN_DAY, "", "attacked", Decimal(11), Decimal(10))
        money_exchange(business=business, from_account=source, to_account=to, wish=wish)


def _prompt() -> PromptVersion:
    """The operator's agent, the same for all firms."""
    model, _ = LanguageModel.objects.get_or_create(name="attacked", provider="compatible")
    agent, _ = Agent.objects.get_or_create(
        name="attacked", defaults={"kind": "classification", "model": model}
    )
    prompt, _ = PromptVersion.objects.get_or_create(
        agent=agent, version=1, defaults={"text": "Place it."}
    )
    return prompt


def _look_up(place: Place, user: User, found: Attacked) -> None:
    """A look-up with one run that is under way and one that has ended, with what they left."""
    prompt = _prompt()
    with working_in(place, user.pk):
        whose = {"firm_id": place.firm_id, "business_id": place.business_id}
        look_up = LookUp.objects.create(**whose, batch_id=found.ids["batch"])
        run = {"agent_id": prompt.agent_id, "prompt": prompt, "kind": "classification", **whose}
        ended, running = (
            AgentRun.objects.create(**run, look_up=look_up, state=state)
            for state in (AgentRun.State.ANSWERED, AgentRun.State.RUNNING)
        )
        call = ToolCall.objects.create(
            **whose, run=ended, position=1, tool_name="search_web", outcome="ok"
        )
        outbound = OutboundCall.objects.create(
            **whose, run=ended, purpose="search", method="GET", url="https://x.example", host="x"
        )
        found.ids |= {
            "look_up": look_up.pk, "run_ended": ended.pk, "run": running.pk,
            "tool_call": call.pk, "outbound": outbound.pk,
            "agent": prompt.agent_id, "prompt": prompt.pk,
        }  # fmt: skip


def _ask_the_client(found: Attacked) -> None:
    """Rows of what goes beside the books: a question with its answer, papers, ways into a firm."""
    whose = {"firm_id": found.firm, "business_id": found.business}
    later = timezone.now() + dt.timedelta(days=7)
    with working_in(found.place, found.user):
        asked = BankTransaction.objects.order_by("pk").first()
        assert asked is not None
        link = QuestionLink.objects.create(
            **whose, secret_hash=bytes(32), created_by_id=found.user, expires_at=later
        )
        question = Question.objects.create(
            **whose, link=link, text="What was it?", asked_by_id=found.user
        )
        QuestionTransaction.objects.create(**whose, question=question, transaction=asked)
        Answer.objects.create(**whose, question=question, use=Answer.Use.PRIVATE, link=link)
        Note.objects.create(**whose, transaction=asked, text="Looked at", written_by_id=found.user)
        paper = Attachment.objects.create(
            **whose, name="slip.png", media_type="image/png", sha256="0" * 64, size_bytes=1
        )
        UploadSession.objects.create(**whose, name="a.csv", size_bytes=9, fingerprint="0" * 64)
        Invitation.objects.create(
            firm_id=found.firm, email="new@example.com", role="viewer", secret_hash=bytes(32),
            invited_by_id=found.user, expires_at=later,
        )  # fmt: skip
        AccessToken.objects.create(
            firm_id=found.firm, user_id=found.user, name="sheet", secret_hash=bytes(32),
            expires_at=later,
        )  # fmt: skip
        found.ids |= {"link": link.pk, "question": question.pk, "attachment": paper.pk}


@pytest.fixture(scope="module")
def attacked(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[tuple[Attacked, Attacked, int]]:
    """Two filled firms, and a second business of the first one; removed after the module."""
    from django.test import override_settings

    assert str(connection.settings_dict["NAME"]).startswith("test_")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
    ):
        try:
            place, user, businesses = _firm(1, ["Attacked Studio", "Sister Studio"])
            other_place, other_user, _ = _firm(2, ["Other Studio"])
            both = _fill(place, user), _fill(other_place, other_user)
            for one in both:
                _ask_the_client(one)
            yield *both, businesses[1]
        finally:
            call_command("flush", interactive=False, verbosity=0)
            connection.close()


@pytest.fixture
def own(attacked: tuple[Attacked, Attacked, int]) -> Attacked:
    """The firm that the attacker works for."""
    return attacked[0]


@pytest.fixture
def other(attacked: tuple[Attacked, Attacked, int]) -> Attacked:
    """Another firm."""
    return attacked[1]


@pytest.fixture
def sister(attacked: tuple[Attacked, Attacked, int]) -> int:
    """Another business of the attacker's own firm."""
    return attacked[2]


@pytest.fixture
def app(own: Attacked) -> Iterator[Any]:
    """The application's role, acting for its own firm; nothing of a test stays."""
    raw = connect(firm=own.firm, user=own.user)
    yield raw
    raw.rollback()
    raw.close()


@pytest.fixture
def second_app(own: Attacked) -> Iterator[Any]:
    """Another connection of the same kind, for races."""
    raw = connect(firm=own.firm, user=own.user)
    yield raw
    raw.rollback()
    raw.close()


@pytest.fixture
def owner(own: Attacked) -> Iterator[Any]:
    """The owner of the tables, acting for the attacked firm."""
    raw = connect(owner=True, firm=own.firm)
    yield raw
    raw.rollback()
    raw.close()
