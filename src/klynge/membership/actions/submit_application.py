"""Send an application in."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.directory.queries.wording import refuse
from klynge.directory.rules.checking import clean_organisation, clean_text
from klynge.membership import policies
from klynge.membership.actions.mail_application import mail_application
from klynge.membership.models import Application, ApplicationEvent, ApplicationState
from klynge.membership.queries.applying import REQUIRED, organisation_facts, outcome_of, recognised
from klynge.membership.rules.applications import answers_of, may_follow

AHEAD = timedelta(days=730)
TEXTS = ("contact_name", "contact_title", "contact_phone", "buyer_reference", "unit")


@transaction.atomic
def submit_application(application: Application, *, facts: dict[str, Any], site: str, actor: Actor, at: datetime) -> Application:
    """Store what the applicant says and send it in, with a mail to say so; an existing organisation is recognised by its number.

    Raises: Refused, Conflict when it was decided or withdrawn meanwhile, Invalid naming the field that is missing or wrong.
    """
    require(policies.may_apply(actor, application.cluster))
    kept = Application.objects.select_for_update(of=("self",)).select_related("cluster", "type").get(pk=application.pk)
    if not may_follow(kept.state, ApplicationState.SUBMITTED):
        raise Conflict(_("This application was sent already. Open its page to see where it stands."))
    for name, value in facts.items():
        setattr(kept, name, clean_text(value) if name in TEXTS else value)
    _check(kept, at)
    kept.organisation = recognised(kept)
    kept.size_outcome = outcome_of(kept)
    kept.state, kept.submitted_at = ApplicationState.SUBMITTED, kept.submitted_at or at

    kept.save()
    ApplicationEvent.objects.create(application=kept, state=kept.state, at=at, by_name=kept.contact_name)
    record(actor, "membership.application.received", kept, at=at, cluster_id=kept.cluster_id, size_outcome=kept.size_outcome)
    mail_application(kept, site=site, note="", actor=actor, at=at)
    return kept


def _check(kept: Application, at: datetime) -> None:
    if kept.kind == "public" and not kept.gln:
        raise Invalid(_("A public authority is invoiced electronically: give the GLN (EAN number)."), field="gln")
    for name in (*REQUIRED, *answers_of(kept.kind)):
        if getattr(kept, name) in (None, ""):
            raise Invalid(_("This has to be filled in."), field=name)
    first = day_of(kept.submitted_at or at)  # an answer to a question may come after the day that was wished for
    if kept.wished_on is None or not first <= kept.wished_on <= day_of(at) + AHEAD:
        raise Invalid(_("Choose a day between today and two years ahead."), field="wished_on")
    cleaned, problems = clean_organisation(organisation_facts(kept))
    refuse(problems)
    for name, value in cleaned.items():
        if hasattr(kept, name):
            setattr(kept, name, value)
