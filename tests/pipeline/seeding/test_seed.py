"""A seeded practice stands every check, as if its files had been imported and decided."""

import datetime as dt
import random

import pytest
from django.db import transaction

from ledgerflow.classification.models import PayeeMemory, Suggestion
from ledgerflow.core.errors import ConflictError
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import places_of
from ledgerflow.firms.models import User
from ledgerflow.ledger.models import Period
from ledgerflow.pipeline.seeding.payees import payees_make
from ledgerflow.pipeline.seeding.plan import SeedWish
from ledgerflow.pipeline.seeding.seed import practice_seed
from ledgerflow.pipeline.verify import books_verify
from ledgerflow.review.models import Decision, WaitingTransaction
from ledgerflow.review.queueing import queue_groups
from ledgerflow.statements.models import BankTransaction, Statement

WISH = SeedWish(400, 4, 60, dt.date(2026, 10, 1), 3)


def seed(**more):
    told = []
    given = {"firm": "Seeded", "email": "owner@example.com", "password": "correct horse 12"}
    return practice_seed(WISH, **given | more, progress=told.append)


@pytest.fixture
def seeded(db):
    return seed()


def test_a_seeded_practice_has_what_was_wished_and_verifies(seeded):
    assert (seeded.businesses, seeded.waiting) == (4, 60)
    owner = User.objects.get(email=seeded.email)
    assert owner.check_password("correct horse 12")
    places = places_of(owner)
    assert len(places) == 4
    for place in places:
        report = books_verify(place)
        assert report.failed == ()
    with firm_scope(seeded.firm_id, owner.pk), transaction.atomic():
        big = BankTransaction.objects.filter(business_id=seeded.big.business_id)
        assert (big.count(), WaitingTransaction.objects.count()) == (400, 60)
        assert BankTransaction.objects.count() == seeded.transactions
        assert Statement.objects.count() == seeded.statements
        assert Decision.objects.count() == seeded.transactions - 60
        assert Decision.objects.filter(policy="").count() == sum(
            PayeeMemory.objects.values_list("count", flat=True)
        )
        assert 0 < Suggestion.objects.count() <= 60
        assert Period.objects.filter(is_locked=True).exists()
        assert queue_groups(None).groups


def test_a_firm_of_that_name_is_not_seeded_again(seeded):
    with pytest.raises(ConflictError, match="Seeded"):
        seed()


def test_few_payees_come_often_and_most_hardly_ever():
    payees = payees_make("1", 200)
    drawn = payees.draw(random.Random(1), 5_000)  # noqa: S311
    counts = sorted((drawn.count(n) for n in range(200)), reverse=True)
    assert sum(counts[:10]) > 2_000
    assert counts[100] < 30
    assert len({payee.key for payee in payees.all}) == 200
