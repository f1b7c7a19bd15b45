"""Processes that can be killed, working in the test database."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

ROOT = Path(__file__).parents[2]


@dataclass
class Zygote:
    """Work in a child of its own, killed after so many seconds where that is asked for."""

    process: Any

    def run(self, **request: Any) -> int:
        """The child's exit code; negative for the signal that ended it."""
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@pytest.fixture
def zygote(transactional_db: None, settings: Any) -> Iterator[Zygote]:
    """A process ready to work as the application's role."""
    given = connection.settings_dict
    assert str(given["NAME"]).startswith("test_")
    host = quote(str(given["HOST"]), safe="")
    port = f":{given['PORT']}" if given["PORT"] else ""
    url = f"postgresql://{given['USER']}:{given['PASSWORD']}@{host}{port}/{given['NAME']}"
    clean = {k: v for k, v in os.environ.items() if not k.startswith("DATABASE")}
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "tests" / "faults" / "zygote.py"), str(settings.MEDIA_ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=clean
        | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "ledgerflow.settings.test",
            "PYTHONPATH": str(ROOT),
        },
    )
    yield Zygote(process)
    process.stdin.close()
    assert process.wait(30) == 0
    process.stdout.close()
