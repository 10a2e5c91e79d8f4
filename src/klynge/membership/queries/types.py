"""Kinds of members, and what stands in the way of one."""

import re
from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.core.errors import Invalid
from klynge.membership.models import MembershipType

LONGEST_NAME = 80
MOST_VOTES = 1_000


def types_of(cluster: Cluster) -> QuerySet[MembershipType]:
    """Return the cluster's kinds of members, by code."""
    return MembershipType.objects.filter(cluster=cluster).order_by("code")


def refuse_code(code: str) -> None:
    """Refuse what fee schedules and files can't name. Raises: Invalid."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,19}", code):
        raise Invalid(_("A code has up to 20 small letters, digits and hyphens, for example “knowledge”."), field="code")


def refuse_type(name: Mapping[str, str], votes: int) -> None:
    """Refuse a type without a name or with an absurd number of votes. Raises: Invalid."""
    if not any(text.strip() for text in name.values()) or any(len(text) > LONGEST_NAME for text in name.values()):
        raise Invalid(_("Give the type a name of up to %s letters.") % LONGEST_NAME, field="name_da")
    if not 0 <= votes <= MOST_VOTES:
        raise Invalid(_("A member has between 0 and %s votes.") % MOST_VOTES, field="votes")
