"""From the lines of one account to a statement: order, opening and closing balance, period.

Here: what balances printed in or around the table say. Not here: proving (statements/proof.py).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ledgerflow.statements.figures import links_held, whole_figures
from ledgerflow.statements.packed import LineColumns, PackedLines
from ledgerflow.statements.parsed import Balance, ParsedLine, ParsedStatement
from ledgerflow.statements.tables.chain import NO_LINKS, Held, chain
from ledgerflow.statements.tables.context import Surroundings, printed
from ledgerflow.statements.tables.dates import read_certain, read_date
from ledgerflow.statements.tables.groups import NO_DATE, Group
from ledgerflow.statements.tables.profile import CsvProfile

Span = tuple[dt.date | None, dt.date | None]
"""The first and the last booking day; None without lines."""


def build_statement(
    group: Group, profile: CsvProfile, around: Surroundings, alone: bool
) -> ParsedStatement:
    """One statement. `alone`: the file has one account, so facts around the table are its."""
    newest, held = _order(group, profile)
    span = PackedLines(group.lines).span() or (None, None)
    start, end = _period(span, profile, around) if alone else (None, None)
    derived_opening, derived_closing = _derived(group.lines, newest, held)
    opening, closing = _stated(group, profile, around, alone)
    first, last = _of_days(group, span, profile, around if alone else None, end)
    if derived_closing is None or (last is not None and last.amount == derived_closing.amount):
        opening, closing = opening or first, closing or last
    return ParsedStatement(
        account_id=group.account,
        currency=group.currency,
        lines=group.lines.settled(),
        account_kind=profile.account_kind,
        opening=opening or derived_opening,
        closing=closing or derived_closing,
        period_start=start,
        period_end=end,
        pending=_dated_pending(group.pending, span[1]),
        newest_first=newest,
    )


def _order(group: Group, profile: CsvProfile) -> tuple[bool, Held]:
    lines = group.lines
    forward = _held(lines, newest_first=False)
    if forward.links and forward.held == forward.links:
        return False, forward
    backward = _held(lines, newest_first=True)
    if forward.held != backward.held:
        newest = backward.held > forward.held
    elif len(lines) > 1 and lines.days[0] != lines.days[-1]:
        newest = lines.days[0] > lines.days[-1]
    else:
        newest = bool(profile.newest_first)
    return newest, backward if newest else forward


def _held(lines: LineColumns, *, newest_first: bool) -> Held:
    if lines.balances.is_blank():
        return NO_LINKS
    held = links_held(PackedLines(lines), newest_first=newest_first)
    if held is not None:
        return Held(held, len(lines) - 1)
    found = whole_figures(lines)
    if found is not None:
        return chain(*found, newest_first)
    return chain(list(lines.amounts), list(lines.balances), newest_first)


def _stated(
    group: Group, profile: CsvProfile, around: Surroundings, alone: bool
) -> tuple[Balance | None, Balance | None]:
    """Balances that stand in their own rows, in or around the table."""
    found: list[Balance | None] = []
    for own, own_date, near, near_date in (
        (group.opening, group.opening_date, around.opening, around.opening_date),
        (group.closing, group.closing_date, around.closing, around.closing_date),
    ):
        date = own_date if own else read_certain(near_date, profile.date_order)
        found.append(_balance(own or (near if alone else ""), date, profile))
    return found[0], found[1]


def _balance(text: str, date: dt.date | None, profile: CsvProfile) -> Balance | None:
    """A printed balance in the holder's view. Cards that print charges positive print debt so."""
    value = printed(text, profile.decimal)
    if value is None:
        return None
    turned = profile.balance_owed or (profile.sign == "inverted" and "balance" not in profile.roles)
    return Balance(-value if turned else value, date)


def _of_days(
    group: Group,
    span: Span,
    profile: CsvProfile,
    around: Surroundings | None,
    end: dt.date | None,
) -> tuple[Balance | None, Balance | None]:
    """Balances of named days that lie before the first and behind the last line.

    A day after the stated period closes nothing: rows may have come in between. A card's
    positive balance is debt or credit, which nothing here tells.
    """
    dated = list(group.of_days)
    for text, day in around.of_days if around else ():
        date = read_certain(day, profile.date_order)
        if date is not None:
            dated.append((text, date))
    first, last = span
    opening: Balance | None = None
    closing: Balance | None = None
    for text, date in sorted(dated, key=lambda item: item[1]):
        balance = _balance(text, date, profile)
        if balance is None or first is None or last is None:
            continue
        if profile.account_kind == "card" and profile.sign != "inverted" and balance.amount > 0:
            continue
        if date < first:
            opening = balance
        elif date >= last and (end is None or date <= end):
            closing = closing or balance
    return opening, closing


def _derived(lines: LineColumns, newest: bool, held: Held) -> tuple[Balance | None, Balance | None]:
    """Opening = first printed balance less what moved until then; only where balances chain."""
    if lines.balances.is_blank():
        return None, None
    order = range(len(lines))[:: -1 if newest else 1]
    opening: Balance | None = None
    moved = Decimal(0)
    for at in order:
        moved += lines.amounts[at] or 0
        balance = lines.balances[at]
        if balance is not None:
            opening = Balance(balance - moved)
            break
    # rows that follow the last printed balance would leave nothing that closes
    last = lines.balances[order[-1]]
    day = dt.date.fromordinal(lines.days[order[-1]])
    closing = None if last is None else Balance(last, day)
    chained = held.share > 0.5 or (not held.links and len(lines) == 1)
    return (opening if chained else None), closing


def _period(
    span: Span, profile: CsvProfile, around: Surroundings
) -> tuple[dt.date | None, dt.date | None]:
    """The two dates above the table, where they enclose every line."""
    dates = [d for t in around.dates if (d := read_date(t, profile.date_order)) is not None]
    if len(dates) < 2:
        return None, None
    start, end = min(dates), max(dates)
    first, last = span[0] or start, span[1] or end
    return (start, end) if start <= first and last <= end else (None, None)


def _dated_pending(pending: Sequence[ParsedLine], last: dt.date | None) -> tuple[ParsedLine, ...]:
    """Pending rows without a date carry the last booked day: they are no earlier than that.

    Without any booked line there is no such day; file.py makes that an error.
    """
    dated = (line if line.date != NO_DATE else _moved(line, last) for line in pending)
    return tuple(line for line in dated if line is not None)


def _moved(line: ParsedLine, day: dt.date | None) -> ParsedLine | None:
    return replace(line, date=day) if day is not None else None
