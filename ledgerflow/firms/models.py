"""The tenant, the businesses it keeps books for, and the people who may.

Here: tables only. Not here: who may do what (access.py) or how a business starts (services.py).
"""

from decimal import Decimal
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who signs in; without a password the account cannot be used yet."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An operator, who sees Django admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Belongs to no firm by itself; Membership says where and as what."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.email


class Firm(models.Model):
    """The practice: the tenant that all other rows belong to."""

    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    shares_knowledge = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Its businesses learn from each other: which payee went to which account.",
    )
    is_demo = models.BooleanField(
        default=False, db_default=False, help_text="Invented books to look at; closed by a click."
    )
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text="From then on nobody sees it; its rows stay."
    )

    is_tenant: ClassVar[bool] = True

    def __str__(self) -> str:
        return self.name


class TenantModel(models.Model):
    """A row of one firm. Foreign keys are composite and made in SQL (db_constraint=False)."""

    firm = models.ForeignKey(Firm, models.PROTECT, db_constraint=False, related_name="+")

    is_tenant: ClassVar[bool] = True

    class Meta:
        abstract = True


class Business(TenantModel):
    """One set of books, with the profile that classification and tax forms need."""

    class LegalForm(models.TextChoices):
        SOLE_PROPRIETOR = "sole_proprietor", "Sole proprietor"
        PARTNERSHIP = "partnership", "Partnership"
        LIMITED_COMPANY = "limited_company", "Limited company"
        OTHER = "other", "Other"

    class TaxRegime(models.TextChoices):
        US_SCHEDULE_C = "us_schedule_c", "US Schedule C (Form 1040)"
        UK_SELF_EMPLOYMENT = "uk_self_employment", "UK self-employment"
        NONE = "none", "None"

    class ModelPolicy(models.TextChoices):
        NONE = "none", "No language model"
        LOCAL = "local", "Local models only"
        ALLOWED = "allowed", "Models of providers too"

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80)
    legal_form = models.CharField(
        max_length=20, choices=LegalForm, default=LegalForm.SOLE_PROPRIETOR
    )
    industry = models.CharField(max_length=80, blank=True)
    description = models.TextField(blank=True)
    base_currency = models.CharField(max_length=3, default="USD")
    fiscal_year_start_month = models.PositiveSmallIntegerField(default=1)
    tax_regime = models.CharField(max_length=20, choices=TaxRegime, default=TaxRegime.US_SCHEDULE_C)
    target_error_rate = models.DecimalField(
        max_digits=5, decimal_places=4, default=Decimal("0.005")
    )
    auto_accept = models.BooleanField(default=True)
    model_policy = models.CharField(
        max_length=8,
        choices=ModelPolicy,
        default=ModelPolicy.NONE,
        db_default=ModelPolicy.NONE.value,
        help_text="Which language models agents may ask about this business's transactions.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "businesses"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["firm", "slug"], name="business_slug_unique"),
            models.CheckConstraint(
                condition=models.Q(fiscal_year_start_month__range=(1, 12)),
                name="business_fiscal_month",
            ),
            models.CheckConstraint(
                condition=models.Q(target_error_rate__gte=0, target_error_rate__lte=1),
                name="business_target_error_rate",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(TenantModel):
    """A person's role in a firm; a `client` sees only the businesses named."""

    class Role(models.TextChoices):
        OWNER = "owner", "Owner"
        BOOKKEEPER = "bookkeeper", "Bookkeeper"
        VIEWER = "viewer", "Viewer"
        CLIENT = "client", "Client"

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    business = models.ForeignKey(
        Business, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+"
    )
    weekly_digest = models.BooleanField(
        default=False, db_default=False, help_text="An e-mail a week about what needs attention."
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["firm", "user", "business"],
                name="membership_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(role="client", business__isnull=False)
                | (~models.Q(role="client") & models.Q(business__isnull=True)),
                name="membership_client_names_business",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} as {self.role}"
