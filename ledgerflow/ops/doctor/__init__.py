"""Looking at an installation and saying what is wrong with it, each with the remedy.

Here: one module per part, the list of checks (checks.py) and their runner (examine.py). Not here:
mending anything, or the command (cli/doctor.py). Nothing is changed but for files that are tried
and removed at once.
"""
