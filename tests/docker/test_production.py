"""The production project in a real engine: TLS, workers, limits, failures, restarts."""

import json
import re
import socket
import threading
import time

import pytest

from ledgerflow.embedded import roles
from ledgerflow.embedded.credentials import APP, BACKUP, OWNER
from tests.docker.conftest import DOMAIN, EMAIL, PASSWORD
from tests.docker.projects import ADDRESS, wait_until
from tests.docker.visitor import Visitor

IMAGE_MB_MAX = 450
# Three requests, of which some look for a name that is not there (1 s each).
WITHOUT_REDIS_SECONDS = 12.0
SECRET = re.compile(r"^(\w*(?:SECRET|PASSWORD)\w*)=(\S{12,})$", re.M)


@pytest.fixture(scope="module")
def running(prod):
    """Containers that last, by name."""
    found = {one["Name"].lstrip("/"): one for one in prod.containers()}
    return {name: one for name, one in found.items() if one["State"]["Running"]}


def secrets(prod):
    return dict(SECRET.findall((prod.folder / ".env.prod").read_text()))


def test_the_image_is_small_enough_and_says_what_it_is(prod, running):
    web = next(one for name, one in running.items() if "web" in name)
    image = json.loads(prod.run("docker", "image", "inspect", web["Image"]).stdout)[0]
    assert image["Size"] / 1_000_000 <= IMAGE_MB_MAX
    assert image["Config"]["User"].split(":")[0] == "10001"
    assert image["Config"]["Labels"]["org.opencontainers.image.version"]


def test_no_secret_is_in_an_image(prod, running):
    values = secrets(prod)
    assert len(values) >= 6
    for image in {one["Image"] for one in running.values()}:
        known = prod.run("docker", "image", "inspect", image).stdout
        known += prod.run("docker", "history", "--no-trunc", image).stdout
        assert [name for name, value in values.items() if value in known] == []


def test_every_container_is_well(prod, running):
    assert prod.unwell() == []
    lasting = {one["Config"]["Labels"]["com.docker.compose.service"] for one in running.values()}
    assert lasting == {
        "proxy", "web", "worker-statements", "worker-agents", "worker-upkeep", "backup",
        "postgres", "pgbouncer", "redis", "searxng",
    }  # fmt: skip
    assert len(running) == len(lasting) + 1, "the web runs twice"
    checked = [one for one in running.values() if "Health" in one["State"]]
    assert len(checked) == len(running)


def test_no_container_is_root_or_has_a_privilege(prod, running):
    for name, one in running.items():
        status = prod.run("docker", "exec", name, "cat", "/proc/1/status").stdout
        said = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        assert said["Uid"].split()[0] != "0", name
        assert int(said["CapEff"], 16) == int(said["CapBnd"], 16) == 0, name
        assert said["NoNewPrivs"] == "1", name
        assert one["HostConfig"]["Memory"] > 0, name
        assert one["HostConfig"]["PidsLimit"] > 0, name


def test_no_container_can_change_its_own_system(prod, running):
    for name, one in running.items():
        assert one["HostConfig"]["ReadonlyRootfs"] is True, name
        tried = prod.run("docker", "exec", "--user", "0", name, "touch", "/written", ok=False)
        assert "Read-only file system" in tried.stdout + tried.stderr, name


def test_only_the_proxy_is_reached_from_the_host(running):
    published = {name for name, one in running.items() if any(one["HostConfig"]["PortBindings"])}
    assert len(published) == 1
    assert "proxy" in published.pop()


def test_what_holds_data_has_no_way_out(prod):
    inside = set()
    for service in ("web", "worker-statements", "postgres", "pgbouncer", "redis"):
        inside |= set(prod.containers(service)[0]["NetworkSettings"]["Networks"])
    found = json.loads(prod.run("docker", "network", "inspect", *sorted(inside)).stdout)
    assert [one["Name"] for one in found if not one["Internal"]] == []


def test_http_leads_to_https(prod):
    port = prod.ports["LEDGERFLOW_HTTPS_PORT"]
    plain = Visitor(prod.ports["LEDGERFLOW_HTTP_PORT"], DOMAIN).get("/sign-in/")
    assert plain.status in {301, 308}
    assert plain.headers["location"] == f"https://{DOMAIN}:{port}/sign-in/"


def test_a_browser_is_told_to_stay_with_https(visitor):
    answer = visitor.get("/sign-in/")
    assert answer.status == 200
    seconds = re.search(r"max-age=(\d+)", answer.headers["strict-transport-security"])
    assert int(seconds[1]) >= 31_536_000
    assert "csrftoken" in " ".join(visitor.cookies)


def test_another_host_name_is_not_served(visitor):
    assert visitor.get("/sign-in/", Host="other.test").status in {400, 404, 421}


def test_a_body_beyond_the_limit_is_refused_by_the_proxy(visitor):
    """It may end the connection before it has read everything."""
    try:
        refused = visitor.request("POST", "/sign-in/", b"x" * 30_000_000).status == 413
    except OSError:
        refused = True
    assert refused
    assert visitor.get("/sign-in/").status == 200


def test_static_files_are_compressed_and_kept_for_long(visitor):
    page = visitor.get("/sign-in/").body
    path = re.search(r'href="(/static/[^"]+\.css)"', page)[1]
    file = visitor.get(path, **{"Accept-Encoding": "gzip"})
    assert file.status == 200
    assert file.headers["content-encoding"] == "gzip"
    assert "immutable" in file.headers["cache-control"]


def test_the_probes_answer_and_name_no_host(visitor):
    assert visitor.get("/livez").status == 200
    ready = visitor.get("/readyz")
    assert ready.status == 200, ready.body
    assert "postgres" not in ready.body
    assert visitor.get("/version").json["name"] == "LedgerFlow"


def test_a_statement_goes_through_the_worker_and_is_proved(business):
    shown = business.shown
    assert "savings.csv" in shown
    assert "Proved" in shown


def test_the_roles_are_those_of_the_embedded_database(prod):
    columns = {
        "LOGIN": "rolcanlogin", "CREATEDB": "rolcreatedb", "SUPERUSER": "rolsuper",
        "CREATEROLE": "rolcreaterole", "REPLICATION": "rolreplication",
        "BYPASSRLS": "rolbypassrls",
    }  # fmt: skip
    rights = {OWNER: roles.OWNER_RIGHTS, APP: roles.APP_RIGHTS, BACKUP: roles.BACKUP_RIGHTS}
    for role, wanted in rights.items():
        found = prod.sql(
            f"SELECT {', '.join(columns.values())} FROM pg_roles WHERE rolname = '{role}'"
        ).split("|")
        expected = ["f" if f"NO{word}" in wanted.split() else "t" for word in columns]
        assert found == expected, role
    groups = prod.sql(
        "SELECT string_agg(g.rolname, ', ' ORDER BY g.rolname) FROM pg_auth_members m"
        " JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member"
        f" WHERE r.rolname = '{BACKUP}'"
    )
    assert set(groups.split(", ")) == set(roles.BACKUP_MEMBERSHIPS.split(", "))


def test_the_database_is_made_and_set_as_promised(prod):
    for setting, wanted in (
        ("data_checksums", "on"), ("password_encryption", "scram-sha-256"), ("fsync", "on"),
        ("synchronous_commit", "on"), ("archive_mode", "on"), ("server_encoding", "UTF8"),
    ):  # fmt: skip
        assert prod.sql(f"SHOW {setting}") == wanted, setting
    assert int(prod.sql("SHOW server_version_num")) >= 170_004
    sources = prod.sql("SELECT count(*) FROM pg_stat_activity WHERE usename = 'lf_app'")
    assert int(sources) >= 1


def test_the_write_ahead_log_is_archived(prod):
    prod.sql("CREATE TABLE postgres_only (a int); DROP TABLE postgres_only", "postgres")
    prod.sql("SELECT pg_switch_wal()", "postgres")
    counts = "SELECT archived_count > 0, failed_count FROM pg_stat_archiver"
    wait_until(lambda: prod.sql(counts) == "t|0", 30, "a segment is archived without a failure")


def test_a_killed_web_replica_is_not_noticed(prod, visitor):
    victim = prod.containers("web")[0]["Id"]
    statuses, stop = [], threading.Event()

    def ask():
        while not stop.is_set():
            statuses.append(visitor.answers("/sign-in/"))
            time.sleep(0.05)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        time.sleep(1)
        prod.run("docker", "kill", victim)
        time.sleep(6)
    finally:
        stop.set()
        asking.join(60)
        prod.run("docker", "start", victim)
    assert statuses.count(200) > 30
    assert len(statuses) - statuses.count(200) <= 2, statuses
    prod.wait_healthy()


def test_work_goes_on_without_redis_and_searxng(prod, business, visitor):
    prod.compose("stop", "redis", "searxng")
    began = time.monotonic()
    try:
        visitor.sign_in(EMAIL, PASSWORD)
        assert "savings.csv" in visitor.get(business.page).body
        assert time.monotonic() - began < WITHOUT_REDIS_SECONDS
        assert visitor.get("/readyz").status == 200
        # The answer is kept for ten seconds.
        away = {"redis", "searxng"}
        wait_until(lambda: away <= set(visitor.get("/readyz").json["degraded"]), 25, "it is said")
    finally:
        prod.compose("start", "redis", "searxng")
    prod.wait_healthy()


def test_weak_values_are_refused_all_at_once_and_not_shown(prod):
    weak = ("-e", "LEDGERFLOW_SECRET_KEY=changeme-42", "-e", "LEDGERFLOW_ALLOWED_HOSTS=*",
            "-e", "LEDGERFLOW_DEBUG=true")  # fmt: skip
    tried = prod.compose("run", "--rm", "--no-deps", "-T", *weak, "web", ok=False)
    said = tried.stdout + tried.stderr
    assert tried.returncode != 0
    for name in ("LEDGERFLOW_SECRET_KEY", "LEDGERFLOW_ALLOWED_HOSTS", "LEDGERFLOW_DEBUG"):
        assert name in said, said
    assert "changeme-42" not in said
    assert "Traceback" not in said


def test_a_missing_volume_is_answered_with_make_init(prod):
    tried = prod.run("make", "up-prod", ok=False, LEDGERFLOW_VOLUMES=f"{prod.prefix}none")
    assert tried.returncode != 0
    assert "make init" in tried.stdout + tried.stderr


def test_a_taken_port_is_named_before_anything_starts(prod):
    with socket.create_server((ADDRESS, 0)) as taken:
        port = str(taken.getsockname()[1])
        other = {"COMPOSE_PROJECT_NAME": f"{prod.name}other", "LEDGERFLOW_HTTPS_PORT": port}
        tried = prod.run("make", "up-prod", ok=False, **other)
    said = tried.stdout + tried.stderr
    assert tried.returncode != 0
    assert port in said
    assert "LEDGERFLOW_HTTPS_PORT" in said
    assert prod.compose("ps", "-aq", **other).stdout == ""


def test_secrets_are_not_overwritten(prod):
    before = (prod.folder / ".env.prod").read_bytes()
    tried = prod.run("make", "env-prod", f"DOMAIN={DOMAIN}", ok=False)
    assert tried.returncode != 0
    assert (prod.folder / ".env.prod").read_bytes() == before


def test_the_proxy_s_file_is_valid(prod):
    known = ("caddy", "validate", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile")
    prod.ask("proxy", *known)


def test_a_restart_and_a_down_with_v_lose_nothing(prod, business, visitor):
    prod.compose("restart")
    prod.wait_healthy()
    visitor.sign_in(EMAIL, PASSWORD)
    assert "savings.csv" in visitor.get(business.page).body
    prod.compose("down", "-v")
    assert prod.compose("ps", "--all", "--quiet").stdout == ""
    prod.run("make", "up-prod")
    prod.wait_healthy()
    visitor.sign_in(EMAIL, PASSWORD)
    assert "Proved" in visitor.get(business.page).body
    original = re.search(r"/b/\d+/statements/\d+/", visitor.get(business.page).body)[0]
    assert visitor.get(f"{original}original/").body.startswith("Date,Description")


def test_the_logs_hold_no_secret_and_nothing_of_a_statement(prod, business):
    logs = prod.logs()
    assert [name for name, value in secrets(prod).items() if value in logs] == []
    for text in ("INTEREST PAID", EMAIL, PASSWORD):
        assert text not in logs, text
