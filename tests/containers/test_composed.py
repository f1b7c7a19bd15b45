"""The small reader of compose files reads as Compose does."""

import pytest

from tests.containers.composed import (
    Missing,
    Variable,
    composed,
    filled,
    load,
    merged,
    source,
    target,
    variables,
)

SHARED = """
x-hard: &hard
  cap_drop: [ALL]
  logging: {driver: json-file}
services:
  web:
    <<: *hard
    image: invented/web:1
    command: [serve]
    environment: {A: "1", B: "2"}
    ports: ["80:80"]
    volumes: ["code:/app", "/tmp"]
"""
OWN = """
services:
  web:
    extends: {file: shared.yml, service: web}
    command: [work, hard]
    environment: ["B=3", "C=${D:-4}"]
    ports: !override ["90:80"]
    volumes: [".:/app:ro"]
    logging: {options: {max-size: 10m}}
"""


def test_a_service_inherits_what_it_does_not_say(tmp_path):
    (tmp_path / "shared.yml").write_text(SHARED)
    (tmp_path / "own.yml").write_text(OWN)
    web = composed(tmp_path / "own.yml")["services"]["web"]
    assert web == {
        "image": "invented/web:1",
        "cap_drop": ["ALL"],
        "command": ["work", "hard"],
        "environment": {"A": "1", "B": "3", "C": "${D:-4}"},
        "ports": ["90:80"],
        "volumes": [".:/app:ro", "/tmp"],
        "logging": {"driver": "json-file", "options": {"max-size": "10m"}},
    }


def test_lists_that_compose_joins_are_joined():
    assert merged(["ALL"], ["ALL"], "cap_drop") == ["ALL"]
    assert merged(["80:80"], ["443:443"], "ports") == ["80:80", "443:443"]
    assert merged(["a"], ["b"], "command") == ["b"]
    assert merged(["db"], {"cache": {"condition": "x"}}, "depends_on") == {
        "db": None,
        "cache": {"condition": "x"},
    }


def test_a_reset_removes_what_is_inherited(tmp_path):
    (tmp_path / "own.yml").write_text("services: {web: {ports: !reset []}}")
    own = load(tmp_path / "own.yml")["services"]["web"]
    assert merged(["80:80"], own["ports"], "ports") == []


def test_variables_are_found_in_defaults_too():
    text = "$A ${B:-x${C}y} $$D ${E:?say ${F}}"
    assert list(variables(text)) == [
        Variable("A", "", ""),
        Variable("B", ":-", "x${C}y"),
        Variable("C", "", ""),
        Variable("E", ":?", "say ${F}"),
        Variable("F", "", ""),
    ]


def test_variables_are_filled_in_as_the_shell_does():
    assert filled("${A:-${B}-c} $$B ${D+set}", {"A": "", "B": "b"}) == "b-c $B "
    assert filled("${A-default}", {"A": ""}) == ""
    with pytest.raises(Missing, match=r"A: run make env-prod"):
        filled("${A:?run make env-prod}", {"A": ""})


def test_a_volume_has_a_source_and_a_target():
    assert (source("data:/d:ro"), target("data:/d:ro")) == ("data", "/d")
    assert (source("${X:-./a}:/d"), target("${X:-./a}:/d")) == ("${X:-./a}", "/d")
    assert (source("/tmp"), target("/tmp")) == ("", "/tmp")
    assert source({"type": "volume", "source": "data", "target": "/d"}) == "data"
