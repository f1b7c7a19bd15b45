"""A business whose coffee waits for a decision."""

import pytest

from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.statements.accounts import bank_account_add

CSV = b"""Date,Description,Amount,Balance
01/13/2025,COFFEE BAR,-4.00,996.00
01/14/2025,COFFEE BAR REFUND,4.00,1000.00
01/15/2025,COFFEE HOUSE,-5.00,995.00
"""


@pytest.fixture
def coffee(books):
    """Three transactions that wait."""
    with books.scope():
        bank_account_add(business=books.business, name="Checking")
    statements_import(books.place, [Upload("c.csv", CSV)], account="Checking")
    return books
