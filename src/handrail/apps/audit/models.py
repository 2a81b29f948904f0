from __future__ import annotations

from django.db import models


class Fact(models.Model):
    """Something that happened, who recorded it and when. Written once by `record_fact`, never changed.

    A fact is a row of a chain (one per school, and one for what concerns no school): `hash` is the SHA-256
    of the previous row's hash and of `content`, the exact JSON text of everything the row says. No foreign
    keys: a fact outlives what it is about.
    """

    id = models.BigAutoField(primary_key=True)
    chain = models.BigIntegerField()
    position = models.BigIntegerField()
    kind = models.TextField(db_collation="C")
    school_id = models.BigIntegerField(null=True)
    pupil_id = models.UUIDField(null=True)
    about = models.TextField(help_text="what the fact is about, as “plans.goal:<id>”", db_collation="C")
    by_id = models.BigIntegerField(null=True)
    by_name = models.TextField()
    by_role = models.TextField()
    audience = models.TextField(db_collation="C")
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    detail = models.JSONField()
    content = models.TextField(help_text="the exact text that is hashed")
    hash = models.BinaryField()

    class Meta:
        # The table is created by hand in the migration, with the function that writes to it.
        constraints = [
            models.UniqueConstraint(fields=["chain", "position"], name="audit_fact_place_in_chain")
        ]
        indexes = [models.Index(fields=["pupil_id", "-happened_on", "-id"], name="audit_fact_of_pupil")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.happened_on}"
