"""App configuration of agents: system checks of the tool rows, grants of the agents' role."""

from django.apps import AppConfig


class AgentsConfig(AppConfig):
    """Registers the checks and the grant hook."""

    name = "ledgerflow.agents"
    label = "agents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the post-migrate hook and the system check."""
        from django.db.models.signals import post_migrate

        from ledgerflow.agents import checks, grants

        post_migrate.connect(
            grants.grant_agent_rights, sender=self, dispatch_uid="agents.grant_agent_rights"
        )
        checks.register()
