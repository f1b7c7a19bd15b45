"""Numbers and days as addresses and forms hold them.

Here: one reader for each, for all pages. Not here: amounts and words (selectors/asking.py). What
is longer or further away than anything in the books is none: Python refuses to read thousands of
digits, PostgreSQL numbers above 2^63, and the day after 9999-12-31 is no day.
"""

import datetime as dt
import re

from django.utils.translation import gettext as _

from ledgerflow.core.errors import InputError

DIGITS_MAX = 18
YEARS = range(1900, 3000)
_NUMBER = re.compile(f"[0-9]{{1,{DIGITS_MAX}}}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def number_of(text: str) -> int | None:
    """A row's number or a count; None for anything else, also for ""."""
    return int(text) if _NUMBER.fullmatch(text) else None


def number_asked(text: str) -> int | None:
    """A number, None for ""; InputError for what is none."""
    number = number_of(text)
    if text and number is None:
        raise InputError(
            _("%(text)s is no number.") % {"text": repr(text[:20])},
            hint=_("Go back to the list and choose again."),
        )
    return number


def year_of(text: str) -> int | None:
    """A year of four digits, None for ""; InputError for what is none."""
    if not text:
        return None
    year = number_of(text)
    if year not in YEARS:
        raise InputError(
            _("%(text)s is no year.") % {"text": repr(text[:20])}, hint=_("Write it as 2025.")
        )
    return year


def day_of(text: str) -> dt.date | None:
    """A day written as 2025-03-31, None for ""; InputError for what is none."""
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise InputError(
            _("%(text)s is no day.") % {"text": repr(text[:20])},
            code="bad_day",
            hint=_("Write it as 2025-03-31."),
        )
    return day
