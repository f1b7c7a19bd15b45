"""Entries and lines in the shape that a million of them want, and the balances kept by triggers.

The tables are rebuilt in SQL: fewer columns, keys and indexes, the rules set-wise. Django learns
the result as state.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_seals"),
        ("firms", "0002_tenancy"),
        ("ledger", "0002_invariants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                run_sql_file(__file__, "journal_shape.sql"),
                run_sql_file(__file__, "entry_rules.sql"),
                run_sql_file(__file__, "line_rules.sql"),
                run_sql_file(__file__, "kept_balances.sql"),
                run_sql_file(__file__, "entry_post.sql"),
                run_sql_file(__file__, "entries_checks.sql"),
                run_sql_file(__file__, "entries_post.sql"),
            ],
            state_operations=[
                migrations.CreateModel(
                    name="DayBalance",
                    fields=[
                        ("slot", models.PositiveSmallIntegerField()),
                        ("amount", models.DecimalField(decimal_places=4, max_digits=25)),
                        ("lines", models.BigIntegerField()),
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "account_id",
                                "date",
                                "slot",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("date", models.DateField()),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="MonthBalance",
                    fields=[
                        ("slot", models.PositiveSmallIntegerField()),
                        ("amount", models.DecimalField(decimal_places=4, max_digits=25)),
                        ("lines", models.BigIntegerField()),
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "business_id",
                                "account_id",
                                "month",
                                "slot",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("month", models.DateField()),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.RemoveConstraint(
                    model_name="journalentry",
                    name="journalentry_reversed_once",
                ),
                migrations.RemoveConstraint(
                    model_name="journalentry",
                    name="journalentry_idempotency_key",
                ),
                migrations.RemoveConstraint(
                    model_name="journalentry",
                    name="journalentry_reversal_names_entry",
                ),
                migrations.RemoveConstraint(
                    model_name="journalline",
                    name="journalline_position_unique",
                ),
                migrations.RemoveIndex(
                    model_name="journalline",
                    name="journalline_by_account",
                ),
                migrations.RemoveField(
                    model_name="journalline",
                    name="id",
                ),
                migrations.AddField(
                    model_name="journalentry",
                    name="batch",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audit.batch",
                    ),
                ),
                migrations.AddField(
                    model_name="journalentry",
                    name="line_count",
                    field=models.PositiveSmallIntegerField(db_default=0),
                ),
                migrations.AddField(
                    model_name="journalline",
                    name="pk",
                    field=models.CompositePrimaryKey(
                        "entry_id",
                        "position",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                migrations.AlterField(
                    model_name="journalentry",
                    name="business",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.business",
                    ),
                ),
                migrations.AlterField(
                    model_name="journalentry",
                    name="firm",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.firm",
                    ),
                ),
                migrations.AlterField(
                    model_name="journalentry",
                    name="idempotency_key",
                    field=models.CharField(blank=True, max_length=120),
                ),
                migrations.AlterField(
                    model_name="journalentry",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("normal", "Entry"),
                            ("opening", "Opening balance"),
                            ("reversal", "Reversal"),
                            ("closing", "Year-end closing"),
                        ],
                        default="normal",
                        max_length=10,
                    ),
                ),
                migrations.AlterField(
                    model_name="journalentry",
                    name="posted_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="journalentry",
                    name="request_hash",
                    field=models.BinaryField(max_length=32),
                ),
                migrations.AlterField(
                    model_name="journalentry",
                    name="reverses",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.journalentry",
                    ),
                ),
                migrations.AlterField(
                    model_name="journalline",
                    name="account",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="ledger.account",
                    ),
                ),
                migrations.AlterField(
                    model_name="journalline",
                    name="business",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.business",
                    ),
                ),
                migrations.AlterField(
                    model_name="journalline",
                    name="entry",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="ledger.journalentry",
                    ),
                ),
                migrations.AlterField(
                    model_name="journalline",
                    name="firm",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.firm",
                    ),
                ),
                migrations.AddIndex(
                    model_name="journalentry",
                    index=models.Index(
                        condition=models.Q(("batch__isnull", False)),
                        fields=["firm", "batch"],
                        name="journalentry_by_batch",
                    ),
                ),
                migrations.AddIndex(
                    model_name="journalentry",
                    index=models.Index(
                        condition=models.Q(("kind", "closing")),
                        fields=["firm", "business", "date"],
                        name="journalentry_closing",
                    ),
                ),
                migrations.AddIndex(
                    model_name="journalline",
                    index=models.Index(fields=["account", "date"], name="journalline_by_account"),
                ),
                migrations.AddConstraint(
                    model_name="journalentry",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("reverses__isnull", False)),
                        fields=("firm", "reverses"),
                        name="journalentry_reversed_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="journalentry",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("idempotency_key", ""), _negated=True),
                        fields=("firm", "business", "idempotency_key"),
                        name="journalentry_idempotency_key",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="journalentry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "reversal"), ("reverses__isnull", False)),
                            ("kind", "closing"),
                            models.Q(
                                models.Q(("kind", "reversal"), _negated=True),
                                ("reverses__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="journalentry_reversal_names_entry",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="journalentry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("idempotency_key", ""), _negated=True),
                            ("batch__isnull", False),
                            _connector="OR",
                        ),
                        name="journalentry_has_key",
                    ),
                ),
                migrations.AddField(
                    model_name="daybalance",
                    name="account",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                migrations.AddField(
                    model_name="daybalance",
                    name="business",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.business",
                    ),
                ),
                migrations.AddField(
                    model_name="daybalance",
                    name="firm",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.firm",
                    ),
                ),
                migrations.AddField(
                    model_name="monthbalance",
                    name="account",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                migrations.AddField(
                    model_name="monthbalance",
                    name="business",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.business",
                    ),
                ),
                migrations.AddField(
                    model_name="monthbalance",
                    name="firm",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="firms.firm",
                    ),
                ),
            ],
        ),
    ]
