"""The journal and the registers as their pages show them, and what their addresses ask.

Here: questions read from an address, and the answer with the ways on. Not here: the journal
itself (ledger/journal.py) or a register (ledger/register.py).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from ledgerflow.core.errors import AccessError, InputError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.drilldown import EntryPlace
from ledgerflow.ledger.journal import SOURCES, JournalFilter, JournalPage, journal_page
from ledgerflow.ledger.models import Account, JournalEntry
from ledgerflow.ledger.register import RegisterPage, account_register
from ledgerflow.ledger.registerlines import RegisterPlace
from ledgerflow.web.selectors.asking import account_asked, amount_asked, day_asked, one_of

TEXT_MAX = 80


@dataclass(frozen=True, slots=True)
class JournalQuestion:
    """What the journal's address asks. `account_text` is as it was typed."""

    wanted: JournalFilter
    account_text: str = ""
    amount_text: str = ""
    after: EntryPlace | None = None

    def address(self, *, after: EntryPlace | None = None) -> str:
        """The same question from another place, as a query without its question mark."""
        wanted = self.wanted
        parts = {
            "q": wanted.text,
            "account": self.account_text,
            "from": wanted.start,
            "to": wanted.end,
            "amount": self.amount_text,
            "kind": wanted.kind,
            "source": wanted.source,
            "after": after,
        }
        return urlencode({name: value for name, value in parts.items() if value})

    @property
    def is_narrowed(self) -> bool:
        """True where anything is asked beyond "all"."""
        return self.wanted != JournalFilter()


@dataclass(frozen=True, slots=True)
class JournalView:
    """A page of the journal; `older` and `first` are queries, "" where there is nothing."""

    question: JournalQuestion
    page: JournalPage
    older: str
    first: str


def journal_asked(business_id: int, given: Mapping[str, str]) -> JournalQuestion:
    """Read the question of an address. Raises InputError saying which part of it is none."""
    start, end = day_asked(given, "from"), day_asked(given, "to")
    if start and end and start > end:
        raise InputError(
            _("The days %(start)s to %(end)s end before they begin.")
            % {"start": start, "end": end},
            code="days_reversed",
            hint=_("Swap them."),
        )
    account_text = given.get("account", "").strip()
    account = account_asked(business_id, account_text) if account_text else None
    amount_text = given.get("amount", "").strip()
    after = given.get("after", "")
    wanted = JournalFilter(
        text=given.get("q", "").strip()[:TEXT_MAX],
        account_id=account.pk if account else None,
        start=start,
        end=end,
        amount=amount_asked(amount_text) if amount_text else None,
        kind=one_of(given, "kind", JournalEntry.Kind.values),
        source=one_of(given, "source", SOURCES),
    )
    label = str(account) if account else ""
    return JournalQuestion(wanted, label, amount_text, EntryPlace.read(after) if after else None)


def journal_view(business_id: int, question: JournalQuestion) -> JournalView:
    """The page that a question asks for; two queries."""
    page = journal_page(business_id, question.wanted, after=question.after)
    return JournalView(
        question=question,
        page=page,
        older=question.address(after=page.after) if page.after else "",
        first=(question.address() or "from=") if question.after else "",
    )


@dataclass(frozen=True, slots=True)
class RegisterView:
    """A page of an account's register; `links` are queries by relation, where there is more."""

    page: RegisterPage
    start: dt.date | None
    end: dt.date | None
    links: Mapping[str, str]


def register_view(business: Business, account_id: int, given: Mapping[str, str]) -> RegisterView:
    """The page of a register that an address asks for: from a day, or the newest lines up to one.

    Raises AccessError where the business has no such account, InputError for a bad day or place.
    Four queries at most.
    """
    account = Account.objects.filter(business=business, pk=account_id).first()
    if account is None:
        raise AccessError(
            _("The books of %(name)s have no such account.") % {"name": business.name},
            hint=_("Open one from the chart of accounts."),
        )
    start, end = day_asked(given, "from"), day_asked(given, "to")
    after, before = given.get("after", ""), given.get("before", "")
    moved = bool(after or before)
    page = account_register(
        business,
        account,
        after=RegisterPlace.read(after) if after else None,
        before=RegisterPlace.read(before) if before else None,
        on=None if moved else start,
        until=end,
    )
    if start is not None and before and page.rows and page.rows[0].date <= start:
        # The way back ends where the asked days begin.
        first = account_register(business, account, on=start, until=end)
        if page.lines_before <= first.lines_before:
            page, moved = first, False
    return RegisterView(page, start, end, _links(page, start, end, moved=moved))


def _links(
    page: RegisterPage, start: dt.date | None, end: dt.date | None, *, moved: bool
) -> dict[str, str]:
    asked = {name: day for name, day in (("from", start), ("to", end)) if day}
    found = {}
    if moved:
        found["first"] = urlencode(asked) or "to="
    if page.previous is not None and (moved or start is None):
        found["prev"] = urlencode({**asked, "before": page.previous})
    if page.next is not None:
        found["next"] = urlencode({**asked, "after": page.next})
    return found
