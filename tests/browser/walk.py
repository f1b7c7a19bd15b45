"""A walk over every address that shows a page, by the resolver: a page that is added is walked.

Here: which addresses, and the numbers to fill them with. Not here: what is looked at on the way
(test_shell.py), pictures of all (scripts/screenshots.py).
"""

import json
import re

from django.urls import URLPattern, get_resolver

NUMBERS = """
import django
django.setup()
import json
from ledgerflow.agents.run_models import AgentRun
from ledgerflow.classification.models import Payee, Rule
from ledgerflow.firms.access import operator_places, working_in
from ledgerflow.ledger.models import JournalEntry
from ledgerflow.review.models import Decision
from ledgerflow.statements.models import BankTransaction, StatementFile, StatementLine
place = next(p for p in operator_places() if p.business_name.startswith("BUSINESS"))
with working_in(place):
    entry = JournalEntry.objects.order_by("pk").first()
    first = {
        name: model.objects.values_list("pk", flat=True).order_by("pk").first()
        for name, model in (("payee_id", Payee), ("rule_id", Rule), ("run_id", AgentRun))
    }
    print(json.dumps({
        "business_id": place.business_id,
        "firm_id": place.firm_id,
        "file_id": StatementFile.objects.order_by("pk").first().pk,
        "stopped_id": StatementFile.objects.filter(state="not_proved").order_by("pk").first().pk,
        "line_id": StatementLine.objects.order_by("pk").first().pk,
        "transaction_id": BankTransaction.objects.order_by("pk").first().pk,
        "number": entry.number,
        "account_id": entry.lines.first().account_id,
        **first,
        "slug": "profit-and-loss",
        "page": "howto/keyboard",
    }))
"""

NO_PAGE = {
    "icon": "a picture",
    "file-page": "a picture of a page of a file",
    "original": "the file itself",
    "report-download": "a file",
    "rules-export": "a file",
    "paper": "a receipt itself",
    "palette": "a part of a page",
    "help-picture": "a picture of the docs",
    "alive": "a word for scripts",
    "csrf": "a word for scripts",
    "export": "the export itself",
    "upload-part": "a word for scripts",
    "setup": "reached by a secret link; test_signin walks it",
    "invite": "reached by a secret link; test_signin walks it",
    "asked": "reached by a secret link; test_questions walks it",
    "asked-answer": "reached by a secret link; test_questions walks it",
    "signed-in": "shown after signing in anew only",
    "entries": "shown for the figure that it is asked about only",
    "kept": "shown with a kept form only",
}
"""Names of addresses that answer a GET with no page of their own, and what they answer instead."""

MAY_LACK = {
    "payee_id": "the demo names no payee; the books of test_questions do",
    "run_id": "not every installation asks a model; test_agents looks at a run",
}
"""Numbers that an installation may not have: their pages are left out then."""

FORMS_ONLY = {
    "batch_id": 0,
    "form_id": 0,
    "invitation_id": 0,
    "job_id": 0,
    "link_id": 0,
    "membership_id": 0,
    "paper_id": 0,
    "question_id": 0,
    "session_id": 0,
    "token_id": 0,
    "upload_id": 0,
}
"""Numbers in addresses of forms, which answer a GET with 405 whatever the number. A page that asks
for one of them answers 404 and is told by the walk.
"""

STOPPED_TOO, STOPPED_ONLY = ("statement", "file-columns"), ("file-columns",)
"""Pages of a file that are walked for one that is not proved: too, or only (a proved file's
columns are settled, and asking for them is refused with 409).
"""


def numbers_of(served, business=""):
    """Numbers of one business of an installation: of the one that is named, else of the first."""
    return json.loads(served.run_code(NUMBERS.replace("BUSINESS", business)))


def addresses(numbers):
    """The name and address of every page; KeyError for one whose numbers nobody gives."""
    numbers = FORMS_ONLY | numbers
    stopped = numbers | {"file_id": numbers["stopped_id"]}
    for one in get_resolver().url_patterns:
        if getattr(one, "namespace", None) != "web":
            continue
        for pattern in one.url_patterns:
            if not isinstance(pattern, URLPattern) or pattern.name in NO_PAGE:
                continue
            route = str(pattern.pattern)
            names = re.findall(r"<\w+:(\w+)>", route)
            lacking = {name for name in names if numbers.get(name) is None}
            if lacking - set(MAY_LACK):
                raise KeyError(f"{route}: nobody gives {', '.join(sorted(lacking))}")
            if lacking:
                continue
            if pattern.name not in STOPPED_ONLY:
                yield pattern.name, filled(route, numbers)
            if pattern.name in STOPPED_TOO:
                yield f"{pattern.name}-stopped", filled(route, stopped)


def filled(route, numbers):
    """An address with its numbers in it."""
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(numbers[found[1]]), route)


def is_page(page, address):
    """Whether it shows a whole page: one that only takes forms answers 405, a fragment no page."""
    answer = page.request.get(address, max_redirects=0)
    kind = answer.headers.get("content-type", "")
    whole = kind.startswith("text/html") and "<html" in answer.text()
    return whole and answer.status not in (302, 405)
