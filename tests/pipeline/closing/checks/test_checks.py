"""The list of checks: which are asked of a month and which of a year, each once, all in words."""

import datetime as dt

from ledgerflow.pipeline.closing.checks import CHECKS, checks_run
from ledgerflow.pipeline.closing.checks.records import Books

TODAY = dt.date(2025, 8, 15)


def run(books, *, is_year):
    with books.scope():
        days = dt.date(2025, 1, 1), dt.date(2025, 1, 31)
        return checks_run(Books(books.business, *days, TODAY, is_year=is_year))


def test_a_month_in_order_passes_every_check_in_words(january):
    found = run(january, is_year=False)
    assert {(c.id, c.state) for c in found} == {(c.id, "ok") for c in CHECKS if not c.year_only}
    assert all(c.label and c.detail and not c.todo for c in found)


def test_a_year_is_asked_more(january):
    asked = [check.id for check in run(january, is_year=True)]
    assert asked == [check.id for check in CHECKS]
    assert len(set(asked)) == len(asked)
