"""How a bank account's CSV files are read: learned, corrected, exchanged and forgotten.

Here: writes of BankAccount.csv_profile, each with its audit event. Not here: using it
(tables/remembered.py), or a person's words for it (profilefields.py).

What is kept is the profile's JSON without reasons and without the account's number. `source` is
`file` where a published file taught it, `person` where a person gave or corrected its columns;
`stated` names fields that a person said and that hold whatever a file shows. A person's word is
never overwritten by what a file teaches.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from ledgerflow.audit.services import event_record
from ledgerflow.core.errors import InputError
from ledgerflow.statements.models import BankAccount, StatementFile
from ledgerflow.statements.profilefields import EMPTY, corrected, wrong
from ledgerflow.statements.proof import Proof
from ledgerflow.statements.tables.profile import CsvProfile
from ledgerflow.statements.tables.remembered import LEARNED, SINGLE_FIELDS

PERSON = "person"
ANYWHERE = tuple(field for field in SINGLE_FIELDS if field != "account_id")
"""Fields that can be said without knowing the columns."""
_NOT_LEARNED = {"encoding": "", "delimiter": "", "currency": "", "newest_first": None}
"""Every file shows these by itself; remembered, they would only be wrong when the bank changes."""


def profile_for(known: Mapping[str, Any] | None, now: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a reader is given: what is remembered, and what a person says about this file.

    A whole reading is of tables only, so it stands apart from the fields that QIF heeds too.
    """
    if known and known.get("roles"):
        return {"table": dict(known), **now}
    return {**(known or {}), **now} or None


def profile_of_file(file: StatementFile) -> dict[str, Any] | None:
    """What a file was read with, as its outcome keeps it; before that, what its account remembers.

    So it is read alike each time, whatever is remembered or corrected later.
    """
    if "profile" in file.outcome:
        given: dict[str, Any] | None = file.outcome["profile"]
        return given
    return profile_for(file.bank_account.csv_profile if file.bank_account else None, {})


@transaction.atomic
def profile_learn(
    *, bank_account: BankAccount, reading: Mapping[str, Any], proofs: Sequence[Proof]
) -> bool:
    """Remember how a proved file was read; True where that is new.

    Only a reading whose columns have names, and whose every statement proved by its own figures.
    """
    if not _names_columns(reading) or not proofs or any(p.verdict != "proved" for p in proofs):
        return False
    account = BankAccount.objects.select_for_update().get(pk=bank_account.pk)
    known = account.csv_profile
    if known and (not known.get("roles") or known.get("source") != LEARNED):
        return False
    learned = _kept(reading) | _NOT_LEARNED | {"source": LEARNED, "stated": []}
    if known and _same_columns(known, learned):
        stated = list(known.get("stated", ()))
        learned |= {field: known[field] for field in stated} | {"stated": stated}
    return _write(account, learned, "csv_profile_learn")


@transaction.atomic
def profile_state(
    *, bank_account: BankAccount, reading: Mapping[str, Any], said: Mapping[str, Any]
) -> BankAccount:
    """Remember what a person said about a file that is published now, for files like it."""
    account = BankAccount.objects.select_for_update().get(pk=bank_account.pk)
    known = account.csv_profile or {}
    same = _same_columns(known, reading)
    bare = bool(known) and not known.get("roles")
    if known.get("roles") and not _names_columns(reading):
        return account  # a word about QIF, or a nameless table, is none about these columns
    if bare or not _names_columns(reading) or (same and known.get("source") == PERSON):
        profile = {**known, **said}
    else:
        stated = known.get("stated", ()) if same else ()
        profile = _kept(reading) | _NOT_LEARNED | {field: known[field] for field in stated}
        profile |= {**said, "source": LEARNED, "stated": sorted({*stated, *said})}
    _write(account, profile, "csv_profile_state")
    return account


@transaction.atomic
def profile_set(*, bank_account: BankAccount, words: Sequence[str]) -> BankAccount:
    """Correct fields, `date_order=dmy` or `column.3=balance`; `field=` takes one back.

    Raises InputError naming the field that cannot be so; nothing is changed then.
    """
    account = BankAccount.objects.select_for_update().get(pk=bank_account.pk)
    known = dict(account.csv_profile or {})
    changes = corrected(known, words)
    whole = bool(known.get("roles"))
    beyond = [field for field in changes if field not in ANYWHERE]
    if beyond and not whole:
        raise wrong(
            beyond[0],
            f"no columns are remembered for {account.name} yet; import a file that proves first, or"
            " give the whole reading with `ledgerflow profile import`",
        )
    if beyond:
        known["source"] = PERSON
    profile = {**known, **changes}
    for field in [field for field, value in changes.items() if value is None]:
        profile[field] = EMPTY[field]
        if not whole:
            del profile[field]
    if whole:
        said = {field for field, value in changes.items() if value is not None}
        taken = changes.keys() - said
        profile["stated"] = sorted({*known.get("stated", ()), *said} - taken)
        CsvProfile.from_json(profile)
    _write(account, profile, "csv_profile_set")
    return account


@transaction.atomic
def profile_import(*, bank_account: BankAccount, data: Any) -> BankAccount:
    """Take a whole reading, or single fields, as `profile export` writes them.

    Raises InputError naming the field that cannot be used. An account number in it is left out.
    """
    if not isinstance(data, Mapping):
        raise wrong("profile", "this is no JSON object of fields")
    unknown = sorted(data.keys() - EMPTY.keys() - {"source", "stated", *_SHOWN})
    if unknown:
        raise wrong(unknown[0], "there is no such field")
    profile = CsvProfile.from_json({**EMPTY, **data})
    if profile.roles:
        kept = _kept(profile.to_json()) | {"source": PERSON}
    else:
        kept = {field: data[field] for field in ANYWHERE if data.get(field)}
    if not kept:
        raise wrong("roles", "the profile says nothing")
    account = BankAccount.objects.select_for_update().get(pk=bank_account.pk)
    _write(account, kept, "csv_profile_import")
    return account


@transaction.atomic
def profile_forget(*, bank_account: BankAccount) -> BankAccount:
    """Remember nothing: the next file is read by itself."""
    account = BankAccount.objects.select_for_update().get(pk=bank_account.pk)
    if account.csv_profile is None:
        raise InputError(
            f"Nothing is remembered for {account.name}.",
            code="csv_profile",
            hint="Nothing to do; the next CSV is read by itself.",
        )
    _write(account, None, "csv_profile_forget")
    return account


_SHOWN = frozenset({"skipped", "skipped_count", "candidates"})
"""What a file's reading shows beside the profile."""


def _kept(reading: Mapping[str, Any]) -> dict[str, Any]:
    """A reading as it is stored: no reasons, no number of the account."""
    return {f: reading.get(f, value) for f, value in EMPTY.items() if f not in _LEFT_OUT}


_LEFT_OUT = frozenset({"why", "account_id"})


def _names_columns(reading: Mapping[str, Any]) -> bool:
    """True for a table whose columns have names: by these another file is known to be like it."""
    return bool(reading.get("roles")) and any(reading.get("headers", ()))


def _same_columns(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(one.get("headers")) and list(one["headers"]) == list(other.get("headers", ()))


def _write(account: BankAccount, profile: dict[str, Any] | None, action: str) -> bool:
    """Store and audit a change; False where it is none."""
    before, after = account.csv_profile or {}, profile or {}
    if before == after:
        return False
    account.csv_profile = profile
    account.save(update_fields=["csv_profile"])
    fields = sorted(f for f in {*before, *after} if before.get(f) != after.get(f))
    event_record(
        firm_id=account.firm_id,
        business_id=account.business_id,
        action=action,
        subject="bank_account",
        subject_id=account.pk,
        detail={f: {"from": before.get(f), "to": after.get(f)} for f in fields},
    )
    return True
