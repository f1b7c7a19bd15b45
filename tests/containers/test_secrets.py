"""No secret in any file that a commit would hold; what looks like one is listed with its reason."""

import re
from pathlib import Path

import pytest
from detect_secrets.core.scan import scan_file
from detect_secrets.settings import transient_settings

from tests.containers.composed import ROOT
from tests.containers.sources import project_files

# Shapes of real credentials, looked for everywhere.
TOKENS = (
    "ArtifactoryDetector", "AWSKeyDetector", "AzureStorageKeyDetector", "BasicAuthDetector",
    "CloudantDetector", "DiscordBotTokenDetector", "GitHubTokenDetector", "GitLabTokenDetector",
    "IbmCloudIamDetector", "JwtTokenDetector", "MailchimpDetector", "NpmDetector",
    "OpenAIDetector", "PrivateKeyDetector", "PypiTokenDetector", "SendGridDetector",
    "SlackDetector", "SquareOAuthDetector", "StripeDetector", "TelegramBotTokenDetector",
    "TwilioKeyDetector",
)  # fmt: skip
# Words such as `password = ` and random-looking text: in what an operator or a container reads.
GUESSES = ("KeywordDetector", "Base64HighEntropyString", "HexHighEntropyString")
CONTAINER_FILES = re.compile(
    r"^(Dockerfile|\.dockerignore|docker-compose.*|docker/.*|\.env.*|[^/]*\.sh|scripts/.*"
    r"|\.ci/.*|Makefile)$"
)
FILTERS = [
    {"path": "detect_secrets.filters.heuristic.is_indirect_reference"},
    {"path": "detect_secrets.filters.heuristic.is_potential_uuid"},
    {"path": "detect_secrets.filters.heuristic.is_templated_secret"},
]
# (file, what is found) -> why it is harmless. The value is a whole match of the pattern.
HARMLESS = {
    (r"\.env\.dev", r"development-\w+|[\w-]*development[\w-]*"): "known to everyone, loopback only",
    (r"docs/.*|ledgerflow/settings/env\.py|\.env\.example", r"password"): "the form of an address",
    (r"ledgerflow/settings/\w+\.py|scripts/\w+\.py", r"password"): "the form of an address",
    (r"docker/postgres/.*", r"scram-sha-256"): "the name of a method",
    (r"tests/.*", r"[\w. %-]{1,40}"): "invented, and used in a test's own database only",
}


def found_in(paths, plugins):
    """[(file, kind, value)] without asking anyone whether a value is valid."""
    settings = {"plugins_used": [{"name": name} for name in plugins], "filters_used": FILTERS}
    with transient_settings(settings):
        return [
            (name_of(path), secret.type, secret.secret_value or "")
            for path in paths
            for secret in scan_file(str(path))
        ]


def name_of(path):
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def is_harmless(name, value):
    return any(re.fullmatch(f, name) and re.fullmatch(v, value) for f, v in HARMLESS)


def bad(found):
    """Without the values: a failing test must not print a secret into a log."""
    return sorted(
        {f"{name}: {kind}" for name, kind, value in found if not is_harmless(name, value)}
    )


def test_no_file_holds_a_credential():
    files = project_files()
    assert len(files) > 500
    assert bad(found_in(files, TOKENS)) == []


def test_no_container_file_holds_anything_that_looks_like_a_secret():
    files = [path for path in project_files() if CONTAINER_FILES.match(name_of(path))]
    names = {name_of(path) for path in files}
    assert {"Dockerfile", "docker-compose.prod.yml", ".env.dev", ".env.example"} <= names
    assert bad(found_in(files, (*TOKENS, *GUESSES))) == []


def test_the_generated_secrets_never_reach_a_commit():
    assert ".env.prod" in (ROOT / ".gitignore").read_text().splitlines()
    names = {name_of(path) for path in project_files()}
    kept = {name for name in names if Path(name).name.startswith(".env")}
    assert kept == {".env.dev", ".env.example"}
    keys = [
        n for n in names if re.search(r"\.(pem|key|p12|pfx|age|dump)$|(^|/)id_(rsa|ed25519)", n)
    ]
    assert keys == []


def test_no_backup_reaches_a_commit():
    folder = "archives/docker_archive/database_backups/"
    kept = [name_of(path) for path in project_files() if name_of(path).startswith("archives/")]
    assert kept == [f"{folder}.gitkeep"]


@pytest.mark.parametrize(
    "line",
    [
        "DATABASE_URL=postgresql://lf_app:Xk29sDw0aQ3z@postgres/ledgerflow",
        "POSTGRES_PASSWORD=Xk29sDw0aQ3zXk29sDw0aQ3z",
        "KEY='" + "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a" + "'",
        "-----BEGIN " + "RSA PRIVATE KEY-----",
    ],
)
def test_the_scan_finds_one(tmp_path, line):
    file = tmp_path / "leak.env"
    file.write_text(line + "\n")
    assert bad(found_in([file], (*TOKENS, *GUESSES)))
