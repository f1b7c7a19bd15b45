"""The open group of the review pages: its rows, the three best ways, what is in the way.

Here: reads in a firm's scope, a fixed number of queries. Not here: the list (review.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.firms.models import Business
from ledgerflow.review.models import Decision
from ledgerflow.review.queueing import Alternative, QueueFilter, QueueRow, group_rows
from ledgerflow.review.suggested import marks_of
from ledgerflow.statements.models import BankTransaction
from ledgerflow.web.selectors.asking import decimal_mark
from ledgerflow.web.selectors.review import EVERYTHING
from ledgerflow.web.selectors.review_desk import Desk, Token
from ledgerflow.web.selectors.review_picks import GroupSum, group_sums, group_waiting

ROWS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row of the panel; `is_locked`: its month is closed, so it cannot be booked as it is."""

    row: QueueRow
    is_locked: bool

    @property
    def transaction(self) -> BankTransaction:
        """The fact itself."""
        return self.row.transaction


@dataclass(frozen=True, slots=True)
class Way:
    """One of the three best ways, with the number that is its key; `sends`: what a form says."""

    number: int
    alternative: Alternative
    sends: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A group that is open. `link` is its address, `more` that of its next rows, "" for none.

    `shown` are the marks of its suggestions (review/suggested.py), also of rows of further pages:
    a form sends them, so that what was shown is accepted and nothing else.
    """

    token: Token
    name: str
    business_name: str
    sums: GroupSum
    rows: tuple[RowShown, ...]
    ways: tuple[Way, ...]
    place: str
    confidence: Decimal
    percent: Decimal
    reasons: tuple[str, ...]
    is_mixed: bool
    asked: str
    locked: int
    link: str
    more: str
    shown: tuple[str, ...]

    @property
    def percent_text(self) -> str:
        """The business share as a field of the page's language shows it: "60", "62.5"."""
        return f"{self.percent.normalize():f}".replace(".", decimal_mark())

    @property
    def seen(self) -> list[int]:
        """The transactions that stand on the page: a form sends them, so that it can be told who
        decided one of them first."""
        return [shown.transaction.pk for shown in self.rows]

    @property
    def decimal(self) -> str:
        """The decimal mark of the page, for the script that adds up parts."""
        return decimal_mark()

    @property
    def one_amount(self) -> Decimal | None:
        """The amount where all rows that are shown have the same: what parts must make."""
        amounts = {shown.transaction.amount for shown in self.rows}
        return abs(amounts.pop()) if len(amounts) == 1 and not self.more else None

    @property
    def months_locked(self) -> list[str]:
        """The closed months among the rows, as "2025-03"."""
        return sorted({f"{s.transaction.date:%Y-%m}" for s in self.rows if s.is_locked})


def panel_of(
    desk: Desk,
    token: Token,
    wanted: QueueFilter = EVERYTHING,
    *,
    query: str = "",
    rows_after: str = "",
) -> Panel | None:
    """The open group; None where nothing of it waits any more."""
    business = Business(pk=token.business_id, firm_id=desk.firm_id)
    page = group_rows(business, token.key, wanted=wanted, after=rows_after, limit=ROWS_A_PAGE)
    sums = group_sums([token], wanted).get(token) if page.rows else None
    if sums is None:
        return None
    rows = group_waiting([token], wanted)
    shown = sorted(set().union(*marks_of(rows).values()))
    locked = {(day.year, day.month) for day in sums.locked}
    first = _speaker(page.rows)
    suggestion = first.suggestion
    fact = first.transaction
    return Panel(
        token=token,
        name=(suggestion.payee_name if suggestion else "") or fact.counterparty or fact.description,
        business_name=_name(desk, token),
        sums=sums,
        rows=tuple(RowShown(r, _month(r) in locked) for r in page.rows),
        ways=_ways(first.alternatives),
        place=first.place,
        confidence=suggestion.confidence if suggestion else Decimal(0),
        percent=suggestion.business_percent if suggestion else Decimal(100),
        reasons=tuple(map(str, suggestion.reasons)) if suggestion else (),
        is_mixed=len(shown) > 1,
        asked=next((row.asked for row in page.rows if row.asked), ""),
        locked=sum(_month(row) in locked for row in page.rows),
        link=desk.link(query, group=token),
        more=desk.link(query, group=token, rows=page.after, part="rows") if page.after else "",
        shown=tuple(shown),
    )


def _name(desk: Desk, token: Token) -> str:
    """The business's name where several are in one list; one query then."""
    if not desk.is_firm:
        return ""
    return Business.objects.values_list("name", flat=True).get(pk=token.business_id)


def _speaker(rows: Sequence[QueueRow]) -> QueueRow:
    """The row whose suggestion stands for the group: the surest of the place most money goes to."""
    weights: dict[str, Decimal] = {}
    for row in rows:
        weights[row.place] = weights.get(row.place, Decimal(0)) + abs(row.transaction.amount)
    place = max(weights, key=lambda text: (bool(text), weights[text]))
    fits = [row for row in rows if row.place == place]
    return max(fits, key=lambda r: r.suggestion.confidence if r.suggestion else Decimal(0))


def _ways(alternatives: Iterable[Alternative]) -> tuple[Way, ...]:
    return tuple(
        Way(number, one, _sends(one)) for number, one in enumerate(list(alternatives)[:3], 1)
    )


def _sends(one: Alternative) -> str:
    """What the form says for it; what is no plain account follows the suggestion itself."""
    if one.kind == Decision.Kind.CATEGORY and one.account_id is not None:
        return f"choice:category:{one.account_id}"
    if one.kind == Decision.Kind.TRANSFER:
        return f"transfer:{one.transfer_with_id}" if one.transfer_with_id else "transfer"
    return "accept"


def _month(row: QueueRow) -> tuple[int, int]:
    return row.transaction.date.year, row.transaction.date.month
