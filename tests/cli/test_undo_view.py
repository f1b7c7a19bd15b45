"""How `undo` answers: the three classes with counts, before and after, and the rest later."""

import datetime as dt
import re

from ledgerflow.ledger.models import JournalEntry
from ledgerflow.ledger.services import entry_reverse
from tests.ledger.test_reversing import posted

MARCH, APRIL = dt.date(2025, 3, 1), dt.date(2025, 4, 1)


def test_a_moved_in_journal_is_previewed_undone_in_part_and_then_wholly(cli, books):
    with books.scope():
        made = posted(books, [MARCH] * 2 + [APRIL] * 3)
        first = JournalEntry.objects.filter(batch=made).order_by("number").first()
        entry_reverse(entry=first, reason="by hand")
    cli("lock", "2025-03")
    cli("lock", "2025-04")
    cli("unlock", "2025-04", "--reason", "moved in twice")

    seen = cli("undo", made.pk, "--preview")
    assert (seen.code, "nothing is changed yet" in seen.out) == (0, True)
    done = cli("undo", made.pk)
    assert done.code == 5
    for told in (seen.text, done.text):
        assert "reversed by opposite entries: 3" in told
        assert "kept, because changed later: 1" in told
        assert "kept, because blocked: 1" in told
        assert "2025-03 is locked" in told
    assert "it takes the rest" in done.err

    assert cli("unlock", "2025-03", "--reason", "moved in twice").code == 0
    rest = cli("undo", made.pk)
    assert (rest.code, "taken back by an earlier undo: 3" in rest.out) == (0, True)
    assert re.search(r"opposite entries: 1\b", rest.out)
    assert cli("undo", made.pk).code == 4
