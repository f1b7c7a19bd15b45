"""What the operator governs: language models, tools, agents, prompts, and what they cost.

Here: tables that belong to the installation and not to a firm; Django admin edits them. Not here:
what runs leave behind (run_models.py, rows of firms), checking a module path (toolbox/).
"""

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Now

from ledgerflow.agents import run_models  # noqa: F401  # Django finds models from here
from ledgerflow.firms.models import User

NOT_NEGATIVE = [MinValueValidator(Decimal(0))]


class LanguageModel(models.Model):
    """A model at a provider, what its server supports, and what it costs.

    Prices are per million tokens, in US dollars. `key_variable` names the environment variable
    that holds the key ("" for servers without one); the key itself is stored nowhere.
    """

    class Provider(models.TextChoices):
        OPENAI = "openai", "OpenAI"
        ANTHROPIC = "anthropic", "Anthropic"
        COMPATIBLE = "compatible", "OpenAI-compatible server (Ollama, vLLM, llama.cpp ...)"

    class OutputMode(models.TextChoices):
        TOOL = "tool", "Tool call (the answer is a call of an output tool)"
        NATIVE = "native", "JSON schema (response_format: json_schema)"
        PROMPTED = "prompted", "Prompted (the schema stands in the prompt, JSON is asked for)"

    name = models.SlugField(max_length=60, unique=True)
    provider = models.CharField(max_length=12, choices=Provider)
    model_name = models.CharField(max_length=120)
    base_url = models.CharField(max_length=300, blank=True)
    key_variable = models.CharField(max_length=80, blank=True)
    is_local = models.BooleanField(
        default=False, help_text="It runs on the operator's own machines: nothing leaves them."
    )
    output_mode = models.CharField(max_length=10, choices=OutputMode, default=OutputMode.TOOL)
    supports_tools = models.BooleanField(default=True)
    supports_required_tool = models.BooleanField(
        default=True, help_text="The server takes tool_choice: required."
    )
    max_output_tokens = models.PositiveIntegerField(default=1_000)
    request_seconds = models.PositiveIntegerField(default=30)
    concurrency = models.PositiveSmallIntegerField(default=4)
    input_price = models.DecimalField(
        max_digits=10, decimal_places=4, default=Decimal(0), validators=NOT_NEGATIVE
    )
    output_price = models.DecimalField(
        max_digits=10, decimal_places=4, default=Decimal(0), validators=NOT_NEGATIVE
    )
    is_enabled = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(input_price__gte=0, output_price__gte=0),
                name="languagemodel_prices",
            ),
            models.CheckConstraint(
                condition=models.Q(concurrency__range=(1, 64), request_seconds__range=(1, 600)),
                name="languagemodel_limits",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Tool(models.Model):
    """A function that agents may call; `module_path` names it exactly (toolbox/paths.py)."""

    name = models.SlugField(max_length=60, unique=True)
    description = models.TextField(
        blank=True, help_text="What the model reads; empty: the function's docstring."
    )
    module_path = models.CharField(max_length=200, unique=True)
    timeout_seconds = models.PositiveSmallIntegerField(default=10)
    result_limit = models.PositiveIntegerField(
        default=8_000, help_text="Characters of a result that the model sees."
    )
    calls_per_run = models.PositiveSmallIntegerField(default=4)
    cache_seconds = models.PositiveIntegerField(
        default=0, help_text="How long the result of an identical call is used again; 0: never."
    )
    is_enabled = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(
                    timeout_seconds__range=(1, 120),
                    result_limit__range=(100, 100_000),
                    calls_per_run__range=(1, 50),
                ),
                name="tool_limits",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Agent(models.Model):
    """Something that a model is asked to do, with which tools and within which limits.

    `kind` names a task that the code knows (kinds/): what goes in and which answers are taken.
    Costs are US dollars; a day is a UTC day.
    """

    class Kind(models.TextChoices):
        PAYEE = "payee", "Payee lookup"
        CLASSIFICATION = "classification", "Classification"
        PROFILE = "profile", "Business profile"

    name = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    purpose = models.CharField(max_length=300, blank=True)
    model = models.ForeignKey(
        LanguageModel, models.PROTECT, null=True, blank=True, related_name="agents"
    )
    tools = models.ManyToManyField(Tool, blank=True, related_name="agents")
    prompt = models.ForeignKey(
        "PromptVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    max_tool_calls = models.PositiveSmallIntegerField(default=6)
    max_seconds = models.PositiveSmallIntegerField(default=60)
    max_tokens = models.PositiveIntegerField(default=20_000)
    max_cost_per_run = models.DecimalField(
        max_digits=10, decimal_places=4, default=Decimal("0.05"), validators=NOT_NEGATIVE
    )
    max_cost_per_day = models.DecimalField(
        max_digits=10, decimal_places=4, default=Decimal(5), validators=NOT_NEGATIVE
    )
    is_enabled = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(
                    max_tool_calls__range=(0, 50),
                    max_seconds__range=(1, 600),
                    max_tokens__range=(100, 1_000_000),
                    max_cost_per_run__gte=0,
                    max_cost_per_day__gte=0,
                ),
                name="agent_limits",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PromptVersion(models.Model):
    """The words an agent is given, once written never changed; `version` counts per agent."""

    agent = models.ForeignKey(Agent, models.PROTECT, related_name="prompts")
    version = models.PositiveIntegerField()
    text = models.TextField()
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["agent", "-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agent", "version"], name="promptversion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id}/{self.version}"


class AgentSpend(models.Model):
    """What an agent used on a UTC day, over all firms; `reserved` is what running runs may cost."""

    agent = models.ForeignKey(Agent, models.PROTECT, related_name="spend")
    day = models.DateField()
    runs = models.PositiveIntegerField(default=0)
    requests = models.PositiveIntegerField(default=0)
    input_tokens = models.PositiveBigIntegerField(default=0)
    output_tokens = models.PositiveBigIntegerField(default=0)
    cost = models.DecimalField(max_digits=14, decimal_places=6, default=Decimal(0))
    reserved = models.DecimalField(max_digits=14, decimal_places=6, default=Decimal(0))

    class Meta:
        verbose_name_plural = "agent spend"
        ordering: ClassVar[list[str]] = ["-day", "agent"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agent", "day"], name="agentspend_once"),
            models.CheckConstraint(
                condition=models.Q(cost__gte=0, reserved__gte=0), name="agentspend_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} on {self.day}"
