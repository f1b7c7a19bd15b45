"""What comes again and again: what is missing first, then what changed, then what comes next."""

from ledgerflow.web.selectors.recurring import recurring_page
from tests.published import publish
from tests.web.conftest import desk_of


def monthly(text, amount, months):
    return [(f"2025-{month:02}-05", amount, f"{text} {month:02}") for month in months]


def test_what_is_missing_and_what_changed_is_seen_first(books):
    with books.scope():
        publish(
            books,
            [
                *monthly("STREAMLY INC", "-20.00", range(1, 5)),
                *monthly("STREAMLY INC", "-24.00", range(5, 9)),
                *monthly("OLD MILL RENT", "-900.00", range(1, 7)),
                *monthly("HARBOR CLIENT RETAINER", "500.00", range(1, 9)),
            ],
        )
        page = recurring_page(books.business)
    assert [row.series.last_amount for row in page.into] == [500]
    (changed,) = page.changed
    assert (changed.change.before, changed.change.after) == (-20, -24)
    gone = [row.mark.word for row in (*page.missed, *page.ended)]
    assert gone in (["Missing"], ["Ended"])
    shown = desk_of(books).get("recurring/").content.decode()
    assert "every month" in shown
    assert "Changed amounts" in shown


def test_an_empty_business_says_so(desk):
    assert b"There are no transactions yet" in desk.get("recurring/").content
