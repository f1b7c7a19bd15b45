"""The two projects under test, each brought up once in a clean copy of the checkout.

Here: fixtures that make and remove them. Not here: what is asserted about them.
"""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass

import pytest

from tests.containers.composed import ROOT
from tests.docker.projects import BUILD_SECONDS, Project, copied_checkout, port_like, wait_until
from tests.docker.visitor import Visitor

DOMAIN = "books.test"
EMAIL, PASSWORD = "owner@example.com", "correct horse 12"
SAVINGS = "samples/harbor-street-studio/savings-2025-q1.csv"
RUN = os.getpid()


def pytest_collection_modifyitems(items):
    """Everything in this folder needs an engine."""
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "docker"):
            item.add_marker(pytest.mark.docker)


@pytest.fixture(scope="session")
def checkout():
    """A clean copy, removed with what containers wrote into it."""
    folder = copied_checkout()
    yield folder
    shutil.rmtree(folder.parent, ignore_errors=True)
    if folder.parent.exists():  # an ordinary user cannot remove what a container's user wrote
        mount = ["--volume", f"{folder.parent}:/copy"]
        as_root = ["docker", "run", "--rm", "--user", "0", "--entrypoint", "rm", *mount]
        image = Project(folder, "docker-compose.dev.yml", "x", {}).compose("config", "--images")
        database = next(name for name in image.stdout.split() if name.startswith("postgres:"))
        subprocess.run([*as_root, database, "-rf", "/copy/check out"], check=False)
        shutil.rmtree(folder.parent, ignore_errors=True)


@pytest.fixture(scope="module")
def dev(checkout):
    """Development, as the documentation brings it up."""
    ports = {
        "LEDGERFLOW_PORT": port_like(9001),
        "LEDGERFLOW_ADMINER_PORT": port_like(8082),
        "LEDGERFLOW_SEARXNG_PORT": port_like(8888),
        "LEDGERFLOW_MAILPIT_PORT": port_like(8025),
    }
    project = Project(checkout, "docker-compose.dev.yml", f"lft{RUN}dev", ports)
    try:
        project.run("make", "init")
        project.compose("build", seconds=BUILD_SECONDS)
        project.compose("up", "-d", seconds=BUILD_SECONDS)
        yield project
    finally:
        project.discard()


@pytest.fixture(scope="session")
def prod(checkout):
    """Production with certificates of the proxy's own."""
    ports = {"LEDGERFLOW_HTTP_PORT": port_like(80), "LEDGERFLOW_HTTPS_PORT": port_like(443)}
    project = Project(
        checkout, "docker-compose.prod.yml", f"lft{RUN}prod", ports, env_file=".env.prod"
    )
    project.environment["LEDGERFLOW_COMPOSE"] = "prod"
    try:
        project.run("make", "env-prod", f"DOMAIN={DOMAIN}")
        written = checkout / ".env.prod"
        text = re.sub(r"^#? ?LEDGERFLOW_TLS=.*\n", "", written.read_text(), flags=re.M)
        written.write_text(f"{text}\nLEDGERFLOW_TLS=internal\n")
        project.run("make", "init")
        project.compose("build", seconds=BUILD_SECONDS)
        project.run("make", "up-prod", seconds=BUILD_SECONDS)
        project.wait_healthy()
        yield project
    finally:
        project.discard()


@pytest.fixture(scope="session")
def roots(prod):
    """The proxy's own root certificate."""
    path = "/data/caddy/pki/authorities/local/root.crt"
    return wait_until(lambda: prod.ask("proxy", "cat", path, ok=False), 30, "a root certificate")


@dataclass
class Business:
    """A business, and the visitor who owns it."""

    page: str
    owner: Visitor

    @property
    def shown(self):
        """Its page, as the owner sees it."""
        return self.owner.get(self.page).body


@pytest.fixture(scope="session")
def business(prod, roots):
    """Made by the operator's commands; its first statement went through the worker."""
    add = ("web", "ledgerflow")
    password = f"{PASSWORD}\n"
    prod.ask(*add, "user", "add", EMAIL, "--operator", "--password-stdin", said=password)
    prod.ask(*add, "firm", "add", "Invented Practice", "--owner", EMAIL)
    prod.ask(*add, "business", "add", "Harbor Street Studio")
    owner = Visitor(prod.ports["LEDGERFLOW_HTTPS_PORT"], DOMAIN, roots)
    owner.sign_in(EMAIL, PASSWORD)
    first = owner.get("/")
    found = re.search(r"/b/\d+/", first.headers.get("location", "") + first.body)
    assert found, first.body[:2000]
    made = Business(found[0], owner)
    owner.send_statement(made.page, "savings.csv", (prod.folder / SAVINGS).read_bytes())
    wait_until(lambda: "Proved" in made.shown, 90, "the worker proves the statement")
    return made


@pytest.fixture
def visitor(prod, roots):
    """Somebody who has not signed in."""
    return Visitor(prod.ports["LEDGERFLOW_HTTPS_PORT"], DOMAIN, roots)
