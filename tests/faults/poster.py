"""Posts entries one after the other and writes down which were acknowledged.

Here: run as a program (one JSON request on stdin), or in a forked child of zygote.py. Keys of a
run are `PREFIX:0`, `PREFIX:1` and so on; the amount follows from the number, so that whoever
looks knows what each entry must be. Not here: what must hold afterwards (test_books_*.py).
"""

import datetime as dt
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

SIZE = 40
"""Entries of one call where many are posted at once."""


def amount_of(number: int) -> Decimal:
    """What entry `number` moves."""
    return Decimal(number % 997 + 1) / 4


def draft_of(request: dict[str, Any], number: int) -> Any:
    """The draft of one number: four accounts in turn, over two years of days."""
    from ledgerflow.ledger.drafts import EntryDraft, LineDraft

    accounts = request["accounts"]
    debit, credit = accounts[number % 4], accounts[(number + 1) % 4]
    amount = amount_of(number)
    lines = (LineDraft(debit, amount, "USD"), LineDraft(credit, -amount, "USD"))
    day = dt.date(2024, 1, 1) + dt.timedelta(days=number * 7 % 700)
    return EntryDraft(day, f"Invented {number}", lines, f"{request['prefix']}:{number}")


def post(request: dict[str, Any]) -> int:
    """Post `count` entries from `first` on; a line a number in the file `acknowledged`.

    0 when all are posted, 3 when the database went away.
    """
    from django.db import OperationalError, transaction

    from ledgerflow.core.scope import firm_scope
    from ledgerflow.firms.models import Business
    from ledgerflow.ledger.posting import entries_post, entry_post

    numbers = range(request["first"], request["first"] + request["count"])
    size = SIZE if request.get("many") else 1
    try:
        with (
            Path(request["acknowledged"]).open("a", encoding="ascii") as told,
            firm_scope(request["firm"], request["user"]),
        ):
            with transaction.atomic():
                business = Business.objects.get(pk=request["business"])
            for start in range(0, len(numbers), size):
                some = numbers[start : start + size]
                if size == 1:
                    entry_post(business=business, draft=draft_of(request, some[0]))
                else:
                    entries_post(business=business, drafts=[draft_of(request, n) for n in some])
                told.write("".join(f"{n}\n" for n in some))
                told.flush()
    except OperationalError:
        return 3
    return 0


if __name__ == "__main__":
    import django

    django.setup()
    sys.exit(post(json.loads(sys.stdin.readline())))
