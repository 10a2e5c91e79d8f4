"""Open a membership year."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.core.ranges import span
from klynge.membership import policies
from klynge.membership.models import Term
from klynge.membership.rules.terms import term_end, term_label


@transaction.atomic
def open_term(cluster: Cluster, *, starts_on: date, actor: Actor, at: datetime) -> Term:
    """Open the membership year that starts on the day, exactly one year long; it is labelled 2027, or 2026/27 over New Year.

    Raises: Refused, Invalid when the cluster's years start on another day, Conflict when a term has some of the days.
    """
    require(policies.may_open_term(actor, cluster))
    if starts_on.day != 1 or starts_on.month != cluster.membership_year_month:
        raise Invalid(
            _("Membership years of %(cluster)s start on the first of month %(month)s; %(day)s is another day.")
            % {"cluster": cluster.name, "month": cluster.membership_year_month, "day": starts_on},
            field="starts_on",
        )
    during = span(starts_on, term_end(starts_on))
    if there := Term.objects.filter(cluster=cluster, during__overlap=during).order_by("during").first():
        raise Conflict(_("The term %s has some of these days already.") % there.label)

    try:
        with transaction.atomic():
            term = Term.objects.create(cluster=cluster, label=term_label(starts_on), during=during)
    except IntegrityError:
        raise Conflict(_("Somebody has just opened the term %s.") % term_label(starts_on)) from None
    record(actor, "membership.term.opened", term, at=at, cluster_id=cluster.pk, starts_on=starts_on.isoformat())
    return term
