"""Let everybody read a text, now or from a moment on."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.core.slugs import slug_of
from klynge.core.texts import in_language
from klynge.publishing import policies
from klynge.publishing.models import Release, ReleaseKind, ReleaseState


@transaction.atomic
def publish_release(release: Release, *, actor: Actor, at: datetime, from_at: datetime | None = None) -> Release:
    """Publish it from the moment (default: now), at an address that it keeps for ever; what was withdrawn comes back to the same one.

    Raises: Refused, Conflict when it is public already, Invalid for what a published text must have.
    """
    require(policies.may_write(actor, release.cluster))
    release = Release.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=release.pk)
    if release.state_at(at) == ReleaseState.PUBLISHED:
        raise Conflict(_("This is public already."))
    _refuse_unfinished(release)
    if not release.slug:
        taken = set(Release.objects.filter(cluster=release.cluster).exclude(slug="").values_list("slug", flat=True))
        release.slug = slug_of(in_language(release.headline, release.cluster.locale), taken=taken)

    release.published_at, release.published_by, release.withdrawn_at = max(from_at or at, at), actor.name[:120], None
    release.save(update_fields=["slug", "published_at", "published_by", "withdrawn_at"])
    record(actor, "publishing.release.published", release, at=at, slug=release.slug, from_at=release.published_at.isoformat())
    return release


def _refuse_unfinished(release: Release) -> None:
    own = release.cluster.locale
    if not release.body.get(own):
        raise Invalid(_("There is no text yet. Write it before you publish."), field=f"body_{own}")
    if release.kind == ReleaseKind.PRESS:
        if not release.lead.get(own):
            raise Invalid(_("A press release has a lead: what happened, in two sentences."), field=f"lead_{own}")
        if not release.contact_name or not (release.contact_email or release.contact_phone):
            raise Invalid(
                _("A press release names whom the press can reach, with an e-mail address or a phone number."), field="contact_name"
            )
    if release.picture and not any(release.alt.values()):
        raise Invalid(_("Say what the picture shows, for those who can't see it."), field=f"alt_{own}")
