"""Finding a bank account by its number, and learning the ways in which files write it.

Here: keyed fingerprints of numbers, and whose they are. Not here: the forms of a number
(identities.py), opening accounts (accounts.py). No number is kept in clear.
"""

import hashlib
import hmac
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db.models import Q

from ledgerflow.core.errors import ConflictError, InputError
from ledgerflow.core.scope import current_user_id
from ledgerflow.firms.models import Business
from ledgerflow.statements.identities import PART_MIN, Identity, identity_of, plain
from ledgerflow.statements.models import BankAccount, BankAccountIdentity
from ledgerflow.statements.parsed import ParsedStatement

_NUMBER, _PART = BankAccountIdentity.Kind.NUMBER, BankAccountIdentity.Kind.PART


def number_fingerprint(firm_id: int, number: str) -> str:
    """A keyed SHA-256 of an account number: equal numbers are found, none can be read back."""
    bare = plain(number)
    if not bare:
        return ""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"{firm_id}:{bare}".encode(), hashlib.sha256).hexdigest()


def identity_of_statement(statement: ParsedStatement) -> Identity:
    """What a statement says of its account's number."""
    return identity_of(statement.account_id, statement.bank_code, statement.currency)


def account_by_number(
    business: Business, identity: Identity, wanted: ParsedStatement | None = None
) -> BankAccount | None:
    """The account with this number, None where no account has it.

    The whole number decides; then a part of it, and last the digits that a masked number shows:
    these where one account alone fits in currency and kind. Raises InputError (`needs_account`)
    that names the accounts where several fit.
    """
    accounts = BankAccount.objects.filter(business=business)
    whole = list(
        accounts.filter(_with_any(business.firm_id, identity.numbers, (_NUMBER,))).distinct()
    )
    if whole:
        return _only(whole, identity, "number")
    parts = [*identity.numbers, *identity.parts]
    by_part = list(accounts.filter(_with_any(business.firm_id, parts, (_NUMBER, _PART))).distinct())
    if by_part:
        short = all(len(part) < PART_MIN for part in identity.parts)
        if short and not _bankless(business.firm_id, by_part, identity):
            raise _which(by_part, identity, "the same number at another bank")
        return _only(by_part, identity, "part of the number")
    if identity.label:
        return accounts.filter(name__iexact=identity.label).first()
    ending = identity.last4 if identity.numbers else identity.ending[-4:]
    if not ending:
        return None
    fits = accounts.filter(number_last4__endswith=ending)
    if identity.numbers and len(identity.numbers[0]) > len(ending):
        # The number is whole: only an account that is known by its last digits alone can be it.
        fits = fits.filter(number_fingerprint="", identities=None)
    return _only([a for a in fits if _suits(a, wanted)], identity, "end of the number")


def _with_any(firm_id: int, forms: Iterable[str], kinds: Sequence[str]) -> Q:
    prints = [number_fingerprint(firm_id, form) for form in forms]
    return Q(number_fingerprint__in=prints) | Q(
        identities__fingerprint__in=prints, identities__kind__in=kinds
    )


def _bankless(firm_id: int, accounts: Sequence[BankAccount], identity: Identity) -> bool:
    """Whether one of both sides does not say which bank the number is of."""
    parts = {number_fingerprint(firm_id, part) for part in identity.parts}
    own = {number_fingerprint(firm_id, number) for number in identity.numbers}
    if own & parts:
        return True
    numbers = BankAccountIdentity.objects.filter(bank_account__in=accounts, kind=_NUMBER)
    return set(numbers.values_list("fingerprint", flat=True)) <= parts


def _suits(account: BankAccount, wanted: ParsedStatement | None) -> bool:
    if wanted is None:
        return True
    same_currency = wanted.currency in {"", account.currency}
    return same_currency and wanted.account_kind in {"", account.kind}


def _only(accounts: Sequence[BankAccount], identity: Identity, what: str) -> BankAccount | None:
    if len(accounts) > 1:
        raise _which(accounts, identity, f"this {what}")
    return accounts[0] if accounts else None


def _which(accounts: Sequence[BankAccount], identity: Identity, what: str) -> InputError:
    names = ", ".join(sorted(str(a) for a in accounts))
    return InputError(
        f"The file is of an account ending in {identity.last4 or '?'}; {what} fits {names}.",
        code="needs_account",
        hint=f"Say which one it is: --account NAME ({names}), or add the account first.",
        extra={"candidates": [a.pk for a in accounts]},
    )


def numbers_learn(*, bank_account: BankAccount, identity: Identity) -> int:
    """Remember the forms of a number for an account; how many were new.

    Raises ConflictError when a whole number is another account's. Call in a transaction.
    """
    firm_id = bank_account.firm_id
    known = set(bank_account.identities.values_list("fingerprint", flat=True))
    fresh: dict[str, str] = {}
    for kind, forms in ((_NUMBER, identity.numbers), (_PART, identity.parts)):
        for form in forms:
            fingerprint = number_fingerprint(firm_id, form)
            if fingerprint not in known:
                fresh.setdefault(fingerprint, kind)
    whole = [f for f, kind in fresh.items() if kind == _NUMBER]
    taken = BankAccount.objects.filter(business_id=bank_account.business_id).filter(
        Q(number_fingerprint__in=whole)
        | Q(identities__fingerprint__in=whole, identities__kind=_NUMBER)
    )
    other = taken.exclude(pk=bank_account.pk).first()
    if other is not None:
        raise ConflictError(
            f"That number is known already: it is {other.name!r}.",
            code="bank_account_number_known",
            hint="Use that account.",
        )
    BankAccountIdentity.objects.bulk_create(
        BankAccountIdentity(
            firm_id=firm_id,
            business_id=bank_account.business_id,
            bank_account=bank_account,
            kind=kind,
            fingerprint=fingerprint,
            learned_by_id=current_user_id(),
        )
        for fingerprint, kind in fresh.items()
    )
    if fresh and not bank_account.number_fingerprint and identity.numbers:
        bank_account.number_fingerprint = number_fingerprint(firm_id, identity.numbers[0])
    if identity.last4 and not bank_account.number_last4:
        bank_account.number_last4 = identity.last4
    bank_account.save(update_fields=["number_fingerprint", "number_last4"])
    return len(fresh)
