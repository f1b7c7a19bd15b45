"""Dates as banks print them, read with a known order of day, month and year.

Here: one text -> date, and which orders a text allows. Not here: deciding the order of a
file (dateorder.py). A text that is no date is None, never today.
"""

import datetime as dt
import re
from functools import lru_cache

from ledgerflow.statements.tables.words import fold

ORDERS: tuple[str, ...] = ("ymd", "dmy", "mdy")
"""The orders of day, month and year that a column of dates can have."""

_MONTHS = """
jan january januar januari janvier janv enero ene gennaio gen janeiro sty styczen stycznia led ledna
leden januari tammikuu ocak jan. ianuarie ian sijecanj январь янв января
feb february februar februari fevrier fevr febrero febbraio fevereiro fev lut luty lutego uno unora
unor februar helmikuu subat februarie фев февраль февраля fevr.
mar march marz maerz mrz maart mrt mars marzo marco marzec marca bre brezna brezen marts
maaliskuu mart martie marcius мар март марта mart
apr april avril avr abril abr aprile kwi kwiecien kwietnia dub dubna duben huhtikuu nisan aprilie
aprilis апр апрель апреля
may mai mei mayo maggio mag maio maj maja kve kvetna kveten toukokuu mayis majus май мая
jun june juni juin junio giugno giu junho cze czerwiec czerwca cer cervna cerven kesakuu haziran
iunie iun junius июн июнь июня juin.
jul july juli juillet juil julio luglio lug julho lip lipiec lipca cervence cervenec heinakuu temmuz
iulie iul julius июл июль июля
aug august augustus aout agosto ago sie sierpien sierpnia srp srpna srpen elokuu agustos augusti
augusztus авг август августа
sep sept september septembre septiembre settembre set setembro wrz wrzesien wrzesnia zar zari
syyskuu eylul septembrie szeptember сен сентябрь сентября setiembre
oct october okt oktober octobre octubre ottobre ott outubro out paz pazdziernik pazdziernika rij
rijna rijen lokakuu ekim octombrie oktober окт октябрь октября
nov november novembre noviembre novembro lis listopad listopada marraskuu kasim noiembrie noi
ноя ноябрь ноября
dec december dez dezember decembre diciembre dic dicembre dezembro gru grudzien grudnia pro
prosince prosinec joulukuu aralik decembrie des desember дек декабрь декабря
"""
_STARTS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _month_table() -> dict[str, int]:
    table: dict[str, int] = {}
    month = 0
    for line in _MONTHS.strip().splitlines():
        names = line.split()
        if month < len(_STARTS) and names[0] == _STARTS[month]:
            month += 1
        for name in names:
            table.setdefault(fold(name), month)
    return table


_MONTH = _month_table()


def month_number(name: str) -> int | None:
    """1-12 for a month's name or its short form in any of the languages; None for other words."""
    return _MONTH.get(fold(name))


_TIME = (
    r"(?:[ T,]+(?:at )?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?"
    r"\s*(?:Z|UTC|GMT|CES?T|E[SD]T|P[SD]T|[+-]\d{2}:?\d{2})?)?"
)
_NUMERIC = re.compile(rf"^(\d{{1,4}})([./\- ])\s?(\d{{1,2}})\2\s?(\d{{4}}|\d{{1,2}})\.?{_TIME}$")
_COMPACT = re.compile(r"^(\d{8})(?:[T ]?\d{6})?$")
_WEEKDAY = r"(?:[^\W\d_]{2,10}[.,]{0,2}\s+)?"
_NAME = r"([^\W\d_]{3,12})"
_NAMED = re.compile(
    rf"^{_WEEKDAY}(\d{{1,4}})(?:st|nd|rd|th)?[\s.\-/]*{_NAME}[\s.,\-/]*(\d{{4}}|\d{{2}}){_TIME}$"
)
_NAME_FIRST = re.compile(
    rf"^{_WEEKDAY}{_NAME}[\s.\-]*(\d{{1,2}})(?:st|nd|rd|th)?[\s,\-]+(\d{{4}}|\d{{2}}){_TIME}$"
)
_SPANISH = re.compile(r"\bde\b|\bdel\b", re.IGNORECASE)
_ASIAN = str.maketrans({"年": "-", "月": "-", "日": ""})


def _year(text: str) -> int:
    """Two digits: 70-99 lie in the last century."""
    value = int(text)
    if len(text) == 4:
        return value
    return value + (1900 if value >= 70 else 2000)


def _date(year: int, month: int, day: int) -> dt.date | None:
    if not 1000 <= year <= 2999:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def read_date(text: str, order: str) -> dt.date | None:
    """Read one date; a time behind it is passed over. None where the text is no such date."""
    text = text.strip()
    if not 6 <= len(text) <= 40:
        return None
    found = _NUMERIC.match(text)
    if found:
        return _numeric(found[1], found[3], found[4], order)
    return _compact(text, order) or _named(text)


def read_certain(text: str, order: str) -> dt.date | None:
    """A date beside the table: in the table's order, or else the only day it can be."""
    found = {read_date(text, o) for o in ORDERS} - {None}
    return read_date(text, order) or (found.pop() if len(found) == 1 else None)


def _numeric(first: str, second: str, third: str, order: str) -> dt.date | None:
    if len(first) == 4:
        # a year in front is always followed by the month
        return _date(int(first), int(second), int(third)) if len(third) <= 2 else None
    if len(first) == 3 or len(third) == 1:
        return None
    if order == "ymd":
        if len(third) == 4 or len(first) != 2:
            return None
        return _date(_year(first), int(second), int(third))
    if order == "mdy":
        return _date(_year(third), int(first), int(second))
    return _date(_year(third), int(second), int(first))


def _compact(text: str, order: str) -> dt.date | None:
    found = _COMPACT.match(text)
    if not found:
        return None
    digits = found[1]
    if 1900 <= int(digits[:4]) <= 2100:
        date = _date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        if date is not None and order == "ymd":
            return date
    if order == "dmy":
        return _date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    if order == "mdy":
        return _date(int(digits[4:]), int(digits[:2]), int(digits[2:4]))
    return None


def _named(text: str) -> dt.date | None:
    """A month by name: '12 Feb 2018', '12-févr.-18', 'Feb 12, 2018', '12 de febrero de 2018'."""
    if "年" in text:
        return read_date(text.translate(_ASIAN), "ymd")
    if text.isascii() and not any(c.isalpha() for c in text):
        return None
    text = " ".join(_SPANISH.sub(" ", text).split())
    found = _NAMED.match(text)
    if found:
        month = _MONTH.get(fold(found[2]))
        if month and len(found[1]) == 4 and len(found[3]) == 2:
            return _date(int(found[1]), month, int(found[3]))
        return _date(_year(found[3]), month, int(found[1])) if month else None
    found = _NAME_FIRST.match(text)
    if found:
        month = _MONTH.get(fold(found[1]))
        return _date(_year(found[3]), month, int(found[2])) if month else None
    return None


@lru_cache(maxsize=100_000)
def date_orders(text: str) -> tuple[str, ...]:
    """The orders under which the text is a date; all three where the order does not matter."""
    text = text.strip()
    if not 6 <= len(text) <= 40:
        return ()
    if _NUMERIC.match(text) or _COMPACT.match(text):
        return tuple(order for order in ORDERS if read_date(text, order) is not None)
    return ORDERS if _named(text) is not None else ()


@lru_cache(maxsize=20_000)
def looks_like_date(text: str) -> bool:
    """True where the text is a date under some order (bare digits only as year first)."""
    text = text.strip()
    if not 6 <= len(text) <= 40:
        return False
    if text.isdigit():
        return len(text) in (8, 14) and 1900 <= int(text[:4]) <= 2100 and "ymd" in date_orders(text)
    return bool(date_orders(text))
