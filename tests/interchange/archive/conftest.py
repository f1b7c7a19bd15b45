"""An archive of invented books with statements, decisions and a reversal, as bytes.

Here: making it once, and taking it apart. Not here: tests.
"""

import pytest

from ledgerflow.firms.models import Business
from ledgerflow.interchange.exporting import archive_write
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.services import entry_reverse
from tests.published import checking, decide, publish

LINES = [
    ("2025-01-03", "-86.10", 'HOME "DEPOT"; #7114'),
    ("2025-01-14", "-4.00", "=COFFEE BAR"),
    ("2025-01-14", "-4.00", "COFFEE BAR"),
    ("2025-01-20", "500.00", "HARBOR CLIENT 漢字"),
]
_made = {}


@pytest.fixture
def kept(make_books):
    """Books with two statements of one account, three decisions and a reversal."""
    books = make_books('Harbor "Street"; Studio')
    with books.scope():
        account = checking(books)
        publish(books, LINES, account=account)
        publish(books, [*LINES[3:], ("2025-02-02", "12.3400", "REFUND")], account=account)
        for text, key in (("=COFFEE BAR", "meals"), ("HARBOR CLIENT 漢字", "sales")):
            decide(books, text, key)
        decide(books, 'HOME "DEPOT"; #7114', "repairs_maintenance")
        business = Business.objects.get(pk=books.place.business_id)
        newest = JournalEntry.objects.filter(business=business).order_by("-number").first()
        entry_reverse(entry=newest, reason="booked twice")
    return books


@pytest.fixture
def archive(request, db, tmp_path):
    """The archive's file; its books are made once for all tests."""
    path = tmp_path / "archive.zip"
    if "bytes" in _made:
        path.write_bytes(_made["bytes"])
    else:
        kept = request.getfixturevalue("kept")
        archive_write(place=kept.place, user_id=kept.user.pk, path=path)
        _made["bytes"] = path.read_bytes()
    return path
