"""`classify`, `review`, `post`: what waits, and what a person decides."""

from decimal import Decimal

import pytest

from ledgerflow.cli.review import numbers_of, share_of
from ledgerflow.core.errors import InputError
from ledgerflow.firms.models import Membership, User
from ledgerflow.firms.services import membership_grant
from ledgerflow.ledger.models import Account
from ledgerflow.ledger.selectors import account_balances
from ledgerflow.review.models import Decision


def balances(books):
    """Account key to balance."""
    with books.scope():
        return {b.key or b.name: b.amount for b in account_balances(books.business)}


def test_the_queue_is_numbered_and_says_where_how_sure_and_why(cli, imported):
    done = cli("review")
    assert done.code == 0
    assert "HOME DEPOT #7114" in done.out
    assert "−86.10" in done.out
    assert "%" in done.out
    assert "Home Depot is known" in done.text


def test_suggestions_are_accepted_by_range_and_booked_by_the_firms_only_member(cli, imported):
    done = cli("review", "accept", "2-3")
    assert done.code == 0, done
    assert imported.user.email in done.out
    assert balances(imported)["meals"] == 8
    with imported.scope():
        assert {d.decided_by for d in Decision.objects.all()} == {imported.user}


def test_another_account_and_a_business_share_are_taken_as_said(cli, imported):
    done = cli("review", "accept", "1", "--account", "6160", "--business-share", "80 %")
    assert done.code == 0
    assert "80 % business" in done.out
    found = balances(imported)
    assert (found["supplies"], found["owner_draw"]) == (Decimal("68.88"), Decimal("17.22"))


def test_an_account_may_be_named_by_its_name(cli, imported):
    assert cli("review", "accept", "4", "--account", "sales").code == 0
    assert balances(imported)["sales"] == -500


def test_a_split_books_each_part_and_says_so(cli, imported):
    arguments = ("--split", "6160=60%", "--split", "owner_draw=rest", "--note", "tools")
    done = cli("review", "accept", "1", *arguments, "--tag", "Van", "--tag", "van")
    assert done.code == 0, done
    assert "6160 Supplies −51.66; 3200 Owner's draw −34.44 #van" in done.text
    found = balances(imported)
    assert (found["supplies"], found["owner_draw"]) == (Decimal("51.66"), Decimal("34.44"))
    with imported.scope():
        assert [part.note for part in Decision.objects.get().parts.all()] == ["tools", ""]


def test_what_is_excluded_is_no_longer_in_the_queue_and_comes_back_with_its_batch(cli, imported):
    done = cli("review", "accept", "1", "--exclude", "--reason", "paid privately")
    assert done.code == 0, done
    assert "not to be booked: paid privately" in done.text
    assert "kept out of the books: 1 transaction" in done.text
    assert "HOME DEPOT" not in cli("review").text
    assert balances(imported) == {}
    with imported.scope():
        batch = Decision.objects.get().batch_id
    undone = cli("undo", str(batch))
    assert (undone.code, "exclusions taken back: 1" in undone.text) == (0, True), undone
    assert "HOME DEPOT" in cli("review").text


def test_a_closed_account_takes_no_part(cli, imported):
    with imported.scope():
        Account.objects.filter(key="postage_shipping").update(is_active=False)
    done = cli("review", "accept", "1", "--split", "6160=rest", "--split", "postage_shipping=5")
    assert (done.code, "is closed" in done.text) == (5, True), done
    assert balances(imported) == {}


def test_half_a_transfer_waits_in_the_clearing_account(cli, imported):
    assert cli("review", "accept", "4", "--transfer").code == 0
    assert balances(imported)["transfers_clearing"] == -500


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("9",), 2, "not in the queue"),
        (("one",), 2, "no number of the queue"),
        (("3-1",), 2, "no number of the queue"),
        (("1", "--account", "9999"), 2, "no account '9999'"),
        (("1", "--account", "5000"), 2, "headings take no entries"),
        (("1", "--business-share", "120"), 2, "is not possible"),
        (("1", "--transfer", "--account", "6150"), 2, "do not go together"),
        (("1", "--split", "6160=60%", "--exclude", "--reason", "x"), 2, "do not go together"),
        (("1", "--split", "6160=60%", "--split", "6190=50%"), 5, "come to 110 %"),
        (("1", "--split", "6160=60%", "--split", "6190=30%"), 5, "come to 90 %, not to 100 %"),
        (("1", "--split", "6160=60", "--split", "6190=50"), 5, "more than the whole of 86.10 USD"),
        (("1", "--split", "6160=60", "--split", "6190=20"), 5, "6.10 USD of 86.10 USD go nowhere"),
        (("1", "--split", "6160=100%"), 5, "here is 1 part"),
        (("1", "--split", "6160=rest", "--split", "6190=rest"), 5, "2 parts take the rest"),
        (("1", "--split", "6160=rest", "--split", "9999=5"), 2, "no account '9999'"),
        (("1", "--split", "6160=rest", "--split", "6190"), 2, "no part of a split"),
        (("1", "--split", "6160=rest", "--note", "a", "--note", "b"), 2, "2 notes for 1 parts"),
        (("1", "--exclude"), 2, "needs a reason"),
        (("1", "--tag", "x" * 41), 2, "too long"),
        (("1", "--user", "nobody@example.com"), 6, "no user"),
    ],
)
def test_what_cannot_be_decided_decides_nothing(cli, imported, row_counts, arguments, code, said):
    before = row_counts()
    done = cli("review", "accept", *arguments)
    assert (done.code, said in done.text) == (code, True), done
    assert row_counts() == before


def test_without_a_suggestion_an_account_is_asked_for_and_none_of_the_others_is_booked(
    cli, checking, tmp_path, row_counts
):
    path = tmp_path / "odd.csv"
    path.write_text(
        "Date,Description,Amount,Balance\n"
        "01/13/2025,HOME DEPOT #7114,-86.10,913.90\n01/14/2025,QQXZ 77,-4.00,909.90\n"
    )
    cli("import", path, "--account", "Checking")
    before = row_counts()
    done = cli("review", "accept", "1-2")
    assert (done.code, "no suggestion to accept" in done.err) == (5, True)
    assert "−4.00 USD" in done.err
    assert row_counts() == before


def test_where_several_may_decide_one_has_to_say_who(cli, imported, row_counts):
    with imported.scope():
        other = User.objects.create_user("ana@example.com")
        membership_grant(
            firm_id=imported.place.firm_id, user=other, role=Membership.Role.BOOKKEEPER
        )
    before = row_counts()
    done = cli("review", "accept", "1")
    assert (done.code, "ana@example.com" in done.err) == (2, True)
    assert row_counts() == before
    assert cli("review", "accept", "1", "--user", "ana@example.com").code == 0


def test_a_viewer_may_look_but_not_decide(cli, imported, row_counts):
    with imported.scope():
        other = User.objects.create_user("eve@example.com")
        membership_grant(firm_id=imported.place.firm_id, user=other, role=Membership.Role.VIEWER)
    before = row_counts()
    done = cli("review", "accept", "1", "--user", "eve@example.com")
    assert (done.code, "may look at" in done.err) == (6, True)
    assert row_counts() == before


def test_a_rule_places_what_post_then_accepts(cli, imported):
    assert "catches 1" in cli("rule", "add", "--contains", "HARBOR CLIENT", "--to", "sales").out
    assert "New: 1 suggestion." in cli("classify").out
    assert "Accepted and posted: 1 transaction" in cli("post").out
    assert balances(imported)["sales"] == -500
    assert "Accepted and posted: 0 transactions." in cli("post").out


def test_a_decision_teaches_at_once(cli, imported):
    done = cli("review", "accept", "2", "--account", "6180")
    assert "Learned from it: 1 new suggestion" in done.out
    assert "Travel" in cli("review").out


def test_numbers_and_shares_are_read_exactly():
    assert numbers_of(["1", "3-5", "4"]) == [1, 3, 4, 5]
    assert (share_of(""), share_of("62.5 %")) == (None, Decimal("62.5"))
    for text in ("0", "1-", "-3", "1-99999999"):
        with pytest.raises(InputError):
            numbers_of([text])
