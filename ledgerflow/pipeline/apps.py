"""App configuration of pipeline: its jobs are found in tasks.py."""

from django.apps import AppConfig


class PipelineConfig(AppConfig):
    """No tables; jobs."""

    name = "ledgerflow.pipeline"
