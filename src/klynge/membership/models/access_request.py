"""Somebody who works at a member company, by the address, and asks the company to let them in."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow, Locale


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    def visible_to(self, actor: Actor) -> AccessRequestQuerySet:
        """Keep the requests that the actor may answer: all for who keeps the register, else those to the actor's own companies."""
        here = self.filter(cluster_id=actor.cluster_id)
        if actor.may("directory.edit", cluster_id=actor.cluster_id):
            return here
        return here.filter(organisation_id__in=actor.companies_where("portal.edit_people", cluster_id=actor.cluster_id))


class AccessRequest(ClusterRow):
    """A request that waits for the company's answer; the answer takes the row away, what was answered stands in the audit log."""

    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    address = models.EmailField()  # shown to be theirs: they have followed the link in a mail to it
    language = models.CharField(max_length=2, choices=Locale.choices, default=Locale.DANISH)
    asked_at = models.DateTimeField()

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(AccessRequestQuerySet))

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint("cluster", "organisation", Lower("address"), name="access_request_once")]

    def __str__(self) -> str:
        return self.name
