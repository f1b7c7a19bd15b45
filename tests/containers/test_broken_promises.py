"""Each check finds its breach: production's own file, broken in one place at a time."""

import copy

import pytest

from tests.containers import promises
from tests.containers.composed import PROD, composed

HARDENING = [
    "read_only", "cap_drop", "security_opt", "mem_limit", "cpus", "pids_limit", "init",
    "stop_grace_period", "logging", "healthcheck", "restart",
]  # fmt: skip


@pytest.fixture(scope="module")
def kept():
    return composed(PROD)


@pytest.fixture
def project(kept):
    return copy.deepcopy(kept)


@pytest.mark.parametrize("key", HARDENING)
@pytest.mark.parametrize("name", ["proxy", "web", "backup", "postgres", "redis", "searxng"])
def test_a_missing_key_is_found(project, name, key):
    del project["services"][name][key]
    gaps = promises.hardening_gaps(project)
    if key == "restart":  # a service that never starts again counts as one that runs once
        assert promises.is_one_shot(project["services"][name])
    else:
        assert len(gaps) == 1
        assert gaps[0].startswith(f"{name} lacks")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("read_only", False),
        ("cap_drop", ["NET_RAW"]),
        ("security_opt", ["no-new-privileges:false"]),
        ("logging", {"driver": "json-file"}),
        ("healthcheck", {"disable": True}),
        ("healthcheck", {"test": ["NONE"]}),
    ],
)
def test_a_weakened_key_is_found(project, key, value):
    project["services"]["web"][key] = value
    assert len(promises.hardening_gaps(project)) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("privileged", True),
        ("cap_add", ["SYS_ADMIN"]),
        ("pid", "host"),
        ("network_mode", "host"),
        ("volumes", ["/var/run/docker.sock:/var/run/docker.sock"]),
        ("security_opt", ["seccomp:unconfined"]),
    ],
)
def test_rights_over_the_host_are_found(project, key, value):
    project["services"]["web"][key] = value
    assert len(promises.privileges(project)) == 1


def test_a_root_user_is_found(project):
    project["services"]["redis"]["user"] = "0:0"
    assert promises.root_users(project, {"prod", "proxy"}) == ["redis runs as 0:0"]
    del project["services"]["redis"]["user"]
    assert promises.root_users(project, {"prod", "proxy"}) == ["redis runs as what its image says"]


def test_a_volume_that_down_would_remove_is_found(project):
    name = next(iter(project["volumes"]))
    project["volumes"][name]["external"] = False
    assert promises.unkept_volumes(project) == [f"{name} is not external"]


def test_an_anonymous_or_undeclared_volume_is_found(project):
    project["services"]["redis"]["volumes"] = ["/data", "forgotten:/more"]
    assert promises.unkept_volumes(project) == [
        "redis keeps /data in an anonymous volume",
        "redis mounts forgotten, which is not declared",
    ]


def test_a_published_port_is_found(project):
    project["services"]["postgres"]["ports"] = ["127.0.0.1:5432:5432"]
    assert promises.publishing(project) == {"proxy", "postgres"}


def test_a_database_that_reaches_out_is_found(project):
    project["services"]["postgres"]["networks"] = ["default"]
    assert "postgres" in promises.open_networks(project)["default"]


@pytest.mark.parametrize("image", ["redis", "redis:latest", "${X:-redis:latest}", "host:5/redis"])
def test_an_image_that_moves_is_found(project, image):
    project["services"]["redis"]["image"] = image
    assert len(promises.untagged(project)) == 1


def test_a_secret_with_a_default_is_found():
    assert promises.required("${A:?run make env-prod}", "A")
    for weak in ("${A}", "$A", "${A:-changeme}", "${A:?}", "${A:?say} ${A:-x}", "none"):
        assert not promises.required(weak, "A"), weak


def test_a_secret_handed_to_a_service_is_found(project):
    given = {"command": ["serve", "--key=${A}"], "environment": {"B": "${C:?x}"}}
    assert promises.secrets_of(given, {"A", "B", "C"}) == {"A", "C"}
