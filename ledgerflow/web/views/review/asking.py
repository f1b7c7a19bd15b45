"""What an address of the review pages asks for, and what their forms send.

Here: text of a request to records. Not here: finding it (selectors/review) or deciding
(deciding.py). What cannot be read is refused, never taken for something else.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ledgerflow.classification.sharetext import TypedShare
from ledgerflow.core.errors import InputError
from ledgerflow.core.money import is_storable
from ledgerflow.pipeline.picking import Picked
from ledgerflow.pipeline.wishes import Wish
from ledgerflow.review.choices import ALL
from ledgerflow.review.queueing import QueueFilter
from ledgerflow.web.selectors.asking import amount_asked, share_typed
from ledgerflow.web.selectors.review_desk import Token, token_read
from ledgerflow.web.typed import day_of, number_asked

FILTER_NAMES = ("q", "bank", "from", "to", "way", "sure", "asked")
WAYS = frozenset({"in", "out"})
SURENESSES = frozenset({"sure", "unsure", "none"})
IDS_MAX = 2_000
DEFAULT_BAR = 95


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page is to show. `query`: the filter alone, as it stands in addresses."""

    wanted: QueueFilter
    group: Token | None = None
    after: str = ""
    rows_after: str = ""
    part: str = ""
    transaction: int | None = None
    bar: int = DEFAULT_BAR
    query: str = ""

    @property
    def is_filtered(self) -> bool:
        """True where not everything that waits is shown."""
        return self.wanted != QueueFilter()


def asked_read(sent: QueryDict) -> Asked:
    """The parameters of an address. Raises InputError for a day or a number that is none."""
    way, sure = sent.get("way", ""), sent.get("sure", "")
    wanted = QueueFilter(
        text=sent.get("q", "").strip()[:100],
        bank_account_id=number_asked(sent.get("bank", "")),
        start=day_of(sent.get("from", "")),
        end=day_of(sent.get("to", "")),
        direction=way if way in WAYS else "",
        sureness=sure if sure in SURENESSES else "",
        hides_asked=sent.get("asked") == "hide",
    )
    said = [(name, sent.get(name, "")) for name in FILTER_NAMES if sent.get(name)]
    return Asked(
        wanted=wanted,
        group=token_read(sent.get("group", "")),
        after=sent.get("after", "")[:500],
        rows_after=sent.get("rows", "")[:500],
        part=sent.get("part", ""),
        transaction=number_asked(sent.get("transaction", "")),
        bar=number_asked(sent.get("at", "")) or DEFAULT_BAR,
        query=urlencode(said),
    )


def ids_read(sent: QueryDict) -> tuple[int, ...]:
    """The rows that are ticked. Raises InputError for too many, or for what is no number."""
    found = [number_asked(text) for text in sent.getlist("ids")]
    if len(found) > IDS_MAX:
        raise InputError(
            _("%(count)s rows are too many at once.") % {"count": len(found)},
            hint=_("Decide the whole group, or tick fewer rows."),
        )
    return tuple(dict.fromkeys(pk for pk in found if pk is not None))


def seen_read(sent: QueryDict) -> tuple[int, ...]:
    """The rows of the open group that the page showed; what is no number is left out."""
    found = (number_asked(text) for text in sent.get("seen", "").split(",")[:IDS_MAX])
    return tuple(dict.fromkeys(pk for pk in found if pk is not None))


def wish_read(sent: QueryDict, codes: Mapping[str, str]) -> Wish:
    """What the form wants instead of the suggestion; `do` names the part that was sent.

    An account is booked with the business share that stands beside it, never with one that only
    the suggestion of a row names. `codes`: of accounts by "#id" and by "code name" in lower case.
    A form that was sent from a field, without a button and without a script, is taken by what is
    filled in.
    """
    do, base = _do(sent), Wish(payee_name=sent.get("payee", "").strip()[:200])
    if do.startswith("choice:"):
        kind, _colon, text = do.removeprefix("choice:").partition(":")
        if kind == "transfer":
            return replace(base, is_transfer=True)
        base = replace(base, account=codes.get(f"#{text}", ""))
    elif do == "account":
        base = replace(base, account=account_read(sent.get("account", ""), codes))
    elif do == "split":
        return replace(base, splits=splits_read(sent, codes))
    elif do.startswith("transfer"):
        with_id = number_asked(do.removeprefix("transfer").removeprefix(":"))
        return replace(base, is_transfer=True, transfer_with_id=with_id)
    elif do == "exclude":
        return replace(base, is_exclusion=True, reason=sent.get("reason", "").strip()[:300])
    if do != "accept" and not base.account:
        raise _needs_account()
    percent = _percent(sent)
    if base.account and percent is None:
        percent = _shown_percent(sent)
    return replace(base, business_percent=percent)


def _do(sent: QueryDict) -> str:
    do = sent.get("do", "")
    if do:
        return do
    filled = (("account", "account"), ("split_account", "split"), ("reason", "exclude"))
    return next((name for field, name in filled if any(sent.getlist(field))), "accept")


def _needs_account() -> InputError:
    return InputError(
        _("No account is chosen."),
        code="account_missing",
        hint=_("Type a code or a part of its name, and choose one."),
    )


def account_read(text: str, codes: Mapping[str, str]) -> str:
    """ "6110 Repairs" as the list fills it in, or what was typed: a code, key or name."""
    said = " ".join(text.split())[:200]
    return codes.get(said.casefold(), said)


def _percent(sent: QueryDict) -> Decimal | None:
    """The business share where it was changed; None for one that was left as it was shown."""
    text = sent.get("percent", "").strip()
    if not text or text == sent.get("percent_was", "").strip():
        return None
    return share_asked(text)


def _shown_percent(sent: QueryDict) -> Decimal:
    """The share that stands beside an account: that of the open group, all for marked groups."""
    was = sent.get("percent_was", "").strip()
    return share_asked(was) if was and not sent.getlist("mark") else ALL


def share_asked(text: str) -> Decimal:
    """A share between 0 and 100 percent. Raises InputError."""
    number = share_typed(text)
    if number is None or not (0 <= number <= ALL and is_storable(number)):
        raise InputError(
            _("A share is a number between 0 and 100 percent, not %(text)s.")
            % {"text": repr(text[:20])},
            hint=_("100 is all for the business, 0 all private."),
        )
    return number


def as_shown(picked: Picked, sent: QueryDict, *, is_marked: bool) -> Picked:
    """What is picked, to be accepted only as the page showed it.

    The open group says how it was suggested, the page of what is sure also from which confidence
    on, the list when it was read: groups that are marked there show no single rows.
    """
    bar = number_asked(sent.get("bar", ""))
    if is_marked and bar is None:
        return replace(picked, since=_moment_read(sent.get("list_at", "")))
    said = sent.getlist("shown")
    shown = frozenset(mark for text in said for mark in text.split(",")) if said else None
    return replace(picked, shown=shown, bar=None if bar is None else Decimal(bar) / 100)


def _moment_read(text: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def splits_read(sent: QueryDict, codes: Mapping[str, str]) -> tuple[TypedShare, ...]:
    """The parts of a split: "60%", "12.50", or nothing for what the others leave."""
    accounts, sizes = sent.getlist("split_account"), sent.getlist("split_size")
    notes = sent.getlist("split_note")
    found = []
    for position, (account, size) in enumerate(zip(accounts, sizes, strict=False)):
        if not account.strip() and not size.strip():
            continue
        note = notes[position].strip()[:300] if position < len(notes) else ""
        found.append(_share(account_read(account, codes), size.strip(), note))
    if len(found) < 2:
        raise InputError(
            _("A split has two parts or more."),
            code="one_part",
            hint=_("Name an account for each part; leave one size empty for the rest."),
        )
    return tuple(found)


def _share(account: str, size: str, note: str) -> TypedShare:
    if not account:
        raise _needs_account()
    if not size:
        return TypedShare(account, note=note)
    if size.endswith("%"):
        return TypedShare(account, percent=share_asked(size), note=note)
    amount = amount_asked(size)
    if not is_storable(amount):
        raise InputError(
            _("%(text)s has too many digits.") % {"text": repr(size[:20])},
            hint=_("Amounts are kept with four decimals."),
        )
    return TypedShare(account, amount=amount, note=note)
