"""Write down a change in the same transaction as the change itself."""

from datetime import datetime

from django.db import models

from klynge.access.actor import Actor
from klynge.audit.models import AuditEvent


def record(actor: Actor, verb: str, subject: models.Model, *, at: datetime, cluster_id: int | None = None, **details: object) -> AuditEvent:
    """Record who did what to which row; ``details`` must be plain data (JSON).

    The cluster is the subject's own, unless the subject is shared between clusters.
    """
    cluster = cluster_id or getattr(subject, "cluster_id", None) or actor.cluster_id
    event = AuditEvent(
        cluster_id=cluster,
        at=at,
        actor_name=actor.name,
        user_id=actor.user_id,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_label=str(subject)[:200],
        details=details,
    )
    event.save(force_insert=True)
    return event
