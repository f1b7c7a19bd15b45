"""A firm's businesses learn from each other when an owner says so, and not a moment longer."""

from ledgerflow.audit.models import AuditEvent
from ledgerflow.classification.sharing import is_shared, sharing_switch


def events(books):
    with books.scope():
        found = AuditEvent.objects.filter(subject="firm").order_by("pk")
        return list(found.values_list("action", "user_id"))


def test_it_is_off_until_it_is_switched_on_and_each_switch_is_audited(books):
    firm, owner = books.place.firm_id, books.user.pk
    assert not is_shared(firm)
    assert sharing_switch(firm_id=firm, on=True, user_id=owner)
    assert is_shared(firm)
    assert not sharing_switch(firm_id=firm, on=True, user_id=owner)
    assert sharing_switch(firm_id=firm, on=False, user_id=owner)
    assert not is_shared(firm)
    assert events(books) == [("firm_share_on", owner), ("firm_share_off", owner)]


def test_one_firm_s_switch_is_not_another_s(books, make_books):
    other = make_books("Elsewhere")
    sharing_switch(firm_id=books.place.firm_id, on=True, user_id=books.user.pk)
    assert not is_shared(other.place.firm_id)
