"""The container files are well formed: schema, style, linters of their own languages."""

import fnmatch
import os
import re
import subprocess
import sys

import pytest

from tests.bare import bare_environment
from tests.containers.composed import FILES, ROOT, texts, variables
from tests.containers.composed import load as load_compose
from tests.containers.sources import Stage, project_files, stages

DOCKERFILE = ROOT / "Dockerfile"
YAML_RULES = """
extends: default
rules:
  document-start: disable
  line-length: {max: 100, allow-non-breakable-inline-mappings: true}
  comments: {min-spaces-from-content: 1}
  braces: {max-spaces-inside: 1}
  truthy: {check-keys: false}
"""


def run(*command):
    """A program of the virtual environment or a module of it, with nothing of the tester's."""
    return subprocess.run(
        command,
        cwd=ROOT,
        env=bare_environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_compose_file_follows_the_specification(path):
    checker = [sys.executable, "-m", "check_jsonschema", "--no-cache"]
    done = run(*checker, "--builtin-schema", "vendor.compose-spec", str(path))
    assert done.returncode == 0, done.stdout


def test_the_specification_finds_a_misspelt_key(tmp_path):
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text("services: {web: {image: invented, read_onyl: true}}")
    checker = [sys.executable, "-m", "check_jsonschema", "--no-cache"]
    done = run(*checker, "--builtin-schema", "vendor.compose-spec", str(wrong))
    assert done.returncode == 1
    assert "read_onyl" in done.stdout


def test_yaml_is_tidy():
    own = project_files("*.yml", "*.yaml")
    assert set(FILES) <= set(own)
    names = [str(path) for path in own]
    done = run(sys.executable, "-m", "yamllint", "--strict", "-d", YAML_RULES, *names)
    assert done.returncode == 0, done.stdout


def test_the_dockerfile_passes_its_linter():
    program = os.path.join(os.path.dirname(sys.executable), "hadolint")  # noqa: PTH118, PTH120
    done = run(program, "--failure-threshold", "style", str(DOCKERFILE))
    assert done.returncode == 0, done.stdout


def test_every_shell_script_passes_its_linter():
    scripts = [
        path
        for path in project_files()
        if path.suffix == ".sh" or re.match(r"#!.*\b(sh|bash)\b", first_line(path))
    ]
    names = {path.relative_to(ROOT).as_posix() for path in scripts}
    expected = {".ci/run", "backup_database.sh", "verify_backup.sh", "restore_db_force_v2.sh"}
    assert expected <= names
    program = os.path.join(os.path.dirname(sys.executable), "shellcheck")  # noqa: PTH118, PTH120
    done = run(program, "--external-sources", *sorted(names))
    assert done.returncode == 0, done.stdout


def test_every_variable_of_the_compose_files_is_documented():
    documented = set(
        re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.M)
    )
    used = {v.name for path in FILES for text in texts(load_compose(path)) for v in variables(text)}
    assert len(used) > 5
    assert used - documented == set()


def test_every_file_that_the_compose_files_mount_or_build_from_is_there():
    """A missing file becomes an empty folder in a container."""
    missing = []
    for path in FILES:
        for text in texts(load_compose(path)):
            source = text.partition(":")[0]
            if source.startswith("./") and "$" not in source and not (ROOT / source).exists():
                missing.append(f"{path.name}: {source}")
    assert missing == []


def test_the_stages_of_the_image():
    found = stages(DOCKERFILE)
    assert {"base", "assets", "build", "dev", "prod"} <= set(found)
    assert found[list(found)[-1]].user, "a plain `docker build .` must end in a user"
    for name in ("dev", "prod"):
        assert found[name].user.partition(":")[0] not in {"", "0", "root"}, name


def test_the_production_image_says_what_it_is_and_whether_it_is_well():
    prod = stages(DOCKERFILE)["prod"]
    assert "HEALTHCHECK" in prod.instructions
    assert "STOPSIGNAL" in prod.instructions
    labels = " ".join(prod.lines("LABEL"))
    for label in ("title", "version", "revision", "licenses"):
        assert f"org.opencontainers.image.{label}" in labels, label


def test_images_are_named_by_a_tag_that_does_not_move():
    for one in stages(DOCKERFILE).values():
        if one.is_ours:
            continue
        tag = one.base.rpartition("/")[2].partition(":")[2]
        assert tag, f"{one.base} has no tag"
        assert "latest" not in tag, one.base
    assert re.search(r"^ARG PYTHON_VERSION=3\.12\.(1\d|[2-9]\d)$", DOCKERFILE.read_text(), re.M)


def test_a_build_argument_never_carries_a_secret():
    """It would stay in the image's history for everyone."""
    arguments = re.findall(r"^(?:ARG|ENV)\s+(\w+)", DOCKERFILE.read_text(), re.M)
    secret = re.compile(r"SECRET|PASSWORD|TOKEN|IDENTITY|_KEY$")
    assert [name for name in arguments if secret.search(name)] == []


def sent_to_the_engine(name):
    """What .dockerignore says of a path at the top: the last rule that fits it counts."""
    sent = True
    for rule in (ROOT / ".dockerignore").read_text().splitlines():
        pattern = rule.removeprefix("!").strip("/").removeprefix("**/").removesuffix("/**")
        if rule and not rule.startswith("#") and fnmatch.fnmatch(name, pattern):
            sent = rule.startswith("!")
    return sent


def test_what_an_image_must_not_hold_stays_out_of_the_build():
    kept_out = (".git", ".env.prod", ".env.dev", ".ledgerflow", ".venv", "archives", "tests")
    assert [name for name in kept_out if sent_to_the_engine(name)] == []
    assert all(sent_to_the_engine(name) for name in ("ledgerflow", "manage.py", "requirements"))


def test_a_stage_knows_its_instructions(tmp_path):
    path = tmp_path / "Dockerfile"
    path.write_text(
        "ARG V=1\nFROM python:${V}-slim AS base\nUSER 10001\nFROM base AS prod\n"
        "# said\nRUN one && \\\n    two\nLABEL a=1 \\\n  b=2\n"
    )
    assert stages(path) == {
        "base": Stage("base", "python:1-slim", False, "10001", (("USER", "10001"),)),
        "prod": Stage("prod", "base", True, "10001", (("RUN", "one && two"), ("LABEL", "a=1 b=2"))),
    }


def first_line(path):
    with path.open("rb") as file:
        return file.readline(200).decode("utf-8", "replace")
