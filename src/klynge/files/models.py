"""Stored documents: what was uploaded or made, with its fingerprint."""

from django.db import models

from klynge.access.models import ClusterRow


class StoredFile(ClusterRow):
    """One document behind Django's storage; the bytes never change."""

    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    blob = models.FileField(upload_to="files/%Y/%m/")
    stored_at = models.DateTimeField()
    shredded_at = models.DateTimeField(null=True)  # the bytes were deleted

    def __str__(self) -> str:
        return self.name
