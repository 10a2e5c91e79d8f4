"""Give a text a picture, or take it away."""

from datetime import datetime
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.publishing import policies
from klynge.publishing.models import Release
from klynge.publishing.rules.pictures import TOO_LARGE, Fitted, fitted


@transaction.atomic
def change_picture(release: Release, *, content: bytes, actor: Actor, at: datetime) -> Release:
    """Store the picture in the widths that pages use, without what the camera wrote into it; no content takes it away.

    Raises: Refused; Invalid when it is no JPEG, PNG or WebP, too large, or can't be stored.
    """
    require(policies.may_write(actor, release.cluster))
    release = Release.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=release.pk)
    found = _fitted(content) if content else None
    release.picture = _stored(release, found) if found else ""
    release.picture_width, release.picture_height = (found.width, found.height) if found else (None, None)
    release.save(update_fields=["picture", "picture_width", "picture_height"])
    record(actor, "publishing.release.illustrated", release, at=at, size=len(content))
    return release


def _fitted(content: bytes) -> Fitted:
    try:
        return fitted(content)
    except ValueError as fault:
        if str(fault) == TOO_LARGE:
            raise Invalid(_("The picture is too large: at most 15 MB and 60 megapixels."), field="picture") from fault
        raise Invalid(_("This is no picture that can be read. Use a JPEG, PNG or WebP file."), field="picture") from fault


def _stored(release: Release, found: Fitted) -> str:
    name = f"news/{release.cluster_id}/{uuid4().hex}"
    try:
        for width, content in found.files.items():
            default_storage.save(f"{name}-{width}.webp", ContentFile(content))
    except OSError as fault:
        raise Invalid(_("The picture could not be stored: %s. Ask the operator to make room.") % fault.strerror, field="picture") from fault
    return name
