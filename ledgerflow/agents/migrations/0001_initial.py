from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0006_agents_asked"),
        ("firms", "0004_business_model_policy"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LanguageModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.SlugField(max_length=60, unique=True)),
                (
                    "provider",
                    models.CharField(
                        choices=[
                            ("openai", "OpenAI"),
                            ("anthropic", "Anthropic"),
                            (
                                "compatible",
                                "OpenAI-compatible server (Ollama, vLLM, llama.cpp ...)",
                            ),
                        ],
                        max_length=12,
                    ),
                ),
                ("model_name", models.CharField(max_length=120)),
                ("base_url", models.CharField(blank=True, max_length=300)),
                ("key_variable", models.CharField(blank=True, max_length=80)),
                (
                    "is_local",
                    models.BooleanField(
                        default=False,
                        help_text="It runs on the operator's own machines: nothing leaves them.",
                    ),
                ),
                (
                    "output_mode",
                    models.CharField(
                        choices=[
                            ("tool", "Tool call (the answer is a call of an output tool)"),
                            ("native", "JSON schema (response_format: json_schema)"),
                            (
                                "prompted",
                                "Prompted (the schema stands in the prompt, JSON is asked for)",
                            ),
                        ],
                        default="tool",
                        max_length=10,
                    ),
                ),
                ("supports_tools", models.BooleanField(default=True)),
                (
                    "supports_required_tool",
                    models.BooleanField(
                        default=True, help_text="The server takes tool_choice: required."
                    ),
                ),
                ("max_output_tokens", models.PositiveIntegerField(default=1000)),
                ("request_seconds", models.PositiveIntegerField(default=30)),
                ("concurrency", models.PositiveSmallIntegerField(default=4)),
                (
                    "input_price",
                    models.DecimalField(
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=10,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                    ),
                ),
                (
                    "output_price",
                    models.DecimalField(
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=10,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                    ),
                ),
                ("is_enabled", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("input_price__gte", 0), ("output_price__gte", 0)),
                        name="languagemodel_prices",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("concurrency__range", (1, 64)), ("request_seconds__range", (1, 600))
                        ),
                        name="languagemodel_limits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.SlugField(max_length=60, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("payee", "Payee lookup"),
                            ("classification", "Classification"),
                            ("profile", "Business profile"),
                        ],
                        max_length=20,
                    ),
                ),
                ("purpose", models.CharField(blank=True, max_length=300)),
                ("max_tool_calls", models.PositiveSmallIntegerField(default=6)),
                ("max_seconds", models.PositiveSmallIntegerField(default=60)),
                ("max_tokens", models.PositiveIntegerField(default=20000)),
                (
                    "max_cost_per_run",
                    models.DecimalField(
                        decimal_places=4,
                        default=Decimal("0.05"),
                        max_digits=10,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                    ),
                ),
                (
                    "max_cost_per_day",
                    models.DecimalField(
                        decimal_places=4,
                        default=Decimal("5"),
                        max_digits=10,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                    ),
                ),
                ("is_enabled", models.BooleanField(default=False)),
                (
                    "model",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agents",
                        to="agents.languagemodel",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="LookUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("cancelled", "Cancelled"),
                            ("stopped", "Stopped"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("suggested", models.PositiveIntegerField(default=0)),
                ("to_review", models.PositiveIntegerField(default=0)),
                ("is_cancel_wanted", models.BooleanField(default=False)),
                ("reason_code", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audit.batch",
                    ),
                ),
                (
                    "business",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.business",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.firm",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgentRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("provider", models.CharField(blank=True, max_length=12)),
                ("model_name", models.CharField(blank=True, max_length=120)),
                ("is_trial", models.BooleanField(default=False)),
                ("subject_key", models.CharField(blank=True, max_length=200)),
                (
                    "transactions",
                    models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("answered", "Answered"),
                            ("review", "To a person"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("reason_code", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "input",
                    models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
                ),
                ("output", models.JSONField(blank=True, null=True)),
                (
                    "messages",
                    models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
                ),
                (
                    "refusals",
                    models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
                ),
                ("requests", models.PositiveIntegerField(default=0)),
                ("tool_calls", models.PositiveIntegerField(default=0)),
                ("input_tokens", models.PositiveIntegerField(default=0)),
                ("output_tokens", models.PositiveIntegerField(default=0)),
                (
                    "cost",
                    models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=12),
                ),
                ("milliseconds", models.PositiveIntegerField(default=0)),
                (
                    "started_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="agents.agent",
                    ),
                ),
                (
                    "business",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.business",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.firm",
                    ),
                ),
                (
                    "look_up",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="agents.lookup",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OutboundCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=10)),
                ("method", models.CharField(max_length=8)),
                ("url", models.CharField(max_length=1000)),
                ("host", models.CharField(max_length=253)),
                ("address", models.CharField(blank=True, max_length=45)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("refused", models.CharField(blank=True, max_length=300)),
                ("sent_bytes", models.PositiveIntegerField(default=0)),
                ("received_bytes", models.PositiveIntegerField(default=0)),
                ("sent_sha256", models.CharField(blank=True, max_length=64)),
                ("sent_text", models.TextField(blank=True)),
                ("milliseconds", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "business",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.business",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.firm",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outbound",
                        to="agents.agentrun",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PromptVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prompts",
                        to="agents.agent",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["agent", "-version"],
            },
        ),
        migrations.AddField(
            model_name="agentrun",
            name="prompt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agents.promptversion",
            ),
        ),
        migrations.AddField(
            model_name="agent",
            name="prompt",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agents.promptversion",
            ),
        ),
        migrations.CreateModel(
            name="Tool",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.SlugField(max_length=60, unique=True)),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        help_text="What the model reads; empty: the function's docstring.",
                    ),
                ),
                ("module_path", models.CharField(max_length=200, unique=True)),
                ("timeout_seconds", models.PositiveSmallIntegerField(default=10)),
                (
                    "result_limit",
                    models.PositiveIntegerField(
                        default=8000, help_text="Characters of a result that the model sees."
                    ),
                ),
                ("calls_per_run", models.PositiveSmallIntegerField(default=4)),
                (
                    "cache_seconds",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="How long the result of an identical call is used again; 0: never.",
                    ),
                ),
                ("is_enabled", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("calls_per_run__range", (1, 50)),
                            ("result_limit__range", (100, 100000)),
                            ("timeout_seconds__range", (1, 120)),
                        ),
                        name="tool_limits",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="agent",
            name="tools",
            field=models.ManyToManyField(blank=True, related_name="agents", to="agents.tool"),
        ),
        migrations.CreateModel(
            name="ToolCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("tool_name", models.CharField(max_length=60)),
                ("module_path", models.CharField(max_length=200)),
                ("arguments", models.JSONField(default=dict)),
                ("result", models.TextField(blank=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("ok", "Answered"),
                            ("retry", "Asked to try other arguments"),
                            ("failed", "Failed"),
                            ("timeout", "Took too long"),
                            ("refused", "Refused"),
                        ],
                        max_length=10,
                    ),
                ),
                ("error", models.CharField(blank=True, max_length=500)),
                ("was_cut", models.BooleanField(default=False)),
                ("from_cache", models.BooleanField(default=False)),
                ("milliseconds", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "business",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.business",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.firm",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recorded_calls",
                        to="agents.agentrun",
                    ),
                ),
            ],
            options={
                "ordering": ["run", "position"],
            },
        ),
        migrations.CreateModel(
            name="AgentSpend",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("runs", models.PositiveIntegerField(default=0)),
                ("requests", models.PositiveIntegerField(default=0)),
                ("input_tokens", models.PositiveBigIntegerField(default=0)),
                ("output_tokens", models.PositiveBigIntegerField(default=0)),
                (
                    "cost",
                    models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=14),
                ),
                (
                    "reserved",
                    models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=14),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spend",
                        to="agents.agent",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "agent spend",
                "ordering": ["-day", "agent"],
                "constraints": [
                    models.UniqueConstraint(fields=("agent", "day"), name="agentspend_once"),
                    models.CheckConstraint(
                        condition=models.Q(("cost__gte", 0), ("reserved__gte", 0)),
                        name="agentspend_not_negative",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="lookup",
            index=models.Index(fields=["firm", "business", "-id"], name="lookup_newest"),
        ),
        migrations.AddIndex(
            model_name="outboundcall",
            index=models.Index(fields=["firm", "-id"], name="outbound_newest"),
        ),
        migrations.AddConstraint(
            model_name="promptversion",
            constraint=models.UniqueConstraint(
                fields=("agent", "version"), name="promptversion_once"
            ),
        ),
        migrations.AddIndex(
            model_name="agentrun",
            index=models.Index(
                fields=["firm", "business", "kind", "subject_key"], name="run_by_subject"
            ),
        ),
        migrations.AddIndex(
            model_name="agentrun",
            index=models.Index(fields=["firm", "-id"], name="run_newest"),
        ),
        migrations.AddConstraint(
            model_name="agent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("max_cost_per_day__gte", 0),
                    ("max_cost_per_run__gte", 0),
                    ("max_seconds__range", (1, 600)),
                    ("max_tokens__range", (100, 1000000)),
                    ("max_tool_calls__range", (0, 50)),
                ),
                name="agent_limits",
            ),
        ),
        migrations.AddConstraint(
            model_name="toolcall",
            constraint=models.UniqueConstraint(
                fields=("firm", "run", "position"), name="toolcall_once"
            ),
        ),
    ]
