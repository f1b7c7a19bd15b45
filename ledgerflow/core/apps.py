"""App configuration of core: grants for the application role before migrations run."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers the grant hook and the role check."""

    name = "ledgerflow.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the pre-migrate hook and the system check."""
        from django.db.models.signals import pre_migrate

        from ledgerflow.core import checks, grants

        pre_migrate.connect(grants.grant_defaults, dispatch_uid="core.grant_defaults")
        checks.register()
