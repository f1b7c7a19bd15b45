"""Agents learn keys through the settings, by a name of the right form only."""

from ledgerflow.agents.keys import key_fault, secret_of_variable


def test_a_key_is_found_by_its_variable(monkeypatch):
    monkeypatch.setenv("HARBOR_API_KEY", "sk-invented")
    assert secret_of_variable("HARBOR_API_KEY").get_secret_value() == "sk-invented"
    assert key_fault("HARBOR_API_KEY") == ""


def test_what_is_no_key_stays_unread(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://lf_app:hunter2@/x")
    assert secret_of_variable("DATABASE_URL") is None
    assert "ending in _API_KEY" in key_fault("DATABASE_URL")
