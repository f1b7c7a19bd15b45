"""What is wrong with a language model's row is told field by field, with the way out."""

import pytest

from ledgerflow.agents.modelrows import model_faults
from ledgerflow.agents.models import LanguageModel


@pytest.fixture(autouse=True)
def _operator(monkeypatch, settings):
    """One key is set, one host is the operator's own."""
    monkeypatch.setenv("HARBOR_API_KEY", "sk-invented")
    monkeypatch.delenv("OTHER_API_KEY", raising=False)
    settings.PRIVATE_HOSTS = frozenset({"localhost:11434", "llm.internal"})


def row(**given):
    """A row that is in order but for what is given."""
    fields = {
        "name": "small",
        "provider": "compatible",
        "model_name": "small-1",
        "base_url": "https://models.example.com/v1",
        "key_variable": "HARBOR_API_KEY",
    }
    return LanguageModel(**fields | given)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"key_variable": ""},
        {"base_url": "http://localhost:11434/v1", "key_variable": "", "is_local": True},
        {"base_url": "http://llm.internal:8000/v1", "is_local": True},
        {"provider": "openai", "base_url": ""},
        {"provider": "anthropic", "base_url": ""},
        {"supports_tools": False, "output_mode": "prompted"},
    ],
)
def test_a_row_in_order_has_no_fault(given):
    assert model_faults(row(**given)) == {}


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"key_variable": "OTHER_API_KEY"}, "key_variable", "neither OTHER_API_KEY nor OTHER_"),
        ({"key_variable": "DATABASE_URL"}, "key_variable", "ending in _API_KEY"),
        ({"key_variable": "LEDGERFLOW_SECRET_KEY"}, "key_variable", "ending in _API_KEY"),
        ({"key_variable": "sk-1234"}, "key_variable", "never the key itself"),
        (
            {"provider": "openai", "base_url": "", "key_variable": ""},
            "key_variable",
            "such as OPENAI_API_KEY",
        ),
        (
            {"provider": "anthropic", "base_url": "", "key_variable": ""},
            "key_variable",
            "such as ANTHROPIC_API_KEY",
        ),
        ({"base_url": ""}, "base_url", "such as http://localhost:11434/v1"),
        ({"base_url": "http://models.example.com/v1"}, "base_url", "https only"),
        ({"base_url": "http://localhost:9999/v1"}, "base_url", "LEDGERFLOW_PRIVATE_HOSTS"),
        ({"base_url": "http://10.1.2.3/v1"}, "base_url", "LEDGERFLOW_PRIVATE_HOSTS"),
        ({"base_url": "https://169.254.169.254/"}, "base_url", "169.254.169.254"),
        ({"base_url": "https://0x7f000001/"}, "base_url", "disguised address"),
        ({"base_url": "https://user:pass@models.example.com/"}, "base_url", "user name"),
        ({"base_url": "file:///etc/passwd"}, "base_url", "URL"),
        ({"base_url": "models.example.com"}, "base_url", "not a complete URL"),
        ({"base_url": "models.example.com", "is_local": True}, "base_url", "Write it whole"),
        ({"base_url": "", "is_local": True}, "base_url", "such as http://localhost:11434/v1"),
        ({"is_local": True}, "is_local", "name it in LEDGERFLOW_PRIVATE_HOSTS"),
        ({"provider": "openai", "base_url": "", "is_local": True}, "is_local", "is not local"),
        ({"supports_tools": False}, "output_mode", "choose JSON schema or prompted"),
    ],
)
def test_a_fault_names_its_field_and_the_way_out(given, field, said):
    faults = model_faults(row(**given))
    assert list(faults) == [field]
    assert said in faults[field]


def test_all_faults_come_at_once_and_no_key_is_shown(monkeypatch):
    monkeypatch.setenv("BROKEN_API_KEY", "sk-CANARY\nline")
    faults = model_faults(
        row(base_url="http://10.0.0.1/", key_variable="BROKEN_API_KEY", supports_tools=False)
    )
    assert set(faults) == {"base_url", "key_variable", "output_mode"}
    assert "CANARY" not in str(faults)


def test_a_row_of_an_unknown_provider_is_left_to_its_field():
    assert model_faults(row(provider="none", key_variable="")) == {}
