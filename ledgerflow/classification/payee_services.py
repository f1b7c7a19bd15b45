"""Writes of payees: naming, merging, splitting.

Here: one transaction each, in a firm's scope, audited. Not here: reading (payee_selectors.py).
Nothing that was decided is rewritten: a payee is who its spellings stand for, and merging moves
spellings. So a merge is undone by moving them back. What was learned is learned anew after it, with
the spellings as they stand (learned.py).
"""

from collections.abc import Sequence

from django.db import transaction

from ledgerflow.audit.services import event_record
from ledgerflow.classification.learned import states_forget
from ledgerflow.classification.models import Payee, PayeeAlias
from ledgerflow.classification.payee_selectors import payee_find
from ledgerflow.classification.payees import normalise
from ledgerflow.core.constraints import kind_errors
from ledgerflow.core.errors import ConflictError, InputError
from ledgerflow.firms.models import Business

NAME_MAX = 200


@transaction.atomic
def payee_name(*, business: Business, key: str, name: str) -> Payee:
    """A person decided for a spelling under a name: it stands for the payee of that name.

    A name that only says what the spelling says moves no spelling that stands for somebody: it
    is the bank's word, not the person's.
    """
    name, key = _name(name), key[:NAME_MAX]
    aliases = PayeeAlias.objects.select_for_update(of=("self",)).select_related("payee")
    known = aliases.filter(business=business, key=key).first()
    if known is not None and (known.payee.name == name or normalise(name).key == key):
        return known.payee
    payee = _payee(business, name)
    groups = known is not None or payee.aliases.exists()
    if known is None:
        _alias(payee, key)
    else:
        known.payee = payee
        known.save(update_fields=["payee"])
    if groups:
        states_forget(business=business)
    _record(payee, "payee_name", {"key": key})
    return payee


@transaction.atomic
def payee_merge(*, business: Business, source_id: int, target_id: int) -> list[str]:
    """Let all spellings of one payee stand for another; returns the moved ones.

    The emptied payee is gone; `payee_split` with these spellings brings it back. Raises
    AccessError for a payee of elsewhere, InputError for one payee with itself.
    """
    if source_id == target_id:
        raise InputError(
            f"Payee {source_id} cannot be merged with itself.",
            code="payee_itself",
            hint="Name two payees.",
        )
    # Both in the order of their ids: two merges at once wait for each other, never in a circle.
    locked = {
        p.pk: p
        for p in Payee.objects.select_for_update()
        .filter(business=business, pk__in=(source_id, target_id))
        .order_by("pk")
    }
    for wanted in (source_id, target_id):
        if wanted not in locked:
            payee_find(business, wanted)
    source, target = locked[source_id], locked[target_id]
    moved = sorted(source.aliases.values_list("key", flat=True))
    source.aliases.update(payee=target)
    states_forget(business=business)
    _record(target, "payee_merge", {"merged": source.name, "merged_id": source_id, "keys": moved})
    source.delete()
    return moved


@transaction.atomic
def payee_split(*, business: Business, payee_id: int, keys: Sequence[str], name: str) -> Payee:
    """Let some spellings of a payee stand for another one, new or there already.

    Raises InputError for spellings that are not the payee's, or where none is named.
    """
    payee = payee_find(business, payee_id)
    name = _name(name)
    aliases = list(payee.aliases.select_for_update().filter(key__in=keys).order_by("key"))
    unknown = sorted(set(keys) - {alias.key for alias in aliases})
    if unknown or not aliases:
        raise InputError(
            f"“{payee.name}” has no spelling {', '.join(map(repr, unknown)) or 'that is named'}.",
            code="unknown_alias",
            hint="`ledgerflow payee show` lists its spellings.",
        )
    if name == payee.name:
        raise InputError(
            f"The spellings stand for “{name}” already.",
            code="payee_itself",
            hint="Give another name.",
        )
    other = _payee(business, name)
    PayeeAlias.objects.filter(pk__in=[alias.pk for alias in aliases]).update(payee=other)
    states_forget(business=business)
    _record(other, "payee_split", {"from": payee.name, "keys": [a.key for a in aliases]})
    return other


@transaction.atomic
def payee_rename(*, business: Business, payee_id: int, name: str) -> Payee:
    """Show a payee under another name; its spellings stay. ConflictError where one has it."""
    payee = Payee.objects.select_for_update().get(pk=payee_find(business, payee_id).pk)
    before, wanted = payee.name, _name(name)
    if Payee.objects.filter(business=business, name=wanted).exclude(pk=payee.pk).exists():
        raise ConflictError(
            f"Another payee is called “{wanted}”.",
            code="payee_name_taken",
            hint="Merge the two with `ledgerflow payee merge`.",
        )
    payee.name = wanted
    payee.save(update_fields=["name"])
    _record(payee, "payee_rename", {"before": before})
    return payee


def _payee(business: Business, name: str) -> Payee:
    with kind_errors(where=name):
        payee, _ = Payee.objects.get_or_create(
            business=business, name=name, defaults={"firm_id": business.firm_id}
        )
    return payee


def _alias(payee: Payee, key: str) -> None:
    with kind_errors(where=key):
        PayeeAlias.objects.create(
            firm_id=payee.firm_id, business_id=payee.business_id, payee=payee, key=key[:NAME_MAX]
        )


def _name(name: str) -> str:
    said = " ".join(name.split())
    if not 0 < len(said) <= NAME_MAX:
        raise InputError(
            f"A payee's name has 1 to {NAME_MAX} characters, not {len(said)}.",
            code="bad_payee",
            hint="Give a short name.",
        )
    return said


def _record(payee: Payee, action: str, detail: dict[str, object]) -> None:
    event_record(
        firm_id=payee.firm_id,
        business_id=payee.business_id,
        action=action,
        subject="payee",
        subject_id=payee.pk,
        detail={"name": payee.name} | detail,
    )
