"""Production's compose file keeps its promises, service by service."""

import pytest

from tests.containers import promises
from tests.containers.composed import (
    PROD,
    ROOT,
    as_map,
    composed,
    filled,
    load,
    source,
    texts,
    variables,
)
from tests.containers.sources import stages

SERVICES = {
    "proxy", "web", "worker-statements", "worker-agents", "worker-upkeep", "backup", "migrate",
    "postgres", "pgbouncer", "redis", "searxng",
}  # fmt: skip
SECRETS = {
    "LEDGERFLOW_SECRET_KEY",
    "POSTGRES_PASSWORD",
    "LEDGERFLOW_OWNER_PASSWORD",
    "LEDGERFLOW_APP_PASSWORD",
    "LEDGERFLOW_BACKUP_PASSWORD",
    "REDIS_PASSWORD",
    "SEARXNG_SECRET",
}
MODEL_KEYS = {
    f"{name}_API_KEY{end}" for name in ("OPENAI", "ANTHROPIC", "LLM") for end in ("", "_FILE")
}
# What each service may know. The web never holds a login that passes row-level security.
WORKER = {"LEDGERFLOW_SECRET_KEY", "LEDGERFLOW_APP_PASSWORD", "REDIS_PASSWORD"}
KNOWS = {
    "proxy": set(),
    "web": WORKER,
    "worker-statements": WORKER,
    "worker-agents": WORKER,
    "worker-upkeep": WORKER,
    "migrate": WORKER | {"LEDGERFLOW_OWNER_PASSWORD"},
    "backup": WORKER | {"LEDGERFLOW_OWNER_PASSWORD", "LEDGERFLOW_BACKUP_PASSWORD"},
    "postgres": {
        "POSTGRES_PASSWORD",
        "LEDGERFLOW_OWNER_PASSWORD",
        "LEDGERFLOW_APP_PASSWORD",
        "LEDGERFLOW_BACKUP_PASSWORD",
    },
    "pgbouncer": {"LEDGERFLOW_APP_PASSWORD"},
    "redis": {"REDIS_PASSWORD"},
    "searxng": {"SEARXNG_SECRET"},
}
KEYS_SET = {key: "sk-invented" for key in MODEL_KEYS if not key.endswith("_FILE")}
# Who may reach the internet, and why.
REACHES_OUT = {
    "proxy": "is reached from outside, asks for certificates",
    "searxng": "searches the web",
    "backup": "copies backups off-site",
    "worker-agents": "asks language models and reads pages",
    "worker-statements": "may send mail",
    "worker-upkeep": "may send mail",
    "web": "may send mail",
}


@pytest.fixture(scope="module")
def project():
    return composed(PROD)


@pytest.fixture(scope="module")
def images_not_root():
    root = {"", "0", "root"}
    found = stages(ROOT / "Dockerfile")
    return {name for name, one in found.items() if one.user.partition(":")[0] not in root}


def test_the_services_of_production(project):
    assert set(project["services"]) == SERVICES


def test_every_service_is_hardened(project):
    assert promises.hardening_gaps(project) == []


def test_no_service_has_rights_over_the_host(project):
    assert promises.privileges(project) == []


def test_no_service_runs_as_root(project, images_not_root):
    assert promises.root_users(project, images_not_root) == []


def test_only_the_proxy_publishes_ports(project):
    assert promises.publishing(project) == {"proxy"}


def test_a_down_with_v_removes_no_data(project):
    assert promises.unkept_volumes(project) == []
    names = {one["name"] for one in project["volumes"].values()}
    prefix = "${LEDGERFLOW_VOLUMES:-ledgerflow}"
    expected = {f"{prefix}_{what}" for what in ("postgres_data", "media", "wal_archive")}
    assert expected <= names
    assert all(name.startswith(prefix) for name in names)


def test_data_lies_in_kept_volumes(project):
    def mounted(service, target):
        volumes = project["services"][service]["volumes"]
        return [source(v) for v in volumes if str(v).split(":")[1].startswith(target)]

    assert mounted("postgres", "/var/lib/postgresql")[0] in project["volumes"]
    for name in ("web", "worker-statements", "backup"):
        media = mounted(name, "/var/lib/ledgerflow")
        assert media
        assert media[0] in project["volumes"], name
    assert mounted("backup", "/backups")


def test_images_have_tags_that_do_not_move(project):
    assert promises.untagged(project) == []


def test_the_database_and_the_cache_cannot_reach_out(project):
    outside = set().union(*promises.open_networks(project).values())
    assert outside - set(REACHES_OUT) == set()


def test_the_proxy_reaches_the_web_and_no_data(project):
    def networks(name):
        return set(as_map(project["services"][name]["networks"], None))

    assert networks("proxy") & networks("web")
    for name in ("postgres", "pgbouncer", "redis"):
        assert not networks("proxy") & networks(name), name


def test_every_secret_is_required_and_has_no_default(project):
    for secret in SECRETS:
        using = [text for text in texts(project) if secret in {v.name for v in variables(text)}]
        assert using, f"{secret} is not used"
        assert [text for text in using if not promises.required(text, secret)] == []


def test_a_missing_secret_is_answered_with_what_to_run(project):
    said = {v.argument for text in texts(project) for v in variables(text) if v.name in SECRETS}
    assert all("make env-prod" in one for one in said), said


def test_each_service_gets_only_the_secrets_it_needs(project):
    given = {name: promises.secrets_of(one, SECRETS) for name, one in promises.services(project)}
    too_many = {name: found - KNOWS[name] for name, found in given.items() if found - KNOWS[name]}
    assert too_many == {}
    assert not any(one.get("env_file") for one in project["services"].values()), (
        "an env_file hands a service every variable"
    )


def test_keys_of_models_are_known_to_the_worker_that_asks_them_and_to_nobody_else(project):
    """Named without a value, they are passed on; of the web's own, only that they are there."""
    for name, one in promises.services(project):
        said = promises.environment_of(one)
        if name == "worker-agents":
            assert {key: said.get(key) for key in MODEL_KEYS} == dict.fromkeys(MODEL_KEYS, "")
        elif name == "web":
            assert {filled(said[key], KEYS_SET) for key in said if key in MODEL_KEYS} == {"set"}
            assert {filled(said[key], {}) for key in said if key in MODEL_KEYS} == {""}
        else:
            assert set(said) & MODEL_KEYS == set(), name
            assert promises.secrets_of(one, MODEL_KEYS) == set(), name


def test_only_the_worker_of_agents_reaches_models_and_it_holds_no_statement_files(project):
    outside = promises.open_networks(project)["egress"]
    ours = {n for n, one in promises.services(project) if "ledgerflow" in str(one["image"])}
    assert outside & ours == {"worker-agents", "backup"}
    agents = project["services"]["worker-agents"]
    assert agents["command"] == ["ledgerflow", "worker", "--queue", "agents"]
    assert [source(volume) for volume in agents["volumes"]] == ["./docker/keys"]
    assert all(str(volume).endswith(":ro") for volume in agents["volumes"])


def test_the_web_goes_through_the_pooler_and_the_workers_do_not(project):
    urls = {
        name: promises.environment_of(one).get("DATABASE_URL", "")
        for name, one in promises.services(project)
    }
    assert "@pgbouncer:6432/" in urls["web"]
    for name in ("worker-statements", "worker-agents", "worker-upkeep", "backup", "migrate"):
        assert "@postgres:5432/" in urls[name], "LISTEN and migrations do not pass a pooler"
    owners = {n for n, o in promises.services(project) if "DATABASE_OWNER_URL" in str(o)}
    assert owners == {"migrate", "backup"}


def test_nothing_starts_before_the_schema_is_migrated(project):
    for name in ("web", "worker-statements", "worker-agents", "worker-upkeep", "backup"):
        waits = project["services"][name]["depends_on"]["migrate"]
        assert waits["condition"] == "service_completed_successfully", name


def test_migrations_wait_for_a_database_that_starts_beside_them(project):
    """`docker compose restart` starts all at once, whatever depends on what."""
    assert "--wait" in project["services"]["migrate"]["command"]


def test_the_web_runs_twice(project):
    web = project["services"]["web"]
    assert web.get("scale", web.get("deploy", {}).get("replicas")) == 2


def test_settings_are_those_of_production(project):
    for name in ("web", "worker-statements", "worker-agents", "worker-upkeep", "backup", "migrate"):
        said = promises.environment_of(project["services"][name])
        assert said.get("DJANGO_SETTINGS_MODULE", "ledgerflow.settings.prod").endswith(".prod")
        assert "LEDGERFLOW_DEBUG" not in said


def test_the_file_holds_no_value_of_a_secret():
    text = PROD.read_text()
    assert not {"changeme", "password123", "insecure"} & set(text.lower().split())
    assert load(PROD)["services"], "the file stands alone"
