"""App configuration of ops: its jobs (scheduled backups) are found in tasks.py."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """No tables; health, doctor, backups."""

    name = "ledgerflow.ops"
