"""Payees are named, merged and split; nothing that was decided is rewritten."""

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.classification.models import Payee, PayeeAlias
from ledgerflow.classification.payee_selectors import payee_aliases
from ledgerflow.classification.payee_services import (
    payee_merge,
    payee_name,
    payee_rename,
    payee_split,
)
from ledgerflow.core.errors import AccessError, ConflictError, InputError
from ledgerflow.pipeline.stages import business_classify
from ledgerflow.review.learning import learner_of
from ledgerflow.review.selectors import newest_suggestions
from tests.published import decide, publish, transaction


def named(books, key, name):
    return payee_name(business=books.business, key=key, name=name)


def keys(books):
    return {
        payee.name: sorted(payee.aliases.values_list("key", flat=True))
        for payee in Payee.objects.all()
    }


def test_a_decision_makes_its_payee_known(books):
    with books.scope():
        publish(books, [("2025-01-13", "-9.00", "ALDER CAFE 0041")])
        decide(books, "ALDER CAFE 0041", "meals", payee_name="The Alder")
        assert keys(books) == {"The Alder": ["alder cafe"]}


def test_the_bank_s_word_moves_no_spelling_that_a_person_gave_away(books):
    with books.scope():
        payee = named(books, "alder cafe", "The Alder")
        assert named(books, "alder cafe", "Alder Cafe") == payee
        assert named(books, "alder cafe", "Jo Cook").name == "Jo Cook"
        assert keys(books) == {"The Alder": [], "Jo Cook": ["alder cafe"]}


def test_merged_payees_are_learned_as_one_and_split_again_exactly(books):
    with books.scope():
        said = [(f"2025-01-0{day}", f"-{day}.00", f"ALDER CAFE 00{day}") for day in range(1, 5)]
        publish(books, [*said, ("2025-01-09", "-7.00", "QUAINT CORNER")])
        for _, _, text in said:
            decide(books, text, "meals")
        decide(books, "QUAINT CORNER", "supplies")
        before = learner_of(books.business).dump()
        alder = PayeeAlias.objects.get(key="alder cafe").payee
        quaint = PayeeAlias.objects.get(key="quaint corner").payee
        moved = payee_merge(business=books.business, source_id=quaint.pk, target_id=alder.pk)
        assert moved == ["quaint corner"]
        publish(books, [("2025-02-01", "-8.00", "QUAINT CORNER 222")])
    business_classify(books.place)
    with books.scope():
        found = newest_suggestions([transaction("QUAINT CORNER 222").pk]).popitem()[1]
        said = [*found.reasons, *(r for other in found.alternatives for r in other["reasons"])]
        assert found.payee_name == alder.name
        assert any("of 5 times Alder Cafe" in reason for reason in said), said
        assert learner_of(books.business).dump() != before
        payee_split(business=books.business, payee_id=alder.pk, keys=moved, name=quaint.name)
        assert learner_of(books.business).dump() == before


def test_a_renamed_payee_keeps_its_spellings(books):
    with books.scope():
        payee = named(books, "alder cafe", "The Alder")
        payee_rename(business=books.business, payee_id=payee.pk, name=" Alder  House ")
        assert payee_aliases(books.business)["alder cafe"].display == "Alder House"
        assert AuditEvent.objects.get(action="payee_rename").detail["before"] == "The Alder"
        named(books, "birch tools", "Birch")
        with pytest.raises(ConflictError, match="Another payee"):
            payee_rename(business=books.business, payee_id=payee.pk, name="Birch")


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        (lambda b, p: payee_merge(business=b, source_id=p, target_id=p), InputError),
        (lambda b, p: payee_merge(business=b, source_id=p, target_id=p + 999), AccessError),
        (lambda b, p: payee_merge(business=b, source_id=p + 999, target_id=p), AccessError),
        (lambda b, p: payee_split(business=b, payee_id=p, keys=["no"], name="X"), InputError),
        (lambda b, p: payee_split(business=b, payee_id=p, keys=[], name="X"), InputError),
        (lambda b, p: payee_split(business=b, payee_id=p, keys=["alder cafe"], name="The Alder"),
         InputError),
        (lambda b, p: payee_rename(business=b, payee_id=p, name="  "), InputError),
        (lambda b, p: payee_rename(business=b, payee_id=p, name="x" * 201), InputError),
        (lambda b, p: payee_name(business=b, key="a", name=""), InputError),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_changes(books, act, fault):
    with books.scope():
        payee = named(books, "alder cafe", "The Alder")
        with pytest.raises(fault) as caught:
            act(books.business, payee.pk)
        assert caught.value.hint
        assert keys(books) == {"The Alder": ["alder cafe"]}


def test_payees_of_two_businesses_do_not_merge(books, make_books):
    with books.scope():
        payee = named(books, "alder cafe", "The Alder")
    other = make_books("Elsewhere")
    with other.scope():
        own = named(other, "alder cafe", "Alder")
        with pytest.raises(AccessError, match="no payee"):
            payee_merge(business=other.business, source_id=payee.pk, target_id=own.pk)
