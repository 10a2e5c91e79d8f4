"""Membership years."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from klynge.access.models import ClusterRow
from klynge.core.ranges import SpanField


class Term(ClusterRow):
    """One membership year of a cluster; terms never overlap."""

    label = models.CharField(max_length=20)  # "2027" or "2026/27"
    during = SpanField()

    class Meta:
        ordering = ["-during"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "label"], name="term_label_once"),
            ExclusionConstraint(
                name="term_no_overlap",
                expressions=[("cluster", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return self.label


class TermClosing(models.Model):
    """A term is closed: nothing dated in it is changed any more."""

    term = models.OneToOneField(Term, on_delete=models.PROTECT, related_name="closing")
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=120)
