"""What a journal's reading says, in short: balances, codes of errors and notes."""

from collections import defaultdict
from decimal import Decimal

from ledgerflow.interchange.journals.parsed import ROUNDING, TRADING


def balances(journal, *, with_trading=False):
    """(account, currency) -> sum; every entry balances in every currency."""
    sums = defaultdict(Decimal)
    for entry in journal.entries:
        by_currency = defaultdict(Decimal)
        for line in entry.lines:
            sums[line.account, line.currency] += line.amount
            by_currency[line.currency] += line.amount
        assert not any(by_currency.values()), entry
        assert len(entry.lines) >= 2
    return {
        place: amount
        for place, amount in sums.items()
        if amount and (with_trading or not place[0].startswith((f"{TRADING}:", ROUNDING)))
    }


def errors(journal):
    """Codes of errors with their lines."""
    return [
        (f.code.removeprefix("journal_"), f.line) for f in journal.faults if f.severity == "error"
    ]


def notes(journal):
    """Codes of notes."""
    return {f.code.removeprefix("journal_") for f in journal.faults if f.severity == "note"}


def same_to_the_cent(ours, theirs):
    """Both have the same balances, but for what rounding to cents takes away."""
    gaps = {k: (ours.get(k, 0), theirs.get(k, 0)) for k in ours.keys() | theirs.keys()}
    return {k: v for k, v in gaps.items() if abs(v[0] - v[1]) > Decimal("0.005")} == {}
