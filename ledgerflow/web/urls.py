"""All addresses of the pages, area after area."""

from ledgerflow.web.addresses import (
    agents,
    books,
    home,
    onboarding,
    questions,
    reports,
    review,
    settings,
    shell,
    signin,
    statements,
)

app_name = "web"

AREAS = (
    *(home, signin, shell, onboarding),
    *(statements, review, agents, questions, books, reports, settings),
)

urlpatterns = [pattern for area in AREAS for pattern in area.patterns]
