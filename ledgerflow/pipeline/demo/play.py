"""Playing the demo's script: each step looks at what is there and adds only what is missing.

Here: the steps, through the same services as everyone's work. Not here: what is printed
(cli/demo.py) or the script (script.toml). A second run changes nothing.
"""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from ledgerflow.agents.services import agents_ship
from ledgerflow.classification.models import Rule
from ledgerflow.core.errors import InputError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import Place, operator_place_by_id, working_in
from ledgerflow.firms.models import Business, Membership, User
from ledgerflow.firms.people import user_add
from ledgerflow.firms.selectors import operator_firms
from ledgerflow.firms.services import firm_create
from ledgerflow.pipeline.decisions import Wish, transactions_decide
from ledgerflow.pipeline.demo.script import DemoBusiness, DemoDecision, DemoScript
from ledgerflow.pipeline.intake import Upload
from ledgerflow.pipeline.opening import books_open
from ledgerflow.pipeline.rules.stating import RuleWish, rule_open
from ledgerflow.pipeline.services import ImportRun, statements_import
from ledgerflow.pipeline.stages import Progress, silent
from ledgerflow.review.selectors import Waiting, queue
from ledgerflow.statements.accounts import bank_account_add
from ledgerflow.statements.models import BankAccount, StatementFile


@dataclass(frozen=True, slots=True)
class Stage:
    """A business of the demo, ready to work in."""

    place: Place
    person: User
    script: DemoBusiness
    is_new: bool


def stages_prepare(script: DemoScript) -> list[Stage]:
    """The demo's person, firm and businesses with accounts and rules; made where missing.

    The shipped agents are made too, switched off: the demo asks no model.
    """
    agents_ship()
    person = User.objects.filter(email=script.person).first() or user_add(email=script.person)
    return stages_in(_firm(script, person), person, script)


def stages_in(firm_id: int, person: User, script: DemoScript) -> list[Stage]:
    """The businesses of the script in a firm, with accounts and rules; made where missing."""
    return [_stage(firm_id, person, business) for business in script.businesses]


def _firm(script: DemoScript, person: User) -> int:
    """The demo's own firm: of this name, and with the demo's person in it."""
    for firm in operator_firms():
        if firm.name == script.firm:
            with firm_scope(firm.id, person.pk), transaction.atomic():
                if Membership.objects.filter(firm_id=firm.id, user=person).exists():
                    return firm.id
    return firm_create(name=script.firm, owner=person).pk


def _stage(firm_id: int, person: User, script: DemoBusiness) -> Stage:
    with firm_scope(firm_id, person.pk), transaction.atomic():
        known = Business.objects.filter(name=script.name).first()
    if known is not None:
        place = operator_place_by_id(firm_id, known.pk)
    else:
        place = books_open(
            firm_id=firm_id,
            name=script.name,
            chart=script.chart,
            industry=script.industry,
            user_id=person.pk,
        )
    stage = Stage(place, person, script, is_new=known is None)
    _add_accounts(stage)
    _add_rules(stage)
    return stage


def _add_accounts(stage: Stage) -> None:
    with working_in(stage.place, stage.person.pk):
        business = Business.objects.get(pk=stage.place.business_id)
        names = set(BankAccount.objects.filter(business=business).values_list("name", flat=True))
        for account in stage.script.accounts:
            if account.name not in names:
                bank_account_add(
                    business=business,
                    name=account.name,
                    kind=account.kind,
                    number=account.number,
                    stated_balance=account.balance,
                    stated_balance_date=account.balance_date,
                )


def _add_rules(stage: Stage) -> None:
    with working_in(stage.place, stage.person.pk):
        known = set(
            Rule.objects.filter(business_id=stage.place.business_id).values_list("name", flat=True)
        )
    for rule in stage.script.rules:
        if rule.contains not in known:
            wish = RuleWish(
                name=rule.contains,
                contains=(rule.contains,),
                direction=rule.direction,
                account=rule.account,
                business_percent=Decimal(rule.share),
                payee_name=rule.payee,
            )
            rule_open(stage.place, wish, user_id=stage.person.pk)


def files_import(stage: Stage, samples: Path, progress: Progress = silent) -> list[ImportRun]:
    """Import the business's files, one run per group. Raises InputError when one is missing."""
    return [
        statements_import(
            stage.place,
            [_upload(samples / stage.script.folder / name) for name in group.files],
            account=group.account,
            user_id=stage.person.pk,
            progress=progress,
        )
        for group in stage.script.imports
    ]


def surprises(stage: Stage) -> list[str]:
    """The files that went another way than the script says: taken in, or stopped."""
    with working_in(stage.place):
        state = StatementFile.State.PUBLISHED
        files = StatementFile.objects.filter(business_id=stage.place.business_id, state=state)
        taken_in = set(files.values_list("name", flat=True))
    names = [name for group in stage.script.imports for name in group.files]
    return [name for name in names if (name in taken_in) == (name in stage.script.stops)]


def _upload(path: Path) -> Upload:
    try:
        return Upload(path.name, path.read_bytes())
    except OSError as error:
        raise InputError(
            f"The demo's file {path} cannot be read: {error.strerror}.",
            code="no_samples",
            hint="Run it from a checkout of LedgerFlow, or name the folder: --samples FOLDER.",
        ) from error


def decisions_make(stage: Stage) -> int:
    """What the demo's person decides of what waits; how many transactions that were."""
    with working_in(stage.place, stage.person.pk):
        waiting = queue(Business.objects.get(pk=stage.place.business_id))
    wishes = {
        item.transaction.pk: Wish(account=decision.account, reason=decision.why)
        for decision in stage.script.decisions
        for item in waiting
        if _fits(decision, item)
    }
    if not wishes:
        return 0
    done = transactions_decide(stage.place, wishes, user_id=stage.person.pk)
    return len(done.decisions)


def _fits(decision: DemoDecision, item: Waiting) -> bool:
    if decision.as_suggested and item.suggestion is None:
        return False
    return decision.contains in item.transaction.description
