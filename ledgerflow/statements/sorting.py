"""A person says which lines are one transaction: two that were merged, one that was kept apart.

Here: splitting and joining, one transaction each. What a person said is kept, binds the same
lines when they are imported again, and is taken back by the opposite. Not here: whether a
transaction is decided (pipeline/sorting.py), or what the machine merges (dedupe.py).
"""

from collections.abc import Sequence

from django.db import transaction

from ledgerflow.audit.services import event_record
from ledgerflow.core.errors import InputError, RuleError
from ledgerflow.core.scope import current_user_id
from ledgerflow.statements.chaining import account_reprove
from ledgerflow.statements.knownlines import RULE_NEW
from ledgerflow.statements.knownrows import DAYS_JOINED_MAX
from ledgerflow.statements.likeness import description_key
from ledgerflow.statements.models import (
    BankAccount,
    BankTransaction,
    LineMatch,
    MatchChange,
    StatementLine,
)
from ledgerflow.statements.rows import transaction_row


@transaction.atomic
def transaction_split(*, line: StatementLine, reason: str) -> BankTransaction:
    """The line and the others of its transaction are two; returns the new transaction.

    Lines with the line's own words go with it. The transaction that is there, with its decision,
    stays with the lines whose words it has; the others get the new one. Said again, it changes
    nothing. Raises InputError (no person, no reason) or RuleError (nothing would be left).
    """
    by = _person(reason)
    account = _account_lock(line.match.transaction.bank_account_id)
    match = LineMatch.objects.select_related("transaction").get(line=line)
    newest = line.changes.order_by("-pk").first()
    if newest is not None and newest.kind == MatchChange.Kind.SPLIT:
        return match.transaction
    own, others = _parts(match, line)
    if _nothing_stands(own) or _nothing_stands(others):
        return _split_before(match, line)
    moved = others if any(m.rule == RULE_NEW for m in own) else own
    first = next(m.line for m in moved if m.line.statement.withdrawn_by_id is None)
    made = transaction_row(account, first)
    made.save()
    _move(moved, made, MatchChange.Kind.SPLIT, reason, by)
    _record(made, account, "transaction_split", reason, match.transaction_id, len(moved))
    return made


@transaction.atomic
def transactions_join(
    *, kept: BankTransaction, given: BankTransaction, reason: str
) -> BankTransaction:
    """The two are one: the lines of `given` report `kept` from now on, and `given` counts no more.

    Said again, it changes nothing. Raises InputError (no person, no reason) or RuleError where
    they cannot be one: another account, amount or currency, days too far apart, a statement that
    shows both, an import that was undone.
    """
    by = _person(reason)
    account = _account_lock(kept.bank_account_id)
    kept, given = (BankTransaction.objects.get(pk=x.pk) for x in (kept, given))
    group = list(given.matches.select_related("line__statement").order_by("pk"))
    if not group and MatchChange.objects.filter(
        from_transaction=given, to_transaction=kept, kind=MatchChange.Kind.JOIN
    ):
        return kept
    _refuse_unlike(kept, given)
    _move(group, kept, MatchChange.Kind.JOIN, reason, by)
    BankTransaction.objects.filter(pk=given.pk).update(is_live=False)
    _record(kept, account, "transactions_join", reason, given.pk, len(group))
    return kept


def _person(reason: str) -> int:
    """Who says so; InputError without a person or a reason."""
    user_id = current_user_id()
    if not reason.strip() or user_id is None:
        raise InputError(
            "To split or join bank transactions takes a person and a reason.",
            code="sorting_needs_reason",
            hint="Say who you are (--user EMAIL) and why (--reason TEXT).",
        )
    return user_id


def _account_lock(account_id: int) -> BankAccount:
    return BankAccount.objects.select_for_update().get(pk=account_id)


def _alike(one: StatementLine, other: StatementLine) -> bool:
    same_words = description_key(one.description) == description_key(other.description)
    return one.pk == other.pk or (one.date == other.date and same_words)


def _parts(match: LineMatch, line: StatementLine) -> tuple[list[LineMatch], list[LineMatch]]:
    """The line with those of its words, and the rest; where that is none, the line and the rest."""
    group = list(match.transaction.matches.select_related("line__statement").order_by("pk"))
    own = [m for m in group if _alike(m.line, line)]
    if _nothing_stands([m for m in group if m not in own]):
        own = [m for m in own if m.line_id == line.pk]
    return own, [m for m in group if m not in own]


def _split_before(match: LineMatch, line: StatementLine) -> BankTransaction:
    """What was split off its transaction before; RuleError where nothing was."""
    splits = MatchChange.objects.filter(
        from_transaction=match.transaction, kind=MatchChange.Kind.SPLIT
    )
    before = splits.order_by("-pk").select_related("to_transaction").first()
    if before is not None and line.statement.withdrawn_by_id is None:
        return before.to_transaction
    raise RuleError(
        f"{line.date} {line.description[:60]!r}: no other line that counts reports its bank"
        " transaction; there is nothing to split.",
        code="nothing_to_split",
        hint="`ledgerflow merges list` shows the lines that were merged.",
    )


def _nothing_stands(matches: Sequence[LineMatch]) -> bool:
    return all(m.line.statement.withdrawn_by_id is not None for m in matches)


def _refuse_unlike(kept: BankTransaction, given: BankTransaction) -> None:
    def said(one: BankTransaction) -> tuple[int, object, str]:
        return one.bank_account_id, one.amount, one.currency

    days = abs((kept.date - given.date).days)
    shared = StatementLine.objects.filter(match__transaction=kept).filter(
        statement__lines__match__transaction=given
    )
    why = ""
    if kept.pk == given.pk:
        why = "they are one already"
    elif said(kept) != said(given):
        why = "account, amount and currency must be the same"
    elif days > DAYS_JOINED_MAX:
        why = f"they are {days} days apart, and {DAYS_JOINED_MAX} is the most"
    elif not (kept.is_live and given.is_live):
        why = "the import of one was undone"
    elif shared.exists():
        why = "one statement shows both"
    if why:
        raise RuleError(
            f"Bank transactions {kept.pk} ({kept.date}, {kept.amount}) and {given.pk}"
            f" ({given.date}, {given.amount}) cannot be joined: {why}.",
            code="cannot_join",
            hint="Join only what two statements say of one movement of money.",
        )


def _move(
    matches: Sequence[LineMatch], to: BankTransaction, kind: MatchChange.Kind, reason: str, by: int
) -> None:
    """Record the change of each line first: the database lets a match change only so."""
    why = " ".join(reason.split())[:200]
    MatchChange.objects.bulk_create(
        MatchChange(
            firm_id=match.firm_id,
            business_id=match.business_id,
            line_id=match.line_id,
            kind=kind,
            from_transaction_id=match.transaction_id,
            to_transaction=to,
            rule_before=match.rule,
            reason_before=match.reason,
            reason=why,
            decided_by_id=by,
        )
        for match in matches
    )
    LineMatch.objects.filter(pk__in=[m.pk for m in matches]).update(
        transaction=to, rule=kind, reason=why
    )


def _record(
    to: BankTransaction, account: BankAccount, action: str, reason: str, other: int, lines: int
) -> None:
    account_reprove(bank_account=account)
    event_record(
        firm_id=to.firm_id,
        business_id=to.business_id,
        action=action,
        subject="bank_transaction",
        subject_id=to.pk,
        reason=reason,
        detail={"other": other, "lines": lines},
    )
