"""How rows of the books call themselves."""

import datetime as dt
from decimal import Decimal

from ledgerflow.ledger.models import Account, JournalEntry, JournalLine, Period


def test_rows_say_what_they_are():
    assert str(Account(code="6110", name="Supplies")) == "6110 Supplies"
    assert str(Period(start=dt.date(2025, 1, 1), is_locked=True)) == "2025-01 locked"
    assert str(Period(start=dt.date(2025, 1, 1))) == "2025-01"
    entry = JournalEntry(number=7, date=dt.date(2025, 1, 2), description="Paint")
    assert str(entry) == "7 2025-01-02 Paint"
    assert str(JournalLine(account_id=3, amount=Decimal("-1.5"), currency="USD")) == "3 -1.5 USD"
