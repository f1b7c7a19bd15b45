"""Who goes, or may do less, leaves no invitation and no link behind."""

import pytest

from ledgerflow.audit.models import AuditEvent
from ledgerflow.core.errors import AccessError
from ledgerflow.firms import leaving
from ledgerflow.firms.inviting import invitation_make, invitation_offer, invitations_open
from ledgerflow.firms.members import member_change, member_remove
from ledgerflow.firms.models import Membership, User
from ledgerflow.firms.services import membership_grant
from ledgerflow.review.questions.links import link_make, link_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(books):
    """A second owner, with an invitation and a link to questions made."""
    person = User.objects.create_user("partner@example.com", "correct horse 12")
    firm_id = books.place.firm_id
    with books.scope():
        row = membership_grant(firm_id=firm_id, user=person, role="owner")
        _, person.link = link_make(business=books.business, user_id=person.pk)
    _, person.invitation = invitation_make(
        firm_id=firm_id, email="kim@example.com", role="owner", user_id=person.pk
    )
    person.named = {"firm_id": firm_id, "membership_id": row.pk, "user_id": books.user.pk}
    return person


def is_open(find, token):
    try:
        find(token)
    except AccessError:
        return False
    return True


def opens(person):
    return is_open(invitation_offer, person.invitation), is_open(link_open, person.link)


def test_who_is_removed_leaves_neither_invitation_nor_link(books, partner):
    assert opens(partner) == (True, True)
    member_remove(**partner.named)
    assert opens(partner) == (False, False)
    assert invitations_open(books.place.firm_id) == []
    with books.scope():
        actions = set(AuditEvent.objects.values_list("action", flat=True))
        done_by = AuditEvent.objects.get(action="question_link_withdraw").user_id
    assert {"member_remove", "invitation_withdraw", "question_link_withdraw"} <= actions
    assert done_by == books.user.pk


def test_a_bookkeeper_keeps_the_links_and_a_viewer_nothing(partner):
    member_change(**partner.named, role="bookkeeper")
    assert opens(partner) == (False, True)
    member_change(**partner.named, role="viewer")
    assert opens(partner) == (False, False)


def test_what_others_made_stays(books, partner):
    with books.scope():
        _, link = link_make(business=books.business, user_id=books.user.pk)
    _, invitation = invitation_make(
        firm_id=books.place.firm_id, email="lee@example.com", role="viewer", user_id=books.user.pk
    )
    member_remove(**partner.named)
    assert is_open(link_open, link)
    assert is_open(invitation_offer, invitation)


def test_nobody_leaves_where_nothing_withdraws_links(books, partner, monkeypatch):
    monkeypatch.setattr(leaving, "_endings", [])
    with pytest.raises(ValueError, match="not enough values"):
        member_remove(**partner.named)
    with books.scope():
        assert Membership.objects.filter(user=partner).exists()
