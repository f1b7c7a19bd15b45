"""Entry drafts: frozen, balanced by construction; pure.

Here: what may be posted, said kindly before PostgreSQL says it finally. Not here: writing it
(services.py, posting/) or knowing what a bank is.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.core.errors import RuleError, UnbalancedEntry
from ledgerflow.core.money import is_storable
from ledgerflow.ledger.content import content_hash, head_row, line_row

LINES_MAX = 1_000
DESCRIPTION_MAX = 300
NOTE_MAX = 200
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One line: debit positive, credit negative, in the account's currency."""

    account_id: int
    amount: Decimal
    currency: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry to post. Construction raises UnbalancedEntry or RuleError; it cannot be wrong.

    `idempotency_key` names the intent: the same key with the same content posts once. Only an
    entry that is posted in a batch may leave it empty: then the batch names the intent.
    """

    date: dt.date
    description: str
    lines: tuple[LineDraft, ...]
    idempotency_key: str
    kind: str = "normal"
    reverses_id: int | None = None

    def __post_init__(self) -> None:
        if not 2 <= len(self.lines) <= LINES_MAX:
            raise self._wrong_length()
        gaps: dict[str, Decimal] = {}
        for line in self.lines:
            amount = line.amount
            if amount == _ZERO or not is_storable(amount):
                raise self._wrong_amount(amount)
            gaps[line.currency] = gaps.get(line.currency, _ZERO) + amount
        if any(gaps.values()):
            raise self._unbalanced(gaps)

    @property
    def where(self) -> str:
        """The entry in words, for messages."""
        return f"The entry of {self.date} ({self.description[:60]!r})"

    def _wrong_length(self) -> RuleError:
        if len(self.lines) > LINES_MAX:
            return RuleError(
                f"{self.where} has {len(self.lines)} lines; at most {LINES_MAX}.",
                code="entry_too_long",
                hint="Post it as several entries.",
            )
        return UnbalancedEntry(
            f"{self.where} has {len(self.lines)} lines; an entry has two or more.",
            code="entry_has_no_lines",
            hint="Name the account that the money came from and the one it went to.",
        )

    def _wrong_amount(self, amount: Decimal) -> RuleError:
        if is_storable(amount):
            return RuleError(
                f"{self.where} has a line of zero.",
                code="amount_zero",
                hint="Leave the line out.",
            )
        return RuleError(
            f"{self.where}: {amount} is no amount with four decimals or fewer.",
            code="amount_not_storable",
            hint="Round to the currency's minor unit first.",
        )

    def _unbalanced(self, gaps: dict[str, Decimal]) -> UnbalancedEntry:
        currency, gap = min((c, gap) for c, gap in gaps.items() if gap)
        return UnbalancedEntry(
            f"{self.where} does not balance: debits exceed credits by {gap} {currency}.",
            hint="The lines of each currency must add up to zero.",
            extra={"gap": str(gap), "currency": currency},
        )

    @property
    def head(self) -> str:
        """The first row of the content that is posted (content.py)."""
        return head_row(self.date, self.kind, self.reverses_id, self.description[:DESCRIPTION_MAX])

    @property
    def rows(self) -> list[str]:
        """The rows of the lines that are posted (content.py)."""
        return [
            line_row(position, x.account_id, x.amount, x.currency, x.note[:NOTE_MAX])
            for position, x in enumerate(self.lines, 1)
        ]

    @property
    def request_hash(self) -> bytes:
        """SHA-256 over the content, to tell a repeated request from another one."""
        return content_hash(self.head, self.rows)
