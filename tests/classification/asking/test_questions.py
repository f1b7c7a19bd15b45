"""What agents are asked: data that says what is needed and not who the business is."""

import json

import pytest

from ledgerflow.agents.kinds import KINDS
from ledgerflow.agents.masking import masked_value
from ledgerflow.classification.asking.questions import (
    classification_question,
    payee_evidence,
    payee_question,
)
from ledgerflow.core.errors import RuleError
from ledgerflow.ledger.models import Account
from ledgerflow.statements.models import BankTransaction
from tests.agent_answers import SOURCE, chooser, group_of, look_up, undone
from tests.agents.ended import ended_run
from tests.published import decide, publish

QUILL = ("2025-01-14", "-9.00", "QXZV QUILL 77")
AGAIN = ("2025-01-20", "-1211.00", "QXZV QUILL 78")
EVIDENCE = {
    "payee_name": "Quill & Co",
    "what": "Sells paper.",
    "trade": "stationer",
    "website": "",
    "confidence": 0.8,
    "sources": [SOURCE],
    "reason": "It fits.",
}


@pytest.fixture
def studio(make_books):
    return make_books(
        industry="photography",
        description="Harbor Street Studio takes pictures; call 415-555-0143.",
    )


def test_a_classification_is_asked_with_profile_chart_similar_decisions_and_evidence(studio):
    with studio.scope():
        publish(studio, [QUILL, AGAIN, ("2025-01-02", "-5.00", "QXZV QUILLS OF YORE")])
        decide(studio, "QXZV QUILLS OF YORE", "office_expense")
        asked = classification_question(studio.business, group_of(QUILL[2], AGAIN[2]), EVIDENCE)
        assert (asked.kind, asked.subject_key) == ("classification", "qxzv quill")
        assert len(asked.transactions) == 2
        assert asked.fields | {"similar": [], "transactions": []} == {
            "industry": "photography",
            "business_description": "[business] takes pictures; call [phone].",
            "legal_form": "sole_proprietor",
            "tax_regime": "us_schedule_c",
            "currency": "USD",
            "direction": "out",
            "payee": "QXZV Quill",
            "account_kinds": ["checking"],
            "count": 2,
            "amounts": {"from": "9", "to": "1200", "currency": "USD"},
            "transactions": [],
            "payee_evidence": EVIDENCE,
            "similar": [],
        }
        assert [one["description"] for one in asked.fields["transactions"]] == [
            AGAIN[2],
            QUILL[2],
        ]
        (similar,) = asked.fields["similar"]
        assert similar["account"] in [label.partition(" (")[0] for label in asked.accounts.values()]
        assert (similar["last"], similar["times"]) == ("2025-01", 1)


def test_a_payee_question_offers_no_accounts(studio):
    with studio.scope():
        publish(studio, [QUILL])
        asked = payee_question(studio.business, group_of(QUILL[2]))
        assert (asked.kind, asked.accounts) == ("payee", {})
        assert asked.fields["payee"] == "QXZV Quill"


@pytest.mark.parametrize("kind", ["payee", "classification"])
def test_a_question_has_the_fields_a_prompt_may_name_and_none_of_them_is_a_bank_s_text(
    studio, kind
):
    with studio.scope():
        publish(studio, [QUILL])
        group = group_of(QUILL[2])
        asked = {
            "payee": lambda: payee_question(studio.business, group),
            "classification": lambda: classification_question(studio.business, group, None),
        }[kind]()
        fields = KINDS[kind].template_fields
        assert fields <= set(asked.fields)
        assert not fields & {"payee", "transactions", "similar", "payee_evidence"}


def test_neither_the_business_nor_a_person_nor_a_number_leaves(studio):
    texts = [
        "ZELLE TO MARIA LOPEZ HARBOR STREET STUDIO",
        "ZELLE TO MARIA LOPEZ REF 4111 1111 1111 1111",
    ]
    with studio.scope():
        publish(studio, [("2025-01-14", "-9.00", texts[0]), ("2025-01-15", "-9.00", texts[1])])
        for asked in (
            classification_question(studio.business, group_of(*texts[:1]), EVIDENCE),
            payee_question(studio.business, group_of(*texts[1:])),
        ):
            said = json.dumps([asked.fields, dict(asked.accounts)])
            for secret in ("arbor", "ARBOR", "aria", "ARIA", "opez", "OPEZ", "4111", "0143"):
                assert secret not in said
            assert masked_value(asked.fields) == asked.fields


def test_transactions_that_were_withdrawn_cannot_be_asked_about(studio):
    with studio.scope():
        publish(studio, [QUILL])
        group = group_of(QUILL[2])
        BankTransaction.objects.update(is_live=False)
        with pytest.raises(RuleError, match="not there any more"):
            payee_question(studio.business, group)


def test_the_newest_answer_about_a_payee_is_its_evidence(studio):
    with studio.scope():
        agent = chooser("payee")
        assert payee_evidence(studio.business, "qxzv quill") is None
        given = {"subject_key": "qxzv quill"}
        ended_run(studio, agent, **given, output=EVIDENCE | {"what": "Old."})
        ended_run(studio, agent, **given, output=EVIDENCE)
        ended_run(studio, agent, **given, output=EVIDENCE | {"what": "Trial."}, is_trial=True)
        ended_run(studio, agent, **given, state="review", output=None)
        found = payee_evidence(studio.business, "qxzv quill")
        assert found == {
            name: value for name, value in EVIDENCE.items() if value and name != "reason"
        }
        assert payee_evidence(studio.business, "another") is None


def test_what_was_undone_is_no_evidence(studio):
    with studio.scope():
        asked = look_up(studio)
        ended_run(
            studio, chooser("payee"), subject_key="qxzv quill", output=EVIDENCE, look_up=asked
        )
        assert payee_evidence(studio.business, "qxzv quill") is not None
        undone(studio, asked.batch)
        assert payee_evidence(studio.business, "qxzv quill") is None


def test_a_person_of_the_firm_is_in_no_account_profile_or_text(make_books):
    studio = make_books(description="Jane Roe's pottery.", industry="pottery")
    studio.user.name = "Jane Roe"
    studio.user.save()
    with studio.scope():
        publish(studio, [QUILL, ("2025-01-02", "-5.00", "QXZV QUILLS OF ROE, JANE")])
        decide(studio, "QXZV QUILLS OF ROE, JANE", "office_expense")
        named = Account.objects.get(business=studio.business, key="office_expense")
        Account.objects.filter(pk=named.pk).update(name="Kept by Jane Roe")
        group = group_of(QUILL[2])
        asked = classification_question(studio.business, group, {"what": "of jane roe"})
        who = payee_question(studio.business, group)
    told = json.dumps([asked.fields, asked.accounts, who.fields]).casefold()
    assert asked.fields["similar"]
    assert "roe" not in told
    assert "kept by [name]" in asked.accounts[str(named.pk)].casefold()
