"""Who may put documents into a cluster's storage and take them out."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.files.models import StoredFile


def may_store(actor: Actor, cluster: Cluster) -> bool:
    """Add a document: everybody in the office except readers."""
    return actor.may("files.store", cluster_id=cluster.pk)


def may_read(actor: Actor, file: StoredFile) -> bool:
    """Open a document: everybody in the cluster's office."""
    return actor.is_staff_of(file.cluster_id)


def may_shred(actor: Actor, cluster: Cluster) -> bool:
    """Delete documents after the time of keeping."""
    return actor.may("directory.forget", cluster_id=cluster.pk)
