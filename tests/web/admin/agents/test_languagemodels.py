"""A model's row says how to put it right, shows no key, and is tried without a firm's data."""

import json

import pytest

from ledgerflow.agents.models import LanguageModel
from tests.agents.asked import language_model
from tests.agents.runner.fake_openai import FakeOpenAI, answers, fails

ROW = {
    "name": "house",
    "provider": "compatible",
    "model_name": "house-1",
    "base_url": "https://models.example/v1",
    "output_mode": "tool",
    "supports_tools": "on",
    "max_output_tokens": "1000",
    "request_seconds": "30",
    "concurrency": "4",
    "input_price": "0",
    "output_price": "0",
}


def test_without_a_model_the_list_says_what_to_do_first(operator):
    assert "No model yet: add one" in operator.get("languagemodel/")


def test_a_model_is_added(operator):
    operator.post("languagemodel/add/", **ROW)
    assert LanguageModel.objects.get().model_name == "house-1"
    page = operator.get("languagemodel/")
    assert "house-1" in page
    assert "not needed" in page
    assert "free" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"key_variable": "UNSET_API_KEY"}, "neither UNSET_API_KEY nor UNSET_API_KEY_FILE is set"),
        ({"key_variable": "DATABASE_URL"}, "There is no key"),
        ({"base_url": ""}, "Give the address of the server's API"),
        ({"base_url": "http://10.0.0.7/v1"}, "LEDGERFLOW_PRIVATE_HOSTS"),
        ({"supports_tools": ""}, "cannot answer by a tool call"),
        ({"concurrency": "900"}, "Between 1 and 64."),
        ({"request_seconds": "0"}, "Between 1 and 600."),
    ],
)
def test_a_faulty_row_is_not_saved_and_says_how_to_put_it_right(operator, fields, said):
    assert said in operator.post("languagemodel/add/", **(ROW | fields))
    assert not LanguageModel.objects.exists()


def test_a_key_is_shown_as_set_and_never_itself(operator, monkeypatch):
    monkeypatch.setenv("HOUSE_API_KEY", "sk-canary-123")
    model = language_model(key_variable="HOUSE_API_KEY")
    pages = operator.get("languagemodel/") + operator.get(f"languagemodel/{model.pk}/change/")
    assert "is set" in pages
    monkeypatch.delenv("HOUSE_API_KEY")
    assert "is not set" in operator.get("languagemodel/")
    assert "sk-canary" not in pages


def test_models_are_switched_on_only_without_faults(operator, settings):
    settings.PRIVATE_HOSTS = frozenset({"127.0.0.1:9"})
    good = language_model("good", is_enabled=False)
    bad = language_model("bad", is_enabled=False, key_variable="UNSET_API_KEY")
    page = operator.post("languagemodel/", action="switch_on", _selected_action=[good.pk, bad.pk])
    assert "Switched on: good." in page
    assert "bad is not switched on" in page
    assert set(LanguageModel.objects.filter(is_enabled=True)) == {good}
    operator.post("languagemodel/", action="switch_off", _selected_action=[good.pk])
    assert not LanguageModel.objects.filter(is_enabled=True).exists()


def test_a_try_shows_the_answer_its_time_and_its_tokens(operator, settings):
    reply = answers(
        payee_name="Harbor Light <b>Coffee</b>", what="A bar", trade="cafe", website="",
        confidence=0.9, sources=[], reason="Its name.",
    )  # fmt: skip
    with FakeOpenAI(reply) as server:
        settings.PRIVATE_HOSTS = frozenset({server.host})
        model = language_model(base_url=server.base_url, input_price=1, output_price=2)
        assert "The answer will stand here" in operator.get(f"languagemodel/{model.pk}/try/")
        answer = operator.client.post(
            f"/admin/agents/languagemodel/{model.pk}/try/", {"description": "HARBOR LIGHT 0042"}
        )
        asked = json.dumps([one.body for one in server.asked])
    page = answer.content.decode()
    assert "It works" in page
    assert "100 / 20" in page
    assert "$0.0001" in page
    assert "&lt;b&gt;Coffee" in page
    assert "<b>Coffee" not in page
    assert "HARBOR LIGHT 0042" in asked


def test_a_try_that_fails_says_why(operator, settings):
    with FakeOpenAI(fails(401)) as server:
        settings.PRIVATE_HOSTS = frozenset({server.host})
        model = language_model(base_url=server.base_url)
        page = operator.post(f"languagemodel/{model.pk}/try/", description="HARBOR LIGHT")
    assert "No usable answer" in page
    assert "401" in page


def test_a_row_that_is_gone_has_no_page(operator):
    assert "doesn’t exist" in operator.post("languagemodel/4711/try/")
