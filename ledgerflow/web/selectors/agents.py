"""The page of a business's agents: its policy, its look-ups, its runs; and the page of one run.

Here: reads of one business in its firm's scope. Not here: starting anything (pipeline/lookups).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledgerflow.agents.run_models import AgentRun, LookUp
from ledgerflow.agents.trail import (
    Source,
    Trail,
    is_under_way,
    look_ups_of,
    run_trail,
    runs_of,
    sources_of,
)
from ledgerflow.classification.models import Suggestion
from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.lookups.permits import Asking, asking_of
from ledgerflow.review.wording import split_names, suggestion_place
from ledgerflow.web.marks import Mark, look_up_mark, run_mark

LABELS = {
    "account": "Account",
    "payee_name": "Payee",
    "business_percent": "Business share",
    "confidence": "How sure it says it is",
    "reason": "Why",
    "questions": "To ask the client",
    "what": "What it is",
}
"""What the fields of an answer are called; others go by their own name."""

LOOK_UPS_SHOWN = 10
RUNS_SHOWN = 25


@dataclass(frozen=True, slots=True)
class LookUpRow:
    """A look-up and how its state is shown."""

    look_up: LookUp
    mark: Mark

    @property
    def is_under_way(self) -> bool:
        """True while it is worth asking again."""
        return is_under_way(self.look_up)


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run, the account that it answered with in words, and its sources."""

    run: AgentRun
    mark: Mark
    answer: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class AgentsView:
    """All that the page shows; `hindrance` is why a look-up cannot be started."""

    business: Business
    policies: Sequence[tuple[str, str]]
    asking: Asking | None
    hindrance: LedgerFlowError | None
    look_ups: tuple[LookUpRow, ...]
    runs: tuple[RunRow, ...]
    older_than: int | None

    @property
    def newest(self) -> LookUpRow | None:
        """The last look-up."""
        return self.look_ups[0] if self.look_ups else None


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """A suggestion that a run led to, in words."""

    suggestion: Suggestion
    place: str


@dataclass(frozen=True, slots=True)
class RunView:
    """One run: how it went, its answer as labels and texts, and the suggestions that came of it."""

    trail: Trail
    mark: Mark
    answer: tuple[tuple[str, str], ...]
    suggestions: tuple[SuggestionRow, ...]


def agents_view(business: Business, before: int | None = None) -> AgentsView:
    """Read the page; `before` a run's number shows older runs."""
    asking, hindrance = None, None
    try:
        asking = asking_of(business)
    except LedgerFlowError as error:
        hindrance = error
    runs = runs_of(business)
    if before is not None:
        runs = runs.filter(pk__lt=before)
    found = list(runs[: RUNS_SHOWN + 1])
    shown = found[:RUNS_SHOWN]
    return AgentsView(
        business,
        Business.ModelPolicy.choices,
        asking,
        hindrance,
        tuple(look_up_row(one) for one in look_ups_of(business)[:LOOK_UPS_SHOWN]),
        tuple(_run_rows(business, shown)),
        shown[-1].pk if len(found) > RUNS_SHOWN else None,
    )


def look_up_row(look_up: LookUp) -> LookUpRow:
    """A look-up as it is shown."""
    return LookUpRow(look_up, look_up_mark(look_up.state))


def look_up_row_newest(business: Business) -> LookUpRow | None:
    """The last look-up; None where there was none."""
    look_up = look_ups_of(business).first()
    return look_up_row(look_up) if look_up else None


def run_view(business: Business, run_id: int) -> RunView:
    """Read one run. AccessError where the business has none of this number."""
    trail = run_trail(business, run_id)
    look_up = trail.run.look_up
    made = Suggestion.objects.filter(
        transaction_id__in=trail.run.transactions,
        batch=look_up.batch if look_up else None,
        source_ref=str(run_id),
    )
    suggestions = list(made.select_related("account", "transaction").order_by("transaction__date"))
    names = split_names(suggestions)
    rows = tuple(SuggestionRow(one, suggestion_place(one, names)) for one in suggestions)
    answer = tuple(_answer_rows(business, trail.run))
    return RunView(trail, run_mark(trail.run.state), answer, rows)


def _answer_rows(business: Business, run: AgentRun) -> Iterable[tuple[str, str]]:
    """The answer without its sources, in words; what is empty is left out."""
    said = run.output if isinstance(run.output, dict) else {}
    known = [name for name in LABELS if name in said]
    for name in (*known, *(name for name in said if name not in LABELS and name != "sources")):
        value = said[name]
        if name == "account":
            account = Account.objects.filter(business=business, pk=_account_id(run) or 0).first()
            text = str(account or "none: it does not know")
        elif name == "business_percent":
            text = f"{value} %"
        elif isinstance(value, list):
            text = " · ".join(map(str, value))
        else:
            text = "" if value is None else str(value)
        if text:
            yield LABELS.get(name, name.replace("_", " ").capitalize()), text


def _run_rows(business: Business, runs: Sequence[AgentRun]) -> list[RunRow]:
    ids = {answer for run in runs if (answer := _account_id(run)) is not None}
    names = {a.pk: str(a) for a in Account.objects.filter(business=business, pk__in=ids)}
    return [
        RunRow(run, run_mark(run.state), _answer(run, names), sources_of(run.output))
        for run in runs
    ]


def _account_id(run: AgentRun) -> int | None:
    said = str((run.output or {}).get("account") or "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else None


def _answer(run: AgentRun, names: dict[int, str]) -> str:
    account = _account_id(run)
    if account is not None:
        return names.get(account, "")
    return str((run.output or {}).get("payee_name") or "")
