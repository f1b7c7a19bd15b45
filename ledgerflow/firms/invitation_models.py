"""Ways into a firm that are not a password: invitations by e-mail, tokens for programs.

Here: the tables. Of a secret only its SHA-256 is kept. Not here: making or taking them
(inviting.py, tokens.py).
"""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from ledgerflow.firms.models import Business, Membership, TenantModel, User


class Invitation(TenantModel):
    """An offer of a role to an e-mail address; taken once, withdrawn, or expired."""

    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Membership.Role)
    business = models.ForeignKey(
        Business, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+"
    )
    secret_hash = models.BinaryField(max_length=32)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "email", "business"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="invitation_open_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(role="client", business__isnull=False)
                | (~models.Q(role="client") & models.Q(business__isnull=True)),
                name="invitation_client_names_business",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} as {self.role}"


class AccessToken(TenantModel):
    """A program's key to read what its owner may read in one firm, until it expires."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    secret_hash = models.BinaryField(max_length=32)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.user_id}"
