"""What the audit last said about each fiscal year."""

from ledgerflow.ledger.fiscalyears import fiscal_years
from tests.ledger.test_periods import close_year


def test_the_newest_word_counts_and_turns_are_never_forgotten(books, make_books):
    other = make_books()
    with other.scope():
        close_year(other, 2025)
    with books.scope():
        assert fiscal_years(books.business) == {}
        close_year(books, 2024)
        close_year(books, 2025)
        close_year(books, 2025, action="year_reopen")
        known = fiscal_years(books.business)
        assert {y.year: (y.is_closed, y.turn) for y in known.values()} == {
            2024: (True, 1),
            2025: (False, 1),
        }
        close_year(books, 2025)
        again = fiscal_years(books.business)[2025]
        assert (again.is_closed, again.turn, str(again.end)) == (True, 2, "2025-12-31")
