"""Development's compose file: complete by itself, reached from this machine only."""

import pytest

from tests.containers import promises
from tests.containers.composed import DEV, PROD, composed, filled, load, source, target

SERVICES = {"django", "worker", "postgres", "redis", "adminer", "searxng", "mailpit"}
PORTS = {"django": 9001, "adminer": 8082, "mailpit": 8025, "searxng": 8888}


@pytest.fixture(scope="module")
def project():
    return composed(DEV)


def published(project):
    """Service -> its ports as `address:host:container`, with default values."""
    return {
        name: [filled(str(port), {}) for port in one["ports"]]
        for name, one in promises.services(project)
        if one.get("ports")
    }


def test_the_services_of_development(project):
    assert set(project["services"]) == SERVICES


def test_ports_are_reached_from_this_machine_only(project):
    for ports in published(project).values():
        for port in ports:
            assert port.startswith("127.0.0.1:"), port


def test_the_ports_are_the_documented_ones(project):
    found = {name: int(ports[0].split(":")[1]) for name, ports in published(project).items()}
    assert found == PORTS


def test_the_database_volume_has_the_promised_name(project):
    names = {filled(one["name"], {}) for one in project["volumes"].values()}
    assert "ledgerflow_postgres_data_dev" in names
    assert "ledgerflow_media_dev" in names


@pytest.mark.parametrize("path", [DEV, PROD], ids=["dev", "prod"])
def test_no_volume_of_data_can_be_removed_by_a_down(path):
    assert promises.unkept_volumes(composed(path)) == []


def test_development_and_production_never_share_a_volume(project):
    names = {one["name"] for one in project["volumes"].values()}
    assert not names & {one["name"] for one in load(PROD)["volumes"].values()}


def test_the_code_is_the_checkout(project):
    mounts = {target(v): source(v) for v in project["services"]["django"]["volumes"]}
    assert mounts["/app"] == "."


def test_every_lasting_service_has_a_health_check(project):
    missing = [n for n, one in promises.services(project) if not one.get("healthcheck")]
    assert missing == []


def test_the_database_is_17_and_can_be_chosen(project):
    image = project["services"]["postgres"]["image"]
    assert filled(image, {}).startswith("postgres:17")
    assert filled(image, {"POSTGRES_VERSION": "17.4"}).startswith("postgres:17.4")


def test_nobody_in_development_has_rights_over_the_host(project):
    allowed = {"cap_add", "ipc"}
    found = [one for one in promises.privileges(project) if one.split()[-1] not in allowed]
    assert found == []
