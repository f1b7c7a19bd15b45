"""Whether container tests can run is said in one line, and never wrongly."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.bare import bare_environment

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "docker_ready.sh"
# Answers as files in the folder of the fake programs tell it to.
DOCKER = """#!/bin/sh
echo "docker $*" >>"$FAKES/asked"
case "$1" in
image) [ -e "$FAKES/images" ] ;;
*) [ -e "$FAKES/up" ] ;;
esac
"""
ENGINE = """#!/bin/sh
echo engine >>"$FAKES/asked"
[ -e "$FAKES/broken" ] && { echo "dockerd does not answer" >&2; exit 1; }
touch "$FAKES/up"
"""
STANDINS = """#!/bin/sh
echo "standins $1" >>"$FAKES/asked"
[ "$1" = --refs ] && { echo python:3.12-slim; exit; }
[ -e "$FAKES/no-standin" ] && exit 1
touch "$FAKES/images"
"""
IDENTITY = """#!/bin/sh
echo "${FAKE_UID:-0}"
"""


@pytest.fixture
def fakes(tmp_path):
    folder = tmp_path / "a folder"
    (folder / "tools").mkdir(parents=True)
    program(folder, "docker", DOCKER)
    program(folder, "id", IDENTITY)
    return folder


def program(folder, name, text):
    path = folder / name
    path.write_text(text)
    path.chmod(0o755)


def offer(fakes, *names):
    for name, text in (("engine", ENGINE), ("standins", STANDINS)):
        if name in names:
            program(fakes / "tools", name, text)


def ready(fakes, **more):
    own = bare_environment()
    path = os.pathsep.join([str(fakes), own["PATH"]])
    environment = own | {"FAKES": str(fakes), "PATH": path, "ENGINE": str(fakes / "tools")} | more
    return subprocess.run(
        ["sh", str(SCRIPT)], env=environment, capture_output=True, text=True, timeout=20
    )


def asked(fakes):
    return (fakes / "asked").read_text().splitlines()


def test_an_engine_that_runs_is_taken_as_it_is(fakes):
    (fakes / "up").touch()
    assert ready(fakes).returncode == 0
    assert asked(fakes) == ["docker info", "docker compose version"]


def test_without_an_engine_one_line_says_so(fakes):
    done = ready(fakes)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert "`docker info`" in done.stderr


def test_only_root_starts_one(fakes):
    offer(fakes, "engine")
    done = ready(fakes, FAKE_UID="1000")
    assert done.returncode == 3
    assert "root" in done.stderr
    assert "engine" not in asked(fakes)


def test_one_that_does_not_start_says_why(fakes):
    offer(fakes, "engine")
    (fakes / "broken").touch()
    done = ready(fakes)
    assert done.returncode == 3
    assert "dockerd does not answer" in done.stderr


def test_a_started_one_gets_images_only_when_some_are_missing(fakes):
    offer(fakes, "engine", "standins")
    assert ready(fakes).returncode == 0
    assert "standins --tags-from" in asked(fakes)
    (fakes / "asked").unlink()
    assert ready(fakes).returncode == 0
    assert "standins --tags-from" not in asked(fakes)
    assert "engine" not in asked(fakes)


def test_an_image_that_nothing_stands_in_for_fails_the_run(fakes):
    offer(fakes, "engine", "standins")
    (fakes / "no-standin").touch()
    assert ready(fakes).returncode == 1
