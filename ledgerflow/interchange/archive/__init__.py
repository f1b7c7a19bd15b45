"""The full archive of a business: written from the database, verified without one."""
