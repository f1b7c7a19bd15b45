"""Entry drafts: frozen, balanced by construction; pure.

Here: what may be posted, said kindly before PostgreSQL says it finally. Not here: writing it
(services.py) or knowing what a bank is.
"""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.core.errors import RuleError, UnbalancedEntry
from ledgerflow.core.money import is_storable

LINES_MAX = 1_000


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

    `idempotency_key` names the intent: the same key with the same content posts once.
    """

    date: dt.date
    description: str
    lines: tuple[LineDraft, ...]
    idempotency_key: str
    kind: str = "normal"
    reverses_id: int | None = None

    def __post_init__(self) -> None:
        where = f"The entry of {self.date} ({self.description[:60]!r})"
        if len(self.lines) < 2:
            raise UnbalancedEntry(
                f"{where} has {len(self.lines)} lines; an entry has two or more.",
                code="entry_has_no_lines",
                hint="Name the account that the money came from and the one it went to.",
            )
        if len(self.lines) > LINES_MAX:
            raise RuleError(
                f"{where} has {len(self.lines)} lines; at most {LINES_MAX}.",
                code="entry_too_long",
                hint="Post it as several entries.",
            )
        if not self.idempotency_key:
            raise RuleError(f"{where} has no idempotency key.", hint="Name what it stands for.")
        self._check_amounts(where)
        self._check_balance(where)

    def _check_amounts(self, where: str) -> None:
        for line in self.lines:
            if not is_storable(line.amount):
                raise RuleError(
                    f"{where}: {line.amount} is no amount with four decimals or fewer.",
                    code="amount_not_storable",
                    hint="Round to the currency's minor unit first.",
                )
            if line.amount == 0:
                raise RuleError(
                    f"{where} has a line of zero.",
                    code="amount_zero",
                    hint="Leave the line out.",
                )

    def _check_balance(self, where: str) -> None:
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for line in self.lines:
            sums[line.currency] += line.amount
        for currency, gap in sorted(sums.items()):
            if gap != 0:
                raise UnbalancedEntry(
                    f"{where} does not balance: debits exceed credits by {gap} {currency}.",
                    hint="The lines of each currency must add up to zero.",
                    extra={"gap": str(gap), "currency": currency},
                )

    @property
    def request_hash(self) -> str:
        """SHA-256 over the content, to tell a repeated request from another one."""
        content = [
            self.date.isoformat(),
            self.description,
            self.kind,
            self.reverses_id,
            [[x.account_id, f"{x.amount:.4f}", x.currency, x.note] for x in self.lines],
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()
