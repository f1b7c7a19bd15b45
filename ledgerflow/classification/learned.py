"""The learner of a business as it is kept between two runs.

Here: reading and keeping its state in a firm's scope, its accounts, and what the firm's other
businesses share. Not here: learning (learning/), or the decisions that it is a fold over
(review/learning.py). A state is a cache: one that was changed behind the application's back, or
that the decisions no longer bear out, is not used, and is made anew from them.
"""

import hmac
import json
import logging
from collections.abc import Iterable
from decimal import Decimal
from hashlib import sha256

from django.db import transaction
from django.db.models import BinaryField, F, Func, Sum, TextField
from django.utils.crypto import salted_hmac

from ledgerflow.classification.classifiers.learned import VERSION
from ledgerflow.classification.facts import AccountFacts
from ledgerflow.classification.learning.accounts import account_key
from ledgerflow.classification.learning.calibration import Calibrator
from ledgerflow.classification.learning.learner import Learner
from ledgerflow.classification.learning.shared import SharedCounts
from ledgerflow.classification.models import LearnedModel, PayeeMemory
from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.firms.models import Business
from ledgerflow.ledger.models import Account

SALT = "ledgerflow.classification.learned"
KEPT = 3
"""States kept of a business: an older one serves where newer decisions were undone."""

log = logging.getLogger(__name__)


class Sha256(Func):
    """PostgreSQL's hash of bytes."""

    function = "sha256"
    output_field = BinaryField()


class Encode(Func):
    """Bytes as hexadecimal text."""

    template = "encode(%(expressions)s, 'hex')"
    output_field = TextField()


def account_facts(business: Business) -> list[tuple[AccountFacts, bool]]:
    """Every account that takes entries or once did, and whether it is open."""
    rows = Account.objects.filter(business=business, is_heading=False).order_by("pk")
    return [(AccountFacts(a.pk, a.key, a.name, a.type), a.is_active) for a in rows]


def accounts_tell(learner: Learner, business: Business) -> None:
    """Let the learner know the chart as it is now."""
    for account, is_open in account_facts(business):
        learner.account_add(account)
        if not is_open:
            learner.account_closed(account.id)


def learner_new(business: Business, shared: SharedCounts | None) -> Learner:
    """A learner that has seen no decision."""
    learner = Learner.new({}, industry=business.industry, shared=shared)
    accounts_tell(learner, business)
    return learner


def states_of(business: Business) -> Iterable[LearnedModel]:
    """The kept states of this version, the newest first."""
    return LearnedModel.objects.filter(business=business, version=VERSION).order_by("-upto")


def state_load(row: LearnedModel, shared: SharedCounts | None) -> Learner | None:
    """The learner of a kept state; None, with a word in the log, where it cannot be trusted."""
    if not _is_ours(row, sha256(row.state).hexdigest()):
        return None
    try:
        return Learner.load(bytes(row.state), shared=shared)
    except LedgerFlowError as error:
        log.warning("The state learned for business %s: %s", row.business_id, error.code)
        return None


@transaction.atomic
def state_keep(
    *, business: Business, learner: Learner, upto: int, decisions: int, ids_sum: Decimal
) -> None:
    """Keep a learner that holds `decisions` with ids up to `upto`, adding up to `ids_sum`."""
    row = LearnedModel(
        firm_id=business.firm_id,
        business=business,
        upto=upto,
        decisions=decisions,
        ids_sum=ids_sum,
        version=VERSION,
        state=learner.dump(),
        reliability=learner.calibrator.dump(),
    )
    row.sha256 = _digest(row, sha256(row.state).hexdigest())
    LearnedModel.objects.filter(business=business, upto=upto).delete()
    # Two runs may keep the same state at once: the second one leaves the first's.
    LearnedModel.objects.bulk_create([row], ignore_conflicts=True)
    old = LearnedModel.objects.filter(business=business).order_by("-upto")[KEPT:]
    LearnedModel.objects.filter(pk__in=[one.pk for one in old]).delete()


def states_forget(*, business: Business) -> None:
    """Drop the kept states: the decisions mean something else now (payees merged, say)."""
    LearnedModel.objects.filter(business=business).delete()


def _digest(row: LearnedModel, state_hash: str) -> bytes:
    """Keyed, so that whoever can change a state cannot make its hash."""
    kept = json.dumps(
        [row.firm_id, row.business_id, row.upto, row.decisions, str(row.ids_sum), row.version,
         row.reliability, state_hash], sort_keys=True,
    )  # fmt: skip
    return salted_hmac(SALT, kept, algorithm="sha256").digest()


def _is_ours(row: LearnedModel, state_hash: str) -> bool:
    """Whether a kept state is as it was written; a word in the log where it is not."""
    if hmac.compare_digest(_digest(row, state_hash), bytes(row.sha256)):
        return True
    log.warning("The state learned for business %s was changed; it is rebuilt.", row.business_id)
    return False


def shared_of(business: Business) -> SharedCounts | None:
    """What the firm's other businesses decided, payee by payee; None where it does not share."""
    if not business.firm.shares_knowledge:
        return None
    shared = SharedCounts(live=False)
    counts = (
        PayeeMemory.objects.exclude(business=business)
        .filter(count__gt=0)
        .values("payee_key", "account__key", "account__name")
        .annotate(times=Sum("count"))
        .order_by("payee_key", "account__key", "account__name")
    )
    for row in counts:
        key = account_key(AccountFacts(0, row["account__key"], row["account__name"], ""))
        shared.add(row["payee_key"], key, row["times"])
    # The states are large, so the database hashes them.
    newest = LearnedModel.objects.exclude(business=business).filter(version=VERSION)
    hashed = newest.annotate(state_hash=Encode(Sha256(F("state"))))
    for model in hashed.order_by("business_id", "-upto").distinct("business_id").defer("state"):
        if _is_ours(model, model.state_hash):
            shared.reliability.include(Calibrator.load(model.reliability).plain)
    return shared
