"""`make env-prod`: strong secrets, once, for nobody else's eyes."""

import os
import re
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import yaml

import ledgerflow
from ledgerflow.settings.env import Environment
from ledgerflow.settings.production import PASSWORD, faults, weakness

ROOT = Path(ledgerflow.__file__).parents[1]
SCRIPT = ROOT / "scripts" / "env_prod.py"
WANTED = re.compile(r"\$\{([A-Z_]+)(?::[?-]([^}]*))?\}")


@pytest.fixture
def script(monkeypatch):
    monkeypatch.syspath_prepend(str(SCRIPT.parent))
    for name in ("DOMAIN", "LEDGERFLOW_DOMAIN", "TLS", "LEDGERFLOW_TLS"):
        monkeypatch.delenv(name, raising=False)
    import env_prod

    yield env_prod
    for name in ("env_prod", "variables"):
        sys.modules.pop(name, None)


@pytest.fixture
def file(tmp_path):
    return tmp_path / ".env.prod"


def values(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if re.match(r"[A-Z]", line))


def production_services():
    """The environment of each service, as compose would read it."""
    compose = yaml.safe_load((ROOT / "docker-compose.prod.yml").read_text(encoding="utf-8"))
    return {
        name: service["environment"]
        for name, service in compose["services"].items()
        if "LEDGERFLOW_SECRET_KEY" in (service.get("environment") or {})
    }


def filled(template, given):
    """A value of a compose file with the variables of .env.prod in their places."""
    return WANTED.sub(lambda found: given.get(found[1]) or found[2] or "", str(template))


def test_what_it_writes_starts_production(script, file):
    assert script.main(["books.example.org"], file) == 0
    given = values(file)
    services = production_services()
    assert len(services) >= 4
    for name, environment in services.items():
        asked = {
            key: given.get(key, "") if value is None else filled(value, given)
            for key, value in environment.items()
        }
        assert faults(Environment(**{k: v for k, v in asked.items() if v})) == [], name


def test_every_secret_is_strong_different_and_fits_into_an_address(script, file):
    script.main(["books.example.org"], file)
    made = {k: v for k, v in values(file).items() if re.search(r"PASSWORD|SECRET", k)}
    assert len(made) == len(set(made.values())) == 7
    for name, value in made.items():
        assert re.fullmatch(r"[A-Za-z0-9_-]{40,}", value), name
        assert weakness(value, *PASSWORD) == "", name


def test_another_run_makes_other_secrets(script, tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    script.main([], first)
    script.main([], second)
    same = [k for k, v in values(first).items() if values(second)[k] == v]
    assert same == ["LEDGERFLOW_ENV", "LEDGERFLOW_DOMAIN", "LEDGERFLOW_TLS"]


def test_only_its_owner_reads_it_whatever_the_umask(script, file):
    before = os.umask(0)
    try:
        script.main(["books.example.org"], file)
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_it_never_overwrites(script, file, capsys):
    file.write_text("LEDGERFLOW_SECRET_KEY=in-use\n", encoding="utf-8")
    assert script.main(["books.example.org"], file) == 1
    assert file.read_text(encoding="utf-8") == "LEDGERFLOW_SECRET_KEY=in-use\n"
    said = capsys.readouterr().err
    assert ".env.prod is there already and stays as it is" in said
    assert "mv .env.prod .env.prod.old" in said


def test_it_does_not_write_through_a_link(script, file, tmp_path):
    file.symlink_to(tmp_path / "elsewhere")
    assert script.main(["books.example.org"], file) == 1
    assert not (tmp_path / "elsewhere").exists()


def test_of_many_at_once_one_writes(script, file, capsys):
    codes = []
    threads = [
        threading.Thread(target=lambda: codes.append(script.main(["a.example.org"], file)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [0] + [1] * 7
    assert len(values(file)) == 10


def test_a_full_disk_leaves_no_half_file(script, file, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(script.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        script.main(["books.example.org"], file)
    assert not file.exists()


@pytest.mark.parametrize(
    "domain", ["https://books.example.org", "books.example.org:443", "*.example.org", "a b", "-a"]
)
def test_what_is_no_host_name_is_refused(script, file, domain, capsys):
    assert script.main(["--", domain], file) == 2
    assert "is no host name: write it like books.example.org." in capsys.readouterr().err
    assert not file.exists()


def test_a_tls_that_is_neither_address_nor_internal_is_refused(script, file, capsys):
    assert script.main(["a.example.org", "--tls", "yes"], file) == 2
    assert not file.exists()


def test_it_says_what_to_fill_in(script, file, capsys):
    script.main([], file)
    said = capsys.readouterr().out
    assert "Fill in LEDGERFLOW_DOMAIN in .env.prod" in said
    assert "set LEDGERFLOW_TLS in .env.prod to your e-mail address" in said
    assert not [v for k, v in values(file).items() if "PASSWORD" in k and v in said]


@pytest.mark.parametrize("name", ["DOMAIN", "LEDGERFLOW_DOMAIN"])
def test_make_hands_the_domain_over_in_the_environment(script, file, name, monkeypatch, capsys):
    monkeypatch.setenv(name, "Books.Example.org")
    monkeypatch.setenv("TLS", "owner@example.org")
    assert script.main([], file) == 0
    assert values(file)["LEDGERFLOW_DOMAIN"] == "books.example.org"
    assert values(file)["LEDGERFLOW_TLS"] == "owner@example.org"
    assert "Fill in" not in capsys.readouterr().out


def test_it_needs_nothing_that_is_not_in_python(tmp_path):
    """No site packages: it runs before anything is installed."""
    copied = tmp_path / "scripts"
    copied.mkdir()
    for name in ("env_prod.py", "variables.py"):
        (copied / name).write_bytes((SCRIPT.parent / name).read_bytes())
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", RUN, str(copied)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(values(tmp_path / ".env.prod")) == 10


RUN = (
    "import sys; sys.path.insert(0, sys.argv[1]); import env_prod;"
    "sys.exit(env_prod.main(['a.example.org']))"
)
