"""A demo firm of one's own: invented books to look at, opened and put away by a click.

Here: opening it for a person. Not here: the script and its steps (script.py, play.py), or putting
it away (firms/members.py).
"""

from pathlib import Path

import ledgerflow
from ledgerflow.core.errors import AccessError, ConflictError
from ledgerflow.firms.access import Practice, practices_of
from ledgerflow.firms.models import User
from ledgerflow.firms.services import firm_create
from ledgerflow.pipeline.demo import play
from ledgerflow.pipeline.demo.script import DemoScript, script_load

SAMPLES = Path(ledgerflow.__file__).resolve().parents[1] / "samples"
"""The invented statements, which lie beside the package in a checkout and in the image."""


def may_open_demo(person: User, practices: list[Practice]) -> bool:
    """True for operators and for who has another role than client somewhere.

    A client, present or former, would become the owner of a firm that nobody else knows of.
    """
    return person.is_staff or any(not practice.is_client for practice in practices)


def demo_open(
    person: User, *, samples: Path = SAMPLES, script: DemoScript | None = None
) -> tuple[int, list[str]]:
    """Open a demo firm that the person owns; its id, and the files that went another way.

    Takes some seconds. Raises AccessError as `may_open_demo` says, ConflictError where the person
    has one already, InputError where the samples are missing; the firm is there then and can be
    put away.
    """
    practices = practices_of(person)
    if not may_open_demo(person, practices):
        raise AccessError(
            "A demo firm is opened by people who keep books here.",
            code="staff_only",
            hint="Ask your bookkeeper to show you one.",
        )
    if any(practice.is_demo for practice in practices):
        raise ConflictError(
            "You have a demo firm already.",
            code="demo_exists",
            hint="Look at it from your start page, or put it away first.",
        )
    wanted = script or script_load()
    firm = firm_create(name=wanted.firm, owner=person, is_demo=True)
    surprises: list[str] = []
    for stage in play.stages_in(firm.pk, person, wanted):
        play.files_import(stage, samples)
        play.decisions_make(stage)
        surprises += play.surprises(stage)
    return firm.pk, surprises
