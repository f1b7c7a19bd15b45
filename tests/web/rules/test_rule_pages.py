"""Rules on pages: their order, their form with what it would change, their file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledgerflow.classification.models import Rule, RuleGroup
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.pipeline.rules.stating import RuleWish, rule_open
from ledgerflow.review.models import Decision
from ledgerflow.web.views.rules.wishes import RuleShown, shown_of_rule, wish_of
from tests.published import transaction
from tests.review.questions.asking_kit import published
from tests.web.conftest import desk_of

FORM = {
    "name": "Coffee",
    "match": "all",
    "field": ["description", ""],
    "op": ["contains", "contains"],
    "value": ["corner cafe", ""],
    "to": ["", ""],
    "place": "account",
    "account": "6190 Meals",
    "share": "100",
    "order": "100",
}


@pytest.fixture
def ruling(books):
    """Somebody signed in, with three transactions that wait."""
    with books.scope():
        published(books)
    return desk_of(books)


def rule_made(books, name, **wish):
    wish = {"contains": (name,), "account": "6190"} | wish
    return rule_open(books.place, RuleWish(name, **wish), user_id=books.user.pk).pk


def post(desk, path, htmx=False, **fields):
    headers = {"HX-Request": "true"} if htmx else {}
    return desk.client.post(desk.base + path, fields, headers=headers)


def text_of(response):
    return response.content.decode()


def names(books):
    with books.scope():
        rules = Rule.objects.filter(is_proposed=False).select_related("group")
        return [rule.name for rule in sorted(rules, key=lambda r: (r.group_id or 0, r.order, r.pk))]


def test_an_empty_page_says_how_to_begin(ruling):
    page = text_of(ruling.get("rules/"))
    assert "There is no rule yet" in page


def test_rules_are_shown_in_words_in_the_order_they_are_asked(ruling):
    books = ruling.books
    rule_made(books, "cafe", direction="out", payee_name="Cafés", tags=("lunch",))
    rule_made(books, "garage", group="Cars")
    page = text_of(ruling.get("rules/"))
    assert "Bank text contains “cafe” and Direction is “out”" in page
    assert "6190 Meals; payee Cafés; tags lunch" in page
    assert page.index("Without a group") < page.index("Cars")


def test_hits_are_counted_when_asked_for(ruling):
    rule_made(ruling.books, "corner cafe")
    assert "Count what the rules decided" in text_of(ruling.get("rules/"))
    counted = text_of(ruling.get("rules/", hits="1"))
    assert "Count what the rules decided" not in counted


def test_a_rule_is_moved_by_buttons_and_before_another(ruling):
    books = ruling.books
    ids = [rule_made(books, name) for name in ("one", "two", "three")]
    assert post(ruling, f"rules/{ids[2]}/move/", way="up").status_code == 302
    assert names(books) == ["one", "three", "two"]
    post(ruling, f"rules/{ids[0]}/move/", way="down")
    assert names(books) == ["three", "one", "two"]
    listed = post(ruling, f"rules/{ids[1]}/move/", htmx=True, before=str(ids[2]))
    assert names(books) == ["two", "three", "one"]
    assert 'id="rule-list"' in text_of(listed)
    assert "<html" not in text_of(listed)


def test_rules_and_groups_are_switched(ruling):
    books = ruling.books
    pk = rule_made(books, "garage", group="Cars")
    post(ruling, f"rules/{pk}/switch/", active="0")
    post(ruling, "rules/group/", name="Cars", active="0")
    with books.scope():
        assert not Rule.objects.get(pk=pk).is_active
        assert not RuleGroup.objects.get().is_active
    assert "the whole group is off" in text_of(ruling.get("rules/"))


def test_a_form_begun_with_a_transaction_shows_what_it_would_change(ruling):
    with ruling.books.scope():
        pk = transaction("CORNER CAFE").pk
    page = text_of(ruling.get("rules/new/", transaction=pk))
    assert "of 3 caught" in page
    assert "<html" in page
    part = ruling.client.get(
        f"{ruling.base}rules/new/", {"transaction": pk}, headers={"HX-Request": "true"}
    )
    assert 'id="rule-form"' in text_of(part)
    assert "<html" not in text_of(part)
    assert "of 3 caught" not in text_of(ruling.get("rules/new/", transaction=10**9))


def test_a_preview_writes_nothing_and_says_what_is_unclear(ruling):
    shown = text_of(post(ruling, "rules/preview/", group="New group", **FORM))
    assert "<strong>2</strong>" in shown
    assert "6190 Meals" in shown
    unclear = post(ruling, "rules/preview/", **FORM | {"op": ["between", ""], "account": ""})
    assert "does not work on description" in text_of(unclear)
    with ruling.books.scope():
        assert not RuleGroup.objects.exists()
        assert not Rule.objects.exists()


def test_a_rule_is_saved_changed_and_removed(ruling):
    books = ruling.books
    assert post(ruling, "rules/new/", **FORM).status_code == 302
    with books.scope():
        rule = Rule.objects.get()
        assert rule.conditions == [
            {"field": "description", "op": "contains", "value": "corner cafe"}
        ]
        assert (rule.account.code, rule.approved_by_id) == ("6190", books.user.pk)
    page = text_of(ruling.get(f"rules/{rule.pk}/"))
    assert 'value="corner cafe"' in page
    post(ruling, f"rules/{rule.pk}/", **FORM | {"name": "Cafés", "share": "50"})
    with books.scope():
        rule.refresh_from_db()
        assert (rule.name, rule.business_percent, rule.version) == ("Cafés", 50, 2)
    post(ruling, f"rules/{rule.pk}/remove/")
    assert names(books) == []
    assert ruling.get(f"rules/{rule.pk}/").status_code == 404


def test_what_is_wrong_stands_beside_what_was_typed(ruling):
    refused = post(ruling, "rules/new/", **FORM | {"account": "no such account"})
    assert refused.status_code == 422
    assert "no such account" in text_of(refused)
    assert 'value="corner cafe"' in text_of(refused)
    part = post(ruling, "rules/new/", htmx=True, **FORM | {"share": "much"})
    assert part.status_code == 200
    assert "is no percentage" in text_of(part)


def test_without_scripts_the_form_shows_its_preview(ruling):
    page = post(ruling, "rules/new/", preview="1", **FORM)
    assert "<strong>2</strong>" in text_of(page)
    assert names(ruling.books) == []


def test_a_rule_made_in_the_review_can_be_applied_at_once(ruling):
    saved = post(ruling, "rules/new/", htmx=True, **FORM)
    assert "Apply to what is there" in text_of(saved)


def test_a_rule_is_applied_and_that_is_undone(ruling):
    books = ruling.books
    pk = rule_made(books, "corner cafe")
    applied = post(ruling, f"rules/{pk}/apply/")
    with books.scope():
        assert Decision.objects.count() == 2
    page = text_of(ruling.client.get(applied["Location"]))
    assert "Decided by the rule: 2 transactions." in page
    batch = applied["Location"].rpartition("=")[2]
    assert f"/rules/undo/{batch}/" in page
    post(ruling, f"rules/undo/{batch}/")
    with books.scope():
        assert Decision.objects.filter(kind="undo").count() == 2


def test_proposals_are_taken_on_or_turned_down(ruling):
    books = ruling.books
    ids = [rule_made(books, name, is_active=False) for name in ("one", "two")]
    with books.scope():
        Rule.objects.update(is_proposed=True, evidence={"count": 4, "users": [books.user.pk]})
    page = text_of(ruling.get("rules/"))
    assert "4 decisions" in page
    assert books.user.email in page
    post(ruling, f"rules/{ids[0]}/answer/", answer="yes")
    post(ruling, f"rules/{ids[1]}/answer/", answer="no")
    with books.scope():
        assert Rule.objects.get(pk=ids[0]).is_active
        assert Rule.objects.get(pk=ids[1]).evidence["discarded_at"] == 4
    assert "Approve" not in text_of(ruling.get("rules/"))


def test_a_file_of_rules_goes_out_and_comes_in_after_a_look(ruling):
    books = ruling.books
    pk = rule_made(books, "corner cafe")
    text = ruling.get("rules/export/").content.decode()
    assert "corner cafe" in text
    assert "attachment" in ruling.get("rules/export/")["Content-Disposition"]
    post(ruling, f"rules/{pk}/remove/")
    file = SimpleUploadedFile("rules.yaml", text.encode())
    looked = text_of(post(ruling, "rules/import/", file=file))
    assert "It would add 1, change 0" in looked
    assert names(books) == []
    assert post(ruling, "rules/import/", text=text, confirm="1").status_code == 302
    assert names(books) == ["corner cafe"]
    assert ruling.get("rules/import/").status_code == 200


def test_a_file_that_is_none_changes_nothing_and_says_where(ruling):
    broken = post(ruling, "rules/import/", text="rules:\n  - nonsense: [", confirm="1")
    assert broken.status_code == 400
    file = SimpleUploadedFile("rules.yaml", b"\xff\xfe\x00rules")
    assert "no text" in text_of(post(ruling, "rules/import/", file=file))


def test_a_split_is_written_in_one_line_and_read_back(ruling):
    books = ruling.books
    shown = RuleShown(name="Phone", place="split", splits="6190=60%; 3200=rest")
    with books.scope():
        account = account_by_key(books.business, "meals")
        wish = wish_of(shown, {})
        rule = Rule.objects.get(pk=rule_made(books, "phone", account="", splits=wish.splits))
        again = shown_of_rule(rule, {}, [account, account_by_key(books.business, "owner_draw")])
    assert again.splits == "6190=60%; 3200=rest"
    assert again.place == "split"
