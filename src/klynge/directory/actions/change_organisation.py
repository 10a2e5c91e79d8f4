"""Change what is known about an organisation."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.directory import policies
from klynge.directory.models import Organisation, refresh_search
from klynge.directory.queries.organisations import with_number
from klynge.directory.queries.wording import refuse, refuse_dates
from klynge.directory.rules.checking import Problem, clean_organisation


@transaction.atomic
def change_organisation(organisation: Organisation, *, actor: Actor, at: datetime, **facts: Any) -> Organisation:
    """Change the given fields; each that differs is recorded with before and after. Raises: Refused, Invalid, Conflict."""
    require(policies.may_edit(actor, organisation))
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    cleaned, problems = clean_organisation(facts, country=organisation.country)
    if "name" in facts and not cleaned.get("name") and not problems:
        problems.append(Problem("name", "required"))
    refuse(problems)
    changed = {field: value for field, value in cleaned.items() if getattr(organisation, field) != value}
    if not changed:
        return organisation
    _refuse_taken(organisation, changed)

    before = {field: _plain(getattr(organisation, field)) for field in changed}
    for field, value in changed.items():
        setattr(organisation, field, value)
    refuse_dates(organisation.founded_on, organisation.dissolved_on)
    organisation.save(update_fields=list(changed))
    refresh_search([organisation.pk])
    after = {field: _plain(value) for field, value in changed.items()}
    record(actor, "directory.organisation.changed", organisation, at=at, before=before, after=after)
    return organisation


def _refuse_taken(organisation: Organisation, changed: dict[str, Any]) -> None:
    country, cvr = (changed.get(field, getattr(organisation, field)) for field in ("country", "cvr"))
    other = with_number(country, cvr) if {"country", "cvr"} & set(changed) else None
    if other and other.pk != organisation.pk:
        raise Conflict(_("CVR number %s belongs to another organisation in the registry. If they are the same, merge them.") % cvr)


def _plain(value: Any) -> str | bool | None:
    return value if value is None or isinstance(value, bool) else str(value)
