"""Reads of review: money that may have gone back, and what it may have gone back from.

Here: rows to the records that refunds are matched in, no more of a large business than the
matching can use. Not here: matching them (classification/refunds.py).
"""

import datetime as dt
from collections.abc import Sequence, Set
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Func, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Collate, Concat, Length, Lower
from django.db.models.lookups import Exact

from ledgerflow.classification.payee_origins import words_for
from ledgerflow.classification.payees import fold, normalise
from ledgerflow.classification.refund_lines import keys_given_back, lines_both_ways
from ledgerflow.classification.refund_words import find_refund_word
from ledgerflow.classification.refunds import MAX_DAYS, Movement
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account
from ledgerflow.review.models import Decision
from ledgerflow.review.selectors import live_decisions
from ledgerflow.statements.models import BankTransaction

WORDS_MAX = 400
"""With more of them hardly a text is left out, and looking for them takes longer than reading."""

ROWS_AT_ONCE = 2_000

_ROW = (
    "transaction_id", "transaction__bank_account_id", "transaction__bank_account__kind",
    "transaction__date", "transaction__amount", "transaction__currency",
    "transaction__description", "transaction__counterparty", "transaction__bank_type",
    "account_id", "account__type", "account__is_active", "business_percent",
    "suggestion__source", "suggestion__source_ref", "suggestion__account_id",
)  # fmt: skip


class _LettersAndDigits(Func):
    """Lower case as words_for() of payee_origins.py looks for words in it."""

    function = "regexp_replace"
    template = "%(function)s(%(expressions)s, '[^a-z0-9]+', '', 'g')"
    output_field = TextField()


class _Octets(Func):
    function = "octet_length"
    output_field = IntegerField()


class _LikeAny(Func):
    """A text is like one of an array of patterns; the text is made once."""

    template = "%(expressions)s)"
    arg_joiner = " LIKE ANY ("
    output_field = BooleanField()


def movements_of(business: Business, rows: Sequence[BankTransaction]) -> tuple[Movement, ...]:
    """The undecided, and decided money of the same payees in the time a refund may take."""
    undecided = [_undecided_movement(row) for row in rows]
    back = [m for m in undecided if m.amount > 0 or find_refund_word(m.text)]
    if not back:
        return ()
    dates = [m.date for m in back]
    lines = BankTransaction.objects.filter(
        business=business, date__range=(min(dates) - dt.timedelta(MAX_DAYS), max(dates))
    )
    decided = live_decisions(business).filter(
        kind=Decision.Kind.CATEGORY, transaction__in=_of_payees(lines, keys_given_back(back))
    )
    return (*undecided, *(_decided_movement(*row) for row in decided.values_list(*_ROW)))


def _of_payees(
    lines: QuerySet[BankTransaction], keys: Set[str]
) -> QuerySet[BankTransaction] | list[int]:
    """Without those whose payee cannot be one of these keys, or only paid, or was only paid.

    Only ASCII texts are told apart by the database: it folds no others as payees.py does. What is
    left is few, which PostgreSQL does not guess: their ids are read before anything is joined.
    """
    words = words_for(keys)
    if len(words) > WORDS_MAX:
        return lines
    said = Concat("description", Value(" "), "counterparty", output_field=TextField())
    patterns = Value([f"%{'%'.join(one)}%" for one in words], ArrayField(TextField()))
    found = lines.annotate(said=said).filter(
        ~Q(Exact(_Octets("said"), Length("said")))
        | Q(_LikeAny(_LettersAndDigits(Lower(Collate("said", "C"))), patterns))
    )
    rows = found.values_list("pk", "amount", "said").iterator(ROWS_AT_ONCE)
    return lines_both_ways(((pk, amount > 0, text) for pk, amount, text in rows), keys)


def _undecided_movement(row: BankTransaction) -> Movement:
    return Movement(
        row.pk,
        row.bank_account_id,
        row.bank_account.kind,
        row.date,
        row.amount,
        row.currency,
        normalise(row.description, row.counterparty).key,
        fold(f"{row.description} {row.counterparty} {row.bank_type}"),
    )


def _decided_movement(*row: Any) -> Movement:
    (pk, bank_account, kind, date, amount, currency, description, counterparty, bank_type) = row[:9]
    account, account_type, is_open, percent, source, ref, suggested = row[9:]
    followed = source == "refund" and suggested == account and str(ref).isdecimal()
    return Movement(
        pk,
        bank_account,
        kind,
        date,
        amount,
        currency,
        normalise(description, counterparty).key,
        fold(f"{description} {counterparty} {bank_type}"),
        is_decided=True,
        account_id=account if is_open else None,
        is_income=account_type == Account.Type.INCOME,
        business_percent=percent,
        refund_of=int(ref) if followed else None,
    )
