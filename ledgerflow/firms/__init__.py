"""Firms (tenants), their businesses and members. Knows no books."""
