"""From postings whose amounts are known to a balanced entry, exact in each currency.

Here: trading lines of an exchange, rounding differences, limits of what books can keep. Not here:
missing amounts and what an entry weighs (each reader's booking).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.core.money import AMOUNT_LIMIT, DECIMALS_STORED, is_storable
from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.parsed import (
    ROUNDING,
    TRADING,
    JournalEntryRead,
    JournalLineRead,
)

DESCRIPTION_MAX = 300
NOTE_MAX = 200
LINES_MAX = 1_000
YEARS = range(1970, 2200)


@dataclass(frozen=True, slots=True)
class Head:
    """Where an entry begins, its day and its words."""

    line: int
    date: dt.date
    description: str

    def __str__(self) -> str:
        return f"the entry of {self.date} ({self.description[:60]!r})"


def entry_of(
    head: Head, lines: Iterable[JournalLineRead], faults: Faults
) -> JournalEntryRead | None:
    """The entry; None where nothing is left of it or it has a fault, which is told.

    What the currencies' sums leave is put on trading accounts where two or more are left open
    (an exchange), and on the rounding account where one is.
    """
    kept = [line for line in lines if line.amount != 0]
    sums: dict[str, Decimal] = defaultdict(Decimal)
    sound = _sound_day(head, faults)
    for line in kept:
        sound &= amount_sound(line.amount, line.line, faults)
        sums[line.currency] += line.amount
    open_sums = {currency: gap for currency, gap in sums.items() if gap}
    for currency, gap in open_sums.items():
        if len(open_sums) > 1:
            kept.append(JournalLineRead(f"{TRADING}:{currency}", -gap, currency, "", head.line))
        else:
            faults.note(
                "rounding",
                currency,
                head.line,
                _rounded(currency),
                "Look at them after the import.",
            )
            kept.append(JournalLineRead(ROUNDING, -gap, currency, "", head.line))
    if len(kept) > LINES_MAX:
        faults.add(
            "long_entry",
            head.line,
            f"{head} has {len(kept):,} lines; at most {LINES_MAX:,}",
            "Split it into several entries.",
        )
        sound = False
    if not kept:
        faults.note(
            "empty", "", head.line, "Entries that move no money are left out", "Nothing to do."
        )
    return JournalEntryRead(*_cut(head, faults), tuple(kept)) if kept and sound else None


def _rounded(currency: str) -> str:
    return f"Rounding differences that the other program tolerates in {currency} go to {ROUNDING}"


def amount_sound(amount: Decimal, line: int, faults: Faults) -> bool:
    """True where books can keep the amount; else the fault names the line."""
    if is_storable(amount):
        return True
    if not amount.is_finite() or abs(amount) >= AMOUNT_LIMIT:
        faults.add(
            "amount_too_large",
            line,
            f"{amount:.6g} is no amount that books can keep",
            f"Amounts are below {AMOUNT_LIMIT:,}.",
            column="amount",
        )
    else:
        faults.add(
            "too_many_decimals",
            line,
            f"{amount} has more than {DECIMALS_STORED} decimals",
            "Round it to the currency's cents in the journal, and what balances it.",
            column="amount",
        )
    return False


def _sound_day(head: Head, faults: Faults) -> bool:
    if head.date.year in YEARS:
        return True
    faults.add(
        "date_out_of_range",
        head.line,
        f"{head} lies before {YEARS.start} or after {YEARS.stop - 1}",
        "Correct the year.",
        column="date",
        excerpt=head.description,
    )
    return False


def _cut(head: Head, faults: Faults) -> tuple[int, dt.date, str]:
    description = " ".join(head.description.split())
    if len(description) > DESCRIPTION_MAX:
        faults.note(
            "description_cut",
            "",
            head.line,
            f"Descriptions are cut at {DESCRIPTION_MAX} characters",
            "Keep the journal file.",
        )
    return head.line, head.date, description[:DESCRIPTION_MAX] or "(no description)"
