"""Look-ups of a firm with their progress and why they stopped."""

from ledgerflow.agents.run_models import LookUp


def test_a_look_up_shows_how_far_it_is_and_why_it_stopped(operator, books):
    with books.scope():
        look_up = LookUp.objects.create(
            firm_id=books.place.firm_id, business=books.business, state="stopped", total=25, done=9,
            reason_code="agent_budget", reason="The limit of the day is reached.",
        )  # fmt: skip
    operator.pick(books)
    page = operator.get("lookup/")
    assert "9 of 25" in page
    assert "The limit of the day is reached." in page
    assert "Stopped" in page
    page = operator.get(f"lookup/{look_up.pk}/change/")
    assert f"agentrun/?look_up__id__exact={look_up.pk}" in page
    assert "Harbor Street Studio" in page
    operator.get("agentrun/", look_up__id__exact=look_up.pk)
