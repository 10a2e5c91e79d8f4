"""What a role may do with organisations and people."""

from datetime import date

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.directory.models import Affiliation, ContactRole, ContactRoleKind, Listing, Organisation, Person, Subscription


def may_register(actor: Actor, cluster: Cluster) -> bool:
    """Add organisations, people, partners and subscribers to what the cluster knows."""
    return actor.may("directory.register", cluster_id=cluster.pk)


def may_edit(actor: Actor, organisation: Organisation) -> bool:
    """Change an organisation that the actor's cluster knows, and who is what there."""
    is_known = Listing.objects.filter(cluster_id=actor.cluster_id, organisation=organisation)
    return actor.may("directory.edit", cluster_id=actor.cluster_id) and is_known.exists()


def may_edit_profile(actor: Actor, organisation: Organisation, cluster: Cluster) -> bool:
    """Change how an organisation shows itself: who edits it in the office, or whoever answers for it."""
    if actor.may_for("portal.edit_company", organisation.pk, cluster_id=cluster.pk):
        return True
    return actor.cluster_id == cluster.pk and may_edit(actor, organisation)


def may_declare_size(actor: Actor, organisation: Organisation) -> bool:
    """Say how large an organisation is: who edits it in the office, or whoever answers for its money."""
    return actor.may_for("portal.declare_size", organisation.pk, cluster_id=actor.cluster_id) or may_edit(actor, organisation)


def may_edit_people(actor: Actor, organisation: Organisation) -> bool:
    """Say who works at an organisation and is what there: who edits it in the office, or whoever answers for it."""
    return actor.may_for("portal.edit_people", organisation.pk, cluster_id=actor.cluster_id) or may_edit(actor, organisation)


def may_edit_person(actor: Actor, person: Person) -> bool:
    """Change a person whom the actor's cluster knows, or whom nobody knows yet."""
    if not actor.may("directory.edit", cluster_id=actor.cluster_id):
        return False
    if Person.objects.visible_to(actor).filter(pk=person.pk).exists():
        return True
    reads = Subscription.objects.filter(person=person, cluster_id=actor.cluster_id)
    return not Affiliation.objects.filter(person=person).exists() and not reads.exists()


def may_change_person(actor: Actor, person: Person) -> bool:
    """Change name, phone and language: who may change the person, and the person."""
    return (actor.user_id is not None and person.user_id == actor.user_id) or may_edit_person(actor, person)


def may_invite_person(actor: Actor, organisation: Organisation, cluster: Cluster, *, on_day: date) -> bool:
    """Invite a colleague to a member company: who edits it in the office, or the company's own primary contact."""
    if may_edit(actor, organisation):
        return actor.cluster_id == cluster.pk
    if actor.user_id is None:
        return False
    own = ContactRole.objects.filter(cluster_id=cluster.pk, organisation=organisation, person__user_id=actor.user_id)
    return own.filter(kind=ContactRoleKind.PRIMARY, during__contains=on_day).exists()


def may_forget(actor: Actor, person: Person, cluster: Cluster) -> bool:
    """Erase what the cluster holds about a person it knows, or has known."""
    if actor.cluster_id != cluster.pk or not actor.may("directory.forget", cluster_id=cluster.pk):
        return False
    known = Affiliation.objects.filter(person=person, organisation__listings__cluster=cluster)
    return actor.is_system or known.exists() or Subscription.objects.filter(person=person, cluster=cluster).exists()


def may_expire(actor: Actor, cluster: Cluster) -> bool:
    """Delete what was kept as long as it may be."""
    return actor.may("directory.forget", cluster_id=cluster.pk)


def may_answer_for(actor: Actor, person: Person, cluster: Cluster) -> bool:
    """Write down a person's yes or no to the cluster: the person, whoever may edit it there, or the installation itself."""
    if actor.user_id is not None and person.user_id == actor.user_id:
        return True
    return actor.cluster_id == cluster.pk and may_edit_person(actor, person)
