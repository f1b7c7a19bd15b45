"""A row may name a key's variable, and no other variable."""

import pytest

from ledgerflow.settings.keys import key_value
from ledgerflow.settings.secret_files import FileFault

NAMES = ["OPENAI_API_KEY", "X_API_KEY", "MY_2_SERVERS_API_KEY"]


@pytest.mark.parametrize("name", NAMES)
def test_the_variable_holds_the_key(name):
    assert key_value(name, {name: " sk-invented\n"}) == "sk-invented"


@pytest.mark.parametrize("name", NAMES)
def test_or_its_file_does(name, tmp_path):
    file = tmp_path / "key"
    file.write_text("sk-of-the-file\n", encoding="utf-8")
    assert key_value(name, {f"{name}_FILE": str(file)}) == "sk-of-the-file"
    assert key_value(name, {f"{name}_FILE": str(file), name: ""}) == "sk-of-the-file"


@pytest.mark.parametrize("variables", [{}, {"X_API_KEY": ""}, {"X_API_KEY": "  "}])
def test_nothing_is_none(variables):
    assert key_value("X_API_KEY", variables) is None


@pytest.mark.parametrize(
    "name",
    [
        *("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "LEDGERFLOW_SECRET_KEY", "PATH", ""),
        *("_API_KEY", "1_API_KEY", "openai_api_key", "OPENAI_API_KEY ", "OPENAI_API_KEY\n"),
        *("OPENAI_API_KEY_FILE", "A-B_API_KEY", "ÖL_API_KEY", "X" * 100 + "_API_KEY"),
    ],
)
def test_a_variable_of_any_other_name_is_not_read(name):
    value = key_value(name, {name: "CANARY", f"{name}_FILE": "/dev/null"})
    assert isinstance(value, FileFault)
    assert "ending in _API_KEY" in value
    assert "CANARY" not in value


def test_what_cannot_be_a_key_is_told_without_showing_it(tmp_path):
    for bad in ("CANARY\nHost: evil", "CANARY ü", "CANARY\x00"):
        value = key_value("X_API_KEY", {"X_API_KEY": bad})
        assert isinstance(value, FileFault)
        assert value == "the variable X_API_KEY holds characters that no key has"


def test_two_values_for_one_key_are_refused(tmp_path):
    value = key_value("X_API_KEY", {"X_API_KEY": "a", "X_API_KEY_FILE": "b"})
    assert isinstance(value, FileFault)
    assert "keep one of them" in value
