"""What is said of the brands."""

import json

import pytest

from ledgerflow.classification.shipped.brands import FORMAT, naming
from ledgerflow.ops.doctor import knowledge
from ledgerflow.ops.doctor.finding import Installation


@pytest.fixture
def told(tmp_path, monkeypatch):
    path = tmp_path / "brands.json"
    monkeypatch.setattr(knowledge, "compiled_file", lambda: path)

    def with_file(text=None):
        if text is not None:
            path.write_text(text)
        own, brands = knowledge.look(Installation(None))
        assert own.state == "ok"
        return brands

    return with_file


def compiled(rules):
    data = {"format": FORMAT, "source": "invented 1", "naming": rules, "kinds": ["shop/bakery"]}
    return json.dumps({**data, "places": ["001"], "names": {"backstube korn": 0}})


def test_without_the_file_it_is_a_choice(told):
    said = told()
    assert (said.state, said.remedy) == ("not_configured", "make assets")


def test_compiled_brands_are_counted(told):
    said = told(compiled(naming()))
    assert (said.state, said.what) == ("ok", "1 name of brands from invented 1.")


@pytest.mark.parametrize("text", ["{", compiled("older rules")])
def test_what_cannot_be_used_well_is_a_warning(told, text):
    said = told(text)
    assert (said.state, said.remedy) == ("warning", "make assets")
