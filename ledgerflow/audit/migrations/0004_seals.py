"""Seals over the journal and the audit trail, and the request that an event belongs to."""

import django.db.models.deletion
from django.db import migrations, models

from ledgerflow.core.sql import run_sql_file


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_batch_kinds"),
        ("firms", "0002_tenancy"),
    ]

    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="request_id",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["firm", "id"], name="audit_by_firm"),
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("sequence", models.IntegerField()),
                ("sealed_at", models.DateTimeField()),
                ("previous", models.BinaryField(max_length=32)),
                ("entries_after", models.BigIntegerField()),
                ("entries_upto", models.BigIntegerField()),
                ("entry_count", models.IntegerField()),
                ("events_after", models.BigIntegerField()),
                ("events_upto", models.BigIntegerField()),
                ("event_count", models.IntegerField()),
                ("entries", models.BinaryField()),
                ("events", models.BinaryField()),
                ("contents", models.BinaryField(max_length=32)),
                ("hash", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.UniqueConstraint(fields=("firm", "sequence"), name="seal_once"),
        ),
        run_sql_file(__file__, "seals.sql"),
    ]
