"""The form of an entry written by hand: what was typed, field by field, and what is wrong with it.

Here: typed texts to a WrittenEntry, every fault on its field, all of them together; nothing typed
is lost. Not here: posting it (ledger/manual.py) or the page (views/books/manual.py).
"""

import datetime as dt
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _

from ledgerflow.core.errors import InputError, LedgerFlowError
from ledgerflow.core.money import currency_decimals, round_money
from ledgerflow.firms.models import Business
from ledgerflow.ledger.drafts import DESCRIPTION_MAX, LINES_MAX, NOTE_MAX
from ledgerflow.ledger.lookup import account_find
from ledgerflow.ledger.manual import WrittenEntry, WrittenLine, gaps_of
from ledgerflow.ledger.models import Account, JournalEntry, JournalLine
from ledgerflow.reports.figures import plain
from ledgerflow.web.selectors.asking import amount_typed, decimal_mark
from ledgerflow.web.shell.figures import money
from ledgerflow.web.typed import day_of

LINES_AT_FIRST = 6
LINES_MORE = 4
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(slots=True)
class LineFields:
    """A line as it was typed, and its faults by field."""

    account: str = ""
    debit: str = ""
    credit: str = ""
    note: str = ""
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """True where nothing was typed."""
        return not (self.account or self.debit or self.credit or self.note)


@dataclass(slots=True)
class ManualForm:
    """An entry as it was typed. `token` names the form, so that it posts once.

    `faults` are those of the whole: "date", "description", "lines".
    """

    token: str
    date: str = ""
    description: str = ""
    lines: list[LineFields] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def has_faults(self) -> bool:
        """True where something must be mended first."""
        return bool(self.faults or any(line.faults for line in self.lines))

    def more_lines(self) -> None:
        """Blank lines at the end, as many as a page without JavaScript adds at once."""
        room = LINES_MAX - len(self.lines)
        self.lines += [LineFields() for _n in range(min(LINES_MORE, room))]

    def read(self, business: Business, usable: Sequence[Account]) -> WrittenEntry | None:
        """What was meant; None where `faults` say what must be mended. `usable`: the accounts
        that entries can be booked to.
        """
        date = self._read_date()
        if not self.description:
            self.faults["description"] = _("Say what the entry is for.")
        by_text = _by_text(usable)
        lines = [_line_read(line, business, by_text) for line in self.lines if not line.is_blank]
        whole = [line for line in lines if line is not None]
        if len(whole) == len(lines):
            self._refuse_unbalanced(whole)
        if self.has_faults or date is None:
            return None
        return WrittenEntry(date, self.description, tuple(whole), self.token)

    def _read_date(self) -> dt.date | None:
        try:
            day = day_of(self.date)
        except InputError:
            day = None
        if day is None:
            self.faults["date"] = _("Write the day as 2025-03-31.")
        return day

    def _refuse_unbalanced(self, lines: Sequence[WrittenLine]) -> None:
        if len(lines) < 2:
            self.faults["lines"] = _(
                "An entry has two lines or more: where the money came from, and where it went."
            )
            return
        said = [
            (
                _("Debits exceed credits by %(gap)s %(currency)s.")
                if gap > 0
                else _("Credits exceed debits by %(gap)s %(currency)s.")
            )
            % {"gap": money(abs(gap), currency), "currency": currency}
            for currency, gap in gaps_of(lines).items()
        ]
        if len({line.account.currency for line in lines}) > 1 and said:
            said.append(_("The lines of each currency must balance by themselves."))
        if said:
            self.faults["lines"] = " ".join(said)


def form_blank(today: dt.date) -> ManualForm:
    """An empty form, dated today."""
    lines = [LineFields() for _n in range(LINES_AT_FIRST)]
    return ManualForm(uuid.uuid4().hex, today.isoformat(), lines=lines)


def form_copied(entry: JournalEntry, lines: Sequence[JournalLine], today: dt.date) -> ManualForm:
    """A form with an entry's lines and words, dated today; its accounts are fetched already."""
    form = form_blank(today)
    form.description = entry.description
    form.lines = [
        LineFields(
            account=str(line.account),
            debit=_amount_shown(line.amount, line.currency),
            credit=_amount_shown(-line.amount, line.currency),
            note=line.note,
        )
        for line in lines
    ]
    return form


def form_sent(sent: QueryDict) -> ManualForm:
    """The form as somebody sent it. A bad token becomes a new one: then nothing was posted yet."""
    token = sent.get("token", "")
    columns = [sent.getlist(name)[:LINES_MAX] for name in ("account", "debit", "credit", "note")]
    return ManualForm(
        token=token if _TOKEN.fullmatch(token) else uuid.uuid4().hex,
        date=sent.get("date", "").strip()[:10],
        description=" ".join(sent.get("description", "").split())[:DESCRIPTION_MAX],
        lines=[
            LineFields(
                account.strip()[:160],
                debit.strip()[:40],
                credit.strip()[:40],
                note.strip()[:NOTE_MAX],
            )
            for account, debit, credit, note in zip(*columns, strict=False)
        ],
    )


def _amount_shown(amount: Decimal, currency: str) -> str:
    """An amount as it would be typed; "" below zero: it stands in the other column."""
    return plain(amount, currency).replace(".", decimal_mark()) if amount > 0 else ""


def _by_text(usable: Sequence[Account]) -> Mapping[str, Account]:
    """Accounts by the texts that name them at once: their label and their code."""
    labels = {str(account).casefold(): account for account in usable}
    return labels | {account.code.casefold(): account for account in usable}


def _line_read(
    line: LineFields, business: Business, by_text: Mapping[str, Account]
) -> WrittenLine | None:
    """The line that was meant; None where its faults say why there is none."""
    account = _account_read(line, business, by_text)
    debit = _amount_read(line, "debit", line.debit, account)
    credit = _amount_read(line, "credit", line.credit, account)
    if line.debit and line.credit:
        line.faults["credit"] = _("Use one of both columns.")
    elif not (line.debit or line.credit):
        line.faults["debit"] = _("Write an amount here or beside.")
    if account is None or line.faults:
        return None
    return WrittenLine(account, debit or -(credit or Decimal(0)), line.note)


def _account_read(
    line: LineFields, business: Business, by_text: Mapping[str, Account]
) -> Account | None:
    if not line.account:
        line.faults["account"] = _("Choose an account.")
        return None
    account = by_text.get(line.account.casefold())
    if account is not None:
        return account
    try:
        return account_find(business, line.account)
    except LedgerFlowError as fault:
        line.faults["account"] = fault.message
        return None


def _amount_read(line: LineFields, name: str, text: str, account: Account | None) -> Decimal | None:
    """An amount above zero with no more decimals than its currency has."""
    if not text:
        return None
    amount = amount_typed(text)
    if amount is None:
        line.faults[name] = _("This is no amount.")
    elif amount <= 0:
        line.faults[name] = _("Write an amount above zero; the column says its side.")
    elif account is not None and round_money(amount, account.currency) != amount:
        line.faults[name] = _("%(currency)s has %(decimals)s decimals.") % {
            "currency": account.currency,
            "decimals": currency_decimals(account.currency),
        }
    else:
        return amount
    return None
