"""Who founds networks, who runs one, who takes a seat."""

from datetime import date

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.networks.models import Network, Officer, Post, Seat


def may_manage(actor: Actor, cluster: Cluster) -> bool:
    """Found, change and close networks, and say who leads them."""
    return actor.may("networks.manage", cluster_id=cluster.pk)


def may_run(actor: Actor, network: Network, *, on: date) -> bool:
    """Admit companies, call meetings, write to those who sit in it: the office, and whoever holds an office of the network on the day."""
    if actor.may("networks.run", cluster_id=network.cluster_id):
        return True
    if actor.user_id is None or actor.cluster_id != network.cluster_id:
        return False
    return Officer.objects.filter(network_id=network.pk, person__user=actor.user_id).on(on).exists()


def may_sit(actor: Actor, cluster: Cluster, *, organisation_id: int) -> bool:
    """Take a seat for a company, change who holds it, give it back: the office, and the company's own people."""
    if actor.may("networks.sit", cluster_id=cluster.pk):
        return True
    return actor.may_for("portal.sign_up", organisation_id, cluster_id=cluster.pk)


def may_end(actor: Actor, seat: Seat, *, on: date) -> bool:
    """End a seat: its company, and whoever runs the network."""
    return may_sit(actor, seat.cluster, organisation_id=seat.organisation_id) or may_run(actor, seat.network, on=on)


def may_talk(actor: Actor, network: Network, *, on: date) -> bool:
    """Write in the network's discussions: whoever runs it, and the people of companies with a seat."""
    if may_run(actor, network, on=on):
        return True
    companies = actor.companies_where("portal.sign_up", cluster_id=network.cluster_id)
    return bool(companies) and Seat.objects.filter(network_id=network.pk, organisation_id__in=companies).seated().exists()


def may_remove_post(actor: Actor, post: Post, *, on: date) -> bool:
    """Take a post away: who wrote it, and whoever runs the network."""
    is_own = actor.user_id is not None and post.person is not None and post.person.user_id == actor.user_id
    return is_own or may_run(actor, post.network, on=on)


def may_serve(actor: Actor, cluster: Cluster) -> bool:
    """Follow what happens elsewhere: mergers of organisations."""
    return actor.may("networks.serve", cluster_id=cluster.pk)


def may_blot(actor: Actor, cluster: Cluster) -> bool:
    """Let go of who somebody was, as part of forgetting."""
    return actor.may("directory.forget", cluster_id=cluster.pk)
