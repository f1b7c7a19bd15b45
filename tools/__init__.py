"""Functions that agents may call, and the only way in which they may reach out.

Here: one package per tool, what a tool may ask for (context.py), how it fails (errors.py), the
guard before every connection to the outside (outbound/). Not here: which tools exist and who may
call them (rows in Django admin, ledgerflow/agents). Imports neither ledgerflow nor django.
"""
