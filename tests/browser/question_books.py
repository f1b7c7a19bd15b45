"""What the pages of questions, receipts and rules have to show in a served installation."""

UNKNOWN = (
    b"Date,Description,Amount,Balance\n"
    b"05/22/2025,ZQX VENTURES 4111111111111111,-410.00,9590.00\n"
    b"05/23/2025,KORVAT NIMBLE,-32.50,9557.50\n"
    b"05/23/2025,KORVAT NIMBLE,-32.50,9525.00\n"
    b"05/29/2025,PLOMFRITH ONE,-75.00,9450.00\n"
)

CODE = """
import django
django.setup()
from ledgerflow.classification.payee_services import payee_name
from ledgerflow.firms.access import operator_places, working_in
from ledgerflow.firms.models import Business, User
from ledgerflow.pipeline.rules.stating import RuleWish, rule_open
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.statements.accounts import bank_account_add
place = next(p for p in operator_places() if p.business_id == {business})
person = User.objects.order_by("pk").first()
with working_in(place, person.pk):
    business = Business.objects.get(pk=place.business_id)
    bank_account_add(business=business, name="Second")
    for key, name in (("korvat nimble", "Korvat"), ("korvat nimble two", "Korvat Nimble")):
        payee_name(business=business, key=key, name=name)
run = statements_import(
    place, [Upload("second.csv", {data!r})], account="Second", user_id=person.pk
)
assert run.refused == [], run.refused
for text in ("STARBUCKS", "ADOBE", "SHELL"):
    rule_open(
        place, RuleWish(text.title(), contains=(text,), account="6190"), user_id=person.pk
    )
"""


def question_books(served):
    """Add what nothing is known of, payees and rules, once a session."""
    if not getattr(served, "has_question_books", False):
        served.run_code(CODE.format(business=served.business, data=UNKNOWN))
        served.has_question_books = True
