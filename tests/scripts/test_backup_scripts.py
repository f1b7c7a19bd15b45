"""The scripts in the root: they find where LedgerFlow runs and pass on what was asked."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bare import bare_environment

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ("backup_database.sh", "verify_backup.sh", "restore_db_force_v2.sh")
STEM = "ledgerflow_prod_20250601T000000Z_0.1.0_full"

# Stands in for Docker: says which services run, as files name them, and records what it is told.
FAKE_DOCKER = """#!/bin/sh
file=none
for word in "$@"; do
    case $word in */docker-compose.*.yml) file=${word##*/docker-compose.}; file=${file%.yml} ;; esac
done
case "$*" in
*" ps --services --status running") cat "$FAKE_STATE/$file" 2>/dev/null || exit 1 ;;
*) echo "$*" >> "$FAKE_STATE/log"; exit "${FAKE_EXIT:-0}" ;;
esac
"""
FAKE_LEDGERFLOW = '#!/bin/sh\necho "$*" >> "$FAKE_STATE/log"\nexit "${FAKE_EXIT:-0}"\n'


class Checkout:
    """A copy of the scripts with a `.venv` and a Docker that only record."""

    def __init__(self, folder):
        self.root, self.state = folder / "check out", folder / "state"
        self.backups = self.root / "archives/docker_archive/database_backups"
        for path in (self.state, self.root / ".venv/bin", self.root / "scripts", self.backups):
            path.mkdir(parents=True)
        for name in (*SCRIPTS, "scripts/where_it_runs.sh"):
            shutil.copy(ROOT / name, self.root / name)
        self.bin = folder / "bin"
        self.bin.mkdir()
        self._program(self.bin / "docker", FAKE_DOCKER)
        self._program(self.root / ".venv/bin/ledgerflow", FAKE_LEDGERFLOW)

    def _program(self, path, text):
        path.write_text(text)
        path.chmod(0o755)

    def up(self, which, *services):
        (self.state / which).write_text("".join(f"{name}\n" for name in services))
        if which == "prod":
            (self.root / ".env.prod").touch()

    def run(self, script, *arguments, **variables):
        known = bare_environment()
        known |= {"PATH": f"{self.bin}:{known['PATH']}", "FAKE_STATE": str(self.state)} | variables
        return subprocess.run(
            [self.root / script, *arguments],
            env=known,
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
        )

    @property
    def told(self):
        log = self.state / "log"
        said = log.read_text() if log.exists() else ""
        return said.replace(str(self.root), "ROOT").splitlines()


@pytest.fixture
def checkout(tmp_path):
    return Checkout(tmp_path)


PROD = "compose -f ROOT/docker-compose.prod.yml --env-file ROOT/.env.prod"
DEV = "compose -f ROOT/docker-compose.dev.yml"


def test_without_docker_the_checkout_itself_is_backed_up(checkout):
    (checkout.bin / "docker").unlink()
    for name in ("sh", "dirname", "basename", "grep"):
        (checkout.bin / name).symlink_to(shutil.which(name))
    done = checkout.run("backup_database.sh", PATH=str(checkout.bin))
    assert (done.returncode, checkout.told) == (0, ["backup create --kind database"])


def test_with_docker_and_nothing_up_it_is_the_checkout_too_and_says_so(checkout):
    done = checkout.run("verify_backup.sh")
    assert checkout.told == ["backup verify latest"]
    assert "LedgerFlow of this checkout" in done.stderr


@pytest.mark.parametrize("kind", ["full", "database"])
def test_production_backs_up_in_its_backup_container(checkout, kind):
    checkout.up("prod", "postgres", "backup", "web")
    done = checkout.run("backup_database.sh", kind, "--no-verify")
    wanted = f"{PROD} exec -T backup ledgerflow backup create --kind {kind} --no-verify"
    assert (done.returncode, checkout.told) == (0, [wanted])


def test_development_backs_up_in_django(checkout):
    checkout.up("dev", "postgres", "django")
    checkout.run("backup_database.sh")
    assert checkout.told == [f"{DEV} exec -T django ledgerflow backup create --kind database"]


def test_a_container_of_its_own_serves_where_only_the_database_runs(checkout):
    checkout.up("prod", "postgres")
    checkout.run("verify_backup.sh", "--all")
    assert checkout.told == [f"{PROD} run --rm --no-deps -T backup ledgerflow backup verify --all"]


def test_a_restore_never_runs_inside_a_container_whose_sessions_it_ends(checkout):
    checkout.up("prod", "postgres", "backup")
    checkout.run("restore_db_force_v2.sh", STEM, "--yes-replace", "ledgerflow")
    where = f"{PROD} run --rm --no-deps -T backup"
    what = f"ledgerflow backup restore {STEM} --replace --yes-replace ledgerflow"
    assert checkout.told == [f"{where} {what}"]


def test_the_swap_is_undone_by_the_same_script(checkout):
    checkout.up("dev", "postgres", "django")
    checkout.run("restore_db_force_v2.sh", "--swap-back", "--yes-replace", "ledgerflow")
    (told,) = checkout.told
    assert told.endswith("django ledgerflow backup swap-back --yes-replace ledgerflow")


def test_a_path_below_the_backup_folder_is_given_by_name(checkout):
    checkout.up("prod", "postgres", "backup")
    checkout.run("verify_backup.sh", str(checkout.backups / f"{STEM}.dump"))
    assert checkout.told[0].endswith(f"backup verify {STEM}.dump")


def test_a_path_that_the_container_does_not_see_is_refused(checkout):
    checkout.up("prod", "postgres", "backup")
    done = checkout.run("restore_db_force_v2.sh", f"/tmp/{STEM}.dump")
    assert (done.returncode, checkout.told) == (2, [])
    assert "Copy the backup's files there" in done.stderr


def test_two_running_projects_are_named_and_one_must_be_chosen(checkout):
    checkout.up("prod", "postgres", "backup")
    checkout.up("dev", "postgres", "django")
    done = checkout.run("backup_database.sh")
    assert (done.returncode, checkout.told) == (4, [])
    assert "docker-compose.prod.yml" in done.stderr
    assert "docker-compose.dev.yml" in done.stderr
    checkout.run("backup_database.sh", LEDGERFLOW_COMPOSE="dev")
    checkout.run("backup_database.sh", LEDGERFLOW_COMPOSE="none")
    assert checkout.told == [
        f"{DEV} exec -T django ledgerflow backup create --kind database",
        "backup create --kind database",
    ]


def test_a_database_that_does_not_run_is_named_with_the_command_to_start_it(checkout):
    checkout.up("prod", "proxy", "web")
    done = checkout.run("restore_db_force_v2.sh", STEM)
    assert (done.returncode, checkout.told) == (7, [])
    assert "docker-compose.prod.yml --env-file .env.prod up -d postgres" in done.stderr


@pytest.mark.parametrize(
    ("script", "argument", "variables"),
    [
        ("backup_database.sh", "everything", {}),
        ("restore_db_force_v2.sh", "--yes-replace", {}),
        ("verify_backup.sh", "latest", {"LEDGERFLOW_COMPOSE": "maybe"}),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_hint(checkout, script, argument, variables):
    done = checkout.run(script, argument, **variables)
    assert (done.returncode, checkout.told) == (2, [])
    assert "hint: " in done.stderr


def test_a_restore_without_a_backup_is_refused(checkout):
    assert checkout.run("restore_db_force_v2.sh").returncode == 2


def test_neither_project_nor_checkout_says_what_to_start(checkout):
    shutil.rmtree(checkout.root / ".venv")
    done = checkout.run("backup_database.sh")
    assert (done.returncode, "make venv" in done.stderr) == (7, True)


@pytest.mark.parametrize("up", [True, False])
def test_the_exit_code_is_the_commands_own(checkout, up):
    if up:
        checkout.up("prod", "postgres", "backup")
    assert checkout.run("verify_backup.sh", FAKE_EXIT="3").returncode == 3


@pytest.mark.parametrize("name", [*SCRIPTS, "scripts/where_it_runs.sh"])
def test_the_scripts_are_clean_shell(name):
    checker = Path(sys.executable).parent / "shellcheck"
    done = subprocess.run(
        [checker, "-x", ROOT / name], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert done.returncode == 0, done.stdout
