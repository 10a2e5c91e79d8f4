"""Files of members that were read in, and how their columns were understood."""

from django.db import models

from klynge.access.models import ClusterRow


class ImportMapping(ClusterRow):
    """Which column of a file means what; remembered by the file's header for the next time."""

    name = models.CharField(max_length=80)
    header_fingerprint = models.CharField(max_length=64)
    columns = models.JSONField()  # {"Firmanavn": "name", ...}
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cluster", "header_fingerprint"], name="mapping_once")]


class ImportRun(ClusterRow):
    """One file: rehearsed, then committed; its faulty rows come back as a file with the reasons."""

    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    rejects = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    rehearsed_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=120)
    counts = models.JSONField(default=dict)  # {"rows": 5000, "created": ..., "updated": ..., "unchanged": ..., "faulty": 200}

    class Meta:
        ordering = ["-id"]
