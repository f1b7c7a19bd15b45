"""Where the frame leads to."""

from django.urls import resolve

from ledgerflow.web.shell.navigation import FIRM, SECTIONS, every, phone_items, sections_for


def test_every_destination_is_a_page():
    for item in every(SECTIONS):
        assert resolve(f"/b/1/{item.path}").namespace == "web", item.path
    for item in every((FIRM,)):
        assert resolve(f"/f/1/{item.path}").namespace == "web", item.path


def test_no_two_destinations_share_a_key():
    used = [item.key for item in every(SECTIONS) if item.key]
    assert len(used) == len(set(used))
    assert "h" not in used, "it leads to all businesses"


def test_a_client_is_led_to_four_pages_only():
    paths = [item.path for item in every(sections_for(is_client=True))]
    assert paths == ["", "statements/", "reports/", "questions/"]


def test_a_phone_shows_four_pages_at_most():
    assert len(phone_items(sections_for(is_client=False))) == 4
    client = [item.path for item in phone_items(sections_for(is_client=True))]
    assert client == ["", "statements/", "reports/", "questions/"]
