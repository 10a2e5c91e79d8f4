"""Whether people work where they say that they do."""

from datetime import datetime

from django.utils.translation import gettext as _

from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.directory.models import Affiliation, Organisation, Person


def check_people(organisation: Organisation, holder: Person, substitute: Person | None, *, at: datetime) -> None:
    """See to it that both work at the company and are two. Raises: Invalid with the field."""
    works = set(
        Affiliation.objects.filter(organisation=organisation, during__contains=day_of(at), person__in=[p for p in (holder, substitute) if p])
        .values_list("person_id", flat=True)
    )  # fmt: skip
    if holder.pk not in works:
        raise Invalid(_("%s does not work there.") % holder.name, field="holder")
    if substitute is not None and substitute.pk not in works:
        raise Invalid(_("%s does not work there.") % substitute.name, field="substitute")
    if substitute is not None and substitute.pk == holder.pk:
        raise Invalid(_("The substitute is somebody else."), field="substitute")
