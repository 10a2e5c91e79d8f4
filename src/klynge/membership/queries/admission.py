"""What stands in the way of a membership on some days."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.core.ranges import span
from klynge.directory.models import Listing, Organisation, Partnership
from klynge.membership.errors import AlreadyMember, CannotJoin, IsPartner, TermClosed
from klynge.membership.models import Membership, TermClosing

LOCK = 7_307  # any number that nobody else takes as the first of two


def hold_terms(cluster: Cluster, *, mode: str = "") -> None:
    """Wait for those who change memberships (``""``) or for those who close (``"_shared"``), and hold the other side back until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{mode}(%s, %s)", [LOCK, cluster.pk])


def refuse_closed(cluster: Cluster, *, from_on: date, field: str) -> None:
    """Refuse a change of what was so from a day on, when a closed term lies after it; nobody closes one meanwhile. Raises: TermClosed."""
    hold_terms(cluster, mode="_shared")
    closed = TermClosing.objects.filter(term__cluster=cluster, term__during__endswith__gt=from_on).select_related("term")
    if last := closed.order_by("-term__during").first():
        raise TermClosed(
            _("The term %(term)s is closed, so nothing can change before %(day)s. Choose that day or a later one.")
            % {"term": last.term.label, "day": last.term.during.upper},
            field=field,
        )


def refuse_admission(cluster: Cluster, organisation: Organisation, *, from_on: date, besides: Membership | None = None) -> None:
    """Refuse a membership without end from a day on. Raises: CannotJoin, TermClosed, AlreadyMember, IsPartner."""
    said = {"name": organisation.name, "day": from_on}
    if not Listing.objects.filter(cluster=cluster, organisation=organisation).exists():
        raise CannotJoin(_("%(name)s is not known here. Register the organisation first.") % said)
    if organisation.merged_into is not None:
        raise CannotJoin(
            _("%(name)s was merged into %(other)s. Admit that one instead.") % (said | {"other": organisation.merged_into.name})
        )
    if organisation.dissolved_on and from_on >= organisation.dissolved_on:
        raise CannotJoin(
            _("%(name)s was dissolved on %(dissolved)s and can't be a member after that.")
            % (said | {"dissolved": organisation.dissolved_on}),
            field="joined_on",
        )
    refuse_closed(cluster, from_on=from_on, field="joined_on")
    _refuse_overlap(cluster, organisation, from_on, besides)
    partner = Partnership.objects.filter(cluster=cluster, organisation=organisation, during__overlap=span(from_on)).first()
    if partner:
        raise IsPartner(_("%(name)s is a core partner, and a partner is never a member. End the partnership first.") % said)


def _refuse_overlap(cluster: Cluster, organisation: Organisation, from_on: date, besides: Membership | None) -> None:
    held = Membership.objects.filter(cluster=cluster, organisation=organisation, during__overlap=span(from_on))
    held = held.exclude(pk=besides.pk) if besides else held
    if there := held.order_by("during").first():
        raise AlreadyMember(overlap_words(organisation, there))


def overlap_words(organisation: Organisation, there: Membership) -> str:
    """Say which membership is in the way, and from when on the days are free."""
    said = {"name": organisation.name, "number": there.member_no, "from": there.during.lower, "until": there.during.upper}
    if there.during.upper:
        return _("%(name)s is member no. %(number)s from %(from)s; that membership ends, so a new one can begin on %(until)s.") % said
    return _("%(name)s is member no. %(number)s from %(from)s already.") % said
