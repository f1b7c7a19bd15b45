"""The settings of a firm and of oneself: one module a page."""
