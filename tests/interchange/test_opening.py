"""Accounts that a journal needs are opened under one heading for each kind."""

from ledgerflow.interchange.journals.parsed import JournalAccount
from ledgerflow.interchange.opening import accounts_open
from ledgerflow.ledger.models import Account


def test_accounts_get_free_codes_names_and_headings(books):
    wanted = [
        JournalAccount("Assets:Bank:Checking", "asset", "USD"),
        JournalAccount("Assets:Bank:Checking", "asset", "EUR"),
        JournalAccount("Expenses:Food", "expense", "USD"),
        JournalAccount("7001", "expense", "USD", title="Paper"),
        JournalAccount("6110", "expense", "USD", title="Taken code"),
    ]
    with books.scope():
        made = accounts_open(business=books.business, wanted=wanted)
        assert [(a.code, a.name, a.currency, a.parent.code) for a in made] == [
            ("19001", "Bank:Checking", "USD", "19000"),
            ("19002", "Bank:Checking EUR", "EUR", "19000"),
            ("69001", "Food", "USD", "69000"),
            ("7001", "Paper", "USD", "69000"),
            ("69002", "Taken code", "USD", "69000"),
        ]
        more = accounts_open(
            business=books.business, wanted=[JournalAccount("Assets:Cash", "asset", "USD")]
        )
        assert (more[0].code, more[0].parent) == ("19003", made[0].parent)
        assert accounts_open(business=books.business, wanted=[]) == []
        assert Account.objects.filter(key="moved_in_assets", is_heading=True).count() == 1
