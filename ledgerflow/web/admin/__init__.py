"""Django admin for operators: people, firms by name, jobs, agents. Books are not here: operators
have no business in them. What agents left behind is shown under a firm that is picked, masked."""

from ledgerflow.web.admin import agents, firms, jobs, people

__all__ = ["agents", "firms", "jobs", "people"]
