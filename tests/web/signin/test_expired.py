"""What a request gets that comes without being signed in."""

import pytest
from django.test import Client


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Sec-Fetch-Dest": "empty"}])
@pytest.mark.parametrize(("method", "path"), [("get", ""), ("post", "statements/")])
def test_a_script_is_told_and_the_page_stays(books, headers, method, path):
    answer = getattr(Client(), method)(f"/b/{books.place.business_id}/{path}", headers=headers)
    assert (answer.status_code, answer["HX-Trigger"]) == (401, "signed-out")


def test_a_script_with_an_old_token_is_told_alike(books):
    visitor = Client(enforce_csrf_checks=True)
    visitor.force_login(books.user)
    answer = visitor.post(
        f"/b/{books.place.business_id}/statements/", headers={"HX-Request": "true"}
    )
    assert (answer.status_code, answer["HX-Trigger"]) == (403, "signed-out")


def test_a_form_that_is_not_kept_leads_to_a_page_and_not_to_an_address_that_only_posts(db):
    answer = Client().post("/b/1/statements/1/undo/")
    assert answer["Location"] == "/sign-in/?next=/"


def test_a_page_is_found_again_after_signing_in(db):
    answer = Client().get("/b/1/reports/trial-balance/?year=2025")
    assert answer["Location"] == "/sign-in/?next=/b/1/reports/trial-balance/%3Fyear%3D2025"
