"""Django admin for operators: people, firms by name, jobs. Tables of tenants are not here:
they cannot be read without a firm, and operators have no business in them."""

from ledgerflow.web.admin import firms, jobs, people

__all__ = ["firms", "jobs", "people"]
