"""Deciding, asking and undoing on the review pages."""

import datetime as dt
import html
import json
import re
from decimal import Decimal

import pytest
from django.test import Client

from ledgerflow.classification.models import Suggestion
from ledgerflow.firms.models import Membership
from ledgerflow.ledger.models import Period
from ledgerflow.ledger.selectors import account_by_key
from ledgerflow.pipeline import deciding, picking
from ledgerflow.pipeline.deciding import Picked, picked_decide
from ledgerflow.pipeline.rules.stating import RuleWish, rule_open
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.pipeline.wishes import Wish
from ledgerflow.review.models import Decision, WaitingTransaction
from ledgerflow.review.question_models import Question
from ledgerflow.review.selectors import live_decisions
from ledgerflow.web.selectors.review_desk import token_read
from tests.web.conftest import desk_of
from tests.web.review.conftest import statement
from tests.web.review.test_pages import text_of
from tests.web.test_closing import as_role


def decisions(waiting):
    with waiting.books.scope():
        return list(Decision.objects.select_related("account").order_by("pk"))


def left(waiting):
    with waiting.books.scope():
        return WaitingTransaction.objects.count()


def ids_of(waiting, name):
    with waiting.books.scope():
        rows = WaitingTransaction.objects.filter(transaction__description__icontains=name)
        return list(rows.order_by("pk").values_list("pk", flat=True))


def told(answer):
    return json.loads(answer.headers["HX-Trigger"])["review:done"]


def test_a_group_is_decided_alike_and_the_next_one_comes(waiting):
    token, following = waiting.token("home depot"), waiting.token("starbucks")
    answer = waiting.decide(group=token, do="account", account="6150", next=following)
    page = answer.content.decode()
    assert {d.account.code for d in decisions(waiting)} == {"6150"}
    assert len(decisions(waiting)) == 6
    assert told(answer)["text"] == "6 decided."
    assert f'data-token="{following}"' in page
    assert told(answer)["gone"] == [token_read(token).dom_id]
    assert "5 decisions left" in text_of(answer)


def test_without_a_script_it_leads_to_the_page_of_the_next_group(waiting):
    token, following = waiting.token("home depot"), waiting.token("starbucks")
    fields = {"group": token, "do": "account", "account": "6150", "next": following}
    answer = waiting.decide(htmx=False, **fields)
    assert answer.status_code == 302
    said = text_of(waiting.client.get(answer.headers["Location"]))
    assert "6 decided." in said
    assert "Starbucks" in said


def test_rows_that_are_ticked_are_decided_and_the_rest_stays_open(waiting):
    token, ids = waiting.token("home depot"), ids_of(waiting, "home depot")
    answer = waiting.decide(group=token, ids=ids[:2], do="account", account="6150")
    assert len(decisions(waiting)) == 2
    assert f'data-token="{token}"' in answer.content.decode()
    assert "4 like it" in text_of(answer)


def test_groups_that_are_marked_are_one_decision(waiting):
    marks = [waiting.token("zorblatt"), waiting.token("quuxley")]
    fields = {"group": waiting.token("home depot"), "mark": marks}
    waiting.decide(do="account", account="6160 Supplies", **fields)
    made = decisions(waiting)
    assert len(made) == 2
    assert len({d.batch_id for d in made}) == 1
    assert {d.account.code for d in made} == {"6160"}


def test_a_filter_decides_only_what_it_shows(waiting):
    token = waiting.token("home depot")
    waiting.decide(group=token, do="account", account="6150", back="to=2025-01-02")
    assert len(decisions(waiting)) == 2


def test_undo_takes_back_the_last_decision_then_the_one_before(waiting):
    before = left(waiting)
    for name in ("home depot", "starbucks"):
        waiting.decide(group=waiting.token(name), do="account", account="6150")
    first = waiting.decide(path="undo").json()
    assert "starbucks" in first["group"]
    second = waiting.decide(path="undo").json()
    assert second["text"] == "6 wait again."
    assert left(waiting) == before
    nothing = waiting.decide(path="undo")
    assert nothing.status_code == 422
    assert "Nothing of yours" in nothing.json()["text"]


def rule_for(books, text, account):
    wish = RuleWish(name=text.title(), contains=(text,), account=account)
    return rule_open(books.place, wish, user_id=books.user.pk)


def test_undo_leaves_what_the_policy_accepted_while_the_person_imported(waiting):
    books = waiting.books
    waiting.decide(group=waiting.token("home depot"), do="account", account="6150")
    rule_for(books, "CAFE ROYAL", "meals")
    lines = [("03", day, "CAFE ROYAL", -1_000) for day in (3, 4, 5)]
    upload = Upload("march.csv", statement(lines))
    statements_import(books.place, [upload], account="Checking", user_id=books.user.pk)
    accepted = {d.pk for d in decisions(waiting) if d.policy}
    assert len(accepted) == 3
    assert waiting.decide(path="undo").json()["text"] == "6 wait again."
    assert waiting.decide(path="undo").status_code == 422
    with books.scope():
        assert {d.pk for d in live_decisions(books.business)} == accepted


def suggest_anew(waiting, name, key="travel", confidence="0.99", *, only=None, **more):
    """Another suggestion stands for these rows, as if a job had made it meanwhile."""
    with waiting.books.scope():
        rows = WaitingTransaction.objects.filter(pk__in=ids_of(waiting, name)[:only])
        for row in rows.select_related("suggestion"):
            said = row.suggestion
            Suggestion.objects.create(
                firm_id=row.firm_id,
                business_id=row.business_id,
                transaction_id=row.pk,
                batch=waiting.books.batch("classify"),
                account=account_by_key(waiting.books.business, key),
                payee_key=said.payee_key if said else "",
                payee_name=said.payee_name if said else "",
                source="memory",
                confidence=Decimal(confidence),
                **more,
            )


def shown_in(page):
    """What a page says was shown, as its form sends it."""
    found = re.findall(r'name="(shown|bar|list_at|percent_was)"[^>]* value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def test_accepting_books_what_was_shown_or_shows_the_group_anew(waiting):
    token = waiting.token("starbucks")
    shown = shown_in(waiting.part("panel", group=token).content.decode())
    suggest_anew(waiting, "starbucks")
    answer = waiting.decide(group=token, do="accept", **shown)
    said = text_of(answer)
    assert said.count("The suggestion changed meanwhile: look again.") == 1
    assert "Accept: Travel" in said
    assert decisions(waiting) == []
    anew = shown_in(answer.content.decode())
    waiting.decide(group=token, do="accept", **anew)
    assert {d.account.key for d in decisions(waiting)} == {"travel"}


def test_without_a_script_a_changed_suggestion_is_shown_with_its_own_share(waiting):
    token = waiting.token("starbucks")
    shown = shown_in(waiting.part("panel", group=token).content.decode())
    suggest_anew(waiting, "starbucks", business_percent=Decimal(60))
    answer = waiting.decide(htmx=False, group=token, do="accept", percent="100", **shown)
    assert answer.status_code == 409
    assert "The suggestion changed meanwhile: look again." in text_of(answer)
    assert 'name="percent" value="60"' in answer.content.decode()
    assert decisions(waiting) == []


def test_another_suggestion_does_not_matter_to_who_chooses_an_account(waiting):
    token = waiting.token("starbucks")
    shown = shown_in(waiting.part("panel", group=token).content.decode())
    suggest_anew(waiting, "starbucks", business_percent=Decimal(60))
    waiting.decide(group=token, do="account", account="6150", percent="100", **shown)
    assert {d.business_percent for d in decisions(waiting)} == {100}


def test_the_rows_of_a_group_that_go_several_ways_are_each_accepted_as_shown(waiting):
    token = waiting.token("starbucks")
    suggest_anew(waiting, "starbucks", only=1)
    page = waiting.part("panel", group=token).content.decode()
    assert "Accept each suggestion" in page
    waiting.decide(group=token, do="accept", **shown_in(page))
    assert len({d.account.key for d in decisions(waiting)}) == 2


def test_of_all_that_is_sure_what_changed_or_fell_below_the_bar_waits(waiting):
    for name in ("home depot", "starbucks", "zorblatt"):
        suggest_anew(waiting, name, confidence="0.97")
    page = waiting.part("sure", at="95").content.decode()
    marks = [waiting.token(name) for name in ("home depot", "starbucks", "zorblatt")]
    suggest_anew(waiting, "starbucks", key="meals", confidence="0.99")
    suggest_anew(waiting, "zorblatt", confidence="0.90")
    answer = waiting.decide(do="accept", mark=marks, **shown_in(page))
    assert told(answer)["text"] == (
        "6 decided. 5 are left waiting: they are not suggested as it was shown."
    )
    assert {d.account.key for d in decisions(waiting)} == {"travel"}


def test_of_groups_marked_in_the_list_what_is_suggested_anew_since_waits(waiting):
    for name in ("home depot", "starbucks"):
        suggest_anew(waiting, name)
    listed = shown_in(waiting.get().content.decode())
    marks = [waiting.token("home depot"), waiting.token("starbucks")]
    later = dt.datetime.fromisoformat(listed["list_at"]) + dt.timedelta(seconds=1)
    suggest_anew(waiting, "starbucks", "meals", only=1, created_at=later)
    answer = waiting.decide(do="accept", mark=marks, **listed)
    assert told(answer)["text"] == (
        "9 decided. 1 is left waiting: it is not suggested as it was shown."
    )


def test_an_account_is_booked_with_the_share_that_was_shown_not_with_the_rows_own(waiting):
    suggest_anew(waiting, "zorblatt", business_percent=Decimal(60))
    suggest_anew(waiting, "quuxley", business_percent=Decimal(60))
    token = waiting.token("zorblatt")
    shown = shown_in(waiting.part("panel", group=token).content.decode())
    assert shown["percent_was"] == "60"
    waiting.decide(group=token, do="account", account="6150", percent="60", **shown)
    marks = [waiting.token("quuxley")]
    waiting.decide(
        group=waiting.token("starbucks"), mark=marks, do="account", account="6150",
        percent="100", percent_was="100",
    )  # fmt: skip
    assert [d.business_percent for d in decisions(waiting)] == [60, 100]


def test_a_group_larger_than_a_stroke_says_how_much_of_it_still_waits(waiting, monkeypatch):
    for module in (picking, deciding):
        monkeypatch.setattr(module, "DECIDED_MAX", 4)
    token = waiting.token("home depot")
    answer = waiting.decide(group=token, do="account", account="6150")
    assert told(answer)["text"] == "4 decided. 2 more wait."
    assert f'data-token="{token}"' in answer.content.decode()
    again = waiting.decide(group=token, do="account", account="6150")
    assert told(again)["text"] == "2 decided."


def test_the_undo_of_a_note_names_its_batch(waiting):
    answer = waiting.decide(group=waiting.token("home depot"), do="account", account="6150")
    address = told(answer)["undo"]
    done = waiting.client.post(address, headers={"X-Requested-With": "fetch"})
    assert done.json()["text"] == "6 wait again."
    again = waiting.client.post(address, headers={"X-Requested-With": "fetch"})
    assert again.status_code == 409


def test_what_somebody_else_decided_is_named_and_left(waiting):
    ids = ids_of(waiting, "home depot")
    place = waiting.books.place
    picked_decide(place, Picked(ids=tuple(ids[:1])), Wish(account="6160"),
                  user_id=waiting.books.user.pk)  # fmt: skip
    answer = waiting.decide(
        group=waiting.token("home depot"), ids=ids, do="account", account="6150"
    )
    said = text_of(answer)
    assert "Somebody was first" in said
    assert waiting.books.user.email in said
    assert "Supplies" in said
    assert told(answer)["text"] == "5 decided."


@pytest.mark.parametrize("query", ["", "q=home"])
def test_a_whole_group_that_somebody_else_decided_says_who_and_as_what(waiting, query):
    ids, token = ids_of(waiting, "home depot"), waiting.token("home depot")
    page = waiting.get(group=token).content.decode()
    seen = re.search(r'name="seen" value="([\d,]+)"', page)
    assert sorted(map(int, seen[1].split(","))) == sorted(ids)
    picked_decide(waiting.books.place, Picked(ids=tuple(ids)), Wish(account="6160"),
                  user_id=waiting.books.user.pk)  # fmt: skip
    form = {"group": token, "seen": seen[1], "do": "account", "account": "6150", "back": query}
    answer = waiting.decide(**form)
    said = text_of(answer)
    assert "Somebody was first" in said
    assert waiting.books.user.email in said
    assert "Supplies" in said
    assert "HOME DEPOT" in said
    assert told(answer)["text"] == "Nothing was left to decide."
    assert len(decisions(waiting)) == len(ids)
    plain = waiting.decide(htmx=False, **form)
    assert "was first" in text_of(waiting.client.get(plain.headers["Location"]))


def test_a_refusal_keeps_the_page_and_says_what_to_do(waiting):
    token = waiting.token("home depot")
    answer = waiting.decide(group=token, do="account", account="no such account")
    assert answer.headers["HX-Retarget"] == "#review-notice"
    assert "Not decided." in text_of(answer)
    whole = waiting.decide(htmx=False, group=token, do="account", account="no such account")
    assert whole.status_code == 400
    assert 'value="no such account"' in whole.content.decode()
    assert decisions(waiting) == []


def test_a_closed_month_is_named_and_the_others_can_be_decided(waiting):
    place = waiting.books.place
    with waiting.books.scope():
        Period.objects.update_or_create(
            firm_id=place.firm_id, business_id=place.business_id, start="2025-02-01",
            defaults={"is_locked": True},
        )  # fmt: skip
    marks = [waiting.token("starbucks"), waiting.token("zorblatt")]
    refused = waiting.decide(mark=marks, do="account", account="6190")
    assert "Not decided." in text_of(refused)
    panel = text_of(waiting.part("panel", group=waiting.token("zorblatt")))
    assert "Month closed" in panel
    assert "Open the month" in panel
    waiting.decide(mark=marks, do="account", account="6190", skip_locked="1")
    assert len(decisions(waiting)) == 4


def test_a_split_a_transfer_and_an_exclusion_are_decided(waiting):
    split = {"split_account": ["6150", "3200"], "split_size": ["60%", ""]}
    waiting.decide(group=waiting.token("quuxley"), do="split", **split)
    waiting.decide(group=waiting.token("transfer to savings"), do="transfer")
    waiting.decide(group=waiting.token("zorblatt"), do="exclude", reason="wrong card")
    assert [d.kind for d in decisions(waiting)] == ["split", "transfer", "exclude"]


def test_the_private_part_goes_to_the_owners_draw(waiting):
    fields = {"do": "account", "account": "6150", "percent": "60", "percent_was": "100"}
    waiting.decide(group=waiting.token("quuxley"), **fields)
    assert decisions(waiting)[0].business_percent == 60


def test_the_client_is_asked_and_the_rows_go_on_waiting(waiting):
    before = left(waiting)
    token = waiting.token("zorblatt")
    answer = waiting.decide(path="ask", group=token, question="What was this for?")
    assert "? asked" in text_of(answer)
    assert left(waiting) == before
    with waiting.books.scope():
        assert Question.objects.count() == 1
    assert "? asked" in text_of(waiting.get())
    assert "Zorblatt" not in text_of(waiting.get(asked="hide"))
    again = waiting.decide(path="ask", group=token, question="And this?")
    assert "asks about this already" in text_of(again)


def test_the_last_decision_leads_to_what_is_next(waiting):
    for name in list(waiting.groups()):
        answer = waiting.decide(group=waiting.token(name), do="account", account="6900")
    assert left(waiting) == 0
    assert "Nothing waits" in text_of(answer)
    assert "0 decisions left" in text_of(answer)


@pytest.mark.parametrize("path", ["decide", "ask", "undo"])
def test_only_writers_decide_and_a_form_needs_its_token(waiting, make_books, path):
    fields = {"group": waiting.token("home depot"), "do": "accept"}
    address = f"{waiting.base}{path}/"
    for role in (Membership.Role.VIEWER, Membership.Role.CLIENT):
        assert as_role(waiting.desk, role).client.post(address, fields).status_code == 404
    stranger = desk_of(make_books(name=f"Other Books {path}"))
    assert stranger.client.post(address, fields).status_code == 404
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(waiting.books.user)
    assert strict.post(address, fields).status_code == 403
    assert waiting.client.get(address).status_code == 405
    assert decisions(waiting) == []


def test_a_group_of_another_business_is_not_touched_from_here(waiting, make_books):
    stranger = desk_of(make_books(name="Other Books"))
    address = f"/b/{stranger.books.place.business_id}/review/decide/"
    stranger.client.post(address, {"mark": waiting.token("home depot"), "do": "accept"})
    assert decisions(waiting) == []
