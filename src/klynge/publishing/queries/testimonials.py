"""What members say about membership: checked before it is kept, and found by the signed link in a mail."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.core.errors import Invalid
from klynge.core.texts import LANGUAGES, no_longer_than
from klynge.publishing.models import Testimonial

PLAIN = {"name": 120, "title": 120, "organisation_name": 160, "email": 254}
SALT = "klynge.publishing.testimonial"


def cleaned_testimonial(cluster: Cluster, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts without blanks around them. Raises: Invalid naming the field."""
    found: dict[str, Any] = {name: no_longer_than(most, str(facts.get(name) or ""), field=name) for name, most in PLAIN.items()}
    given = facts.get("text") or {}
    found["text"] = {language: no_longer_than(600, str(given.get(language) or ""), field=f"text_{language}") for language in LANGUAGES}
    if not any(found["text"].values()):
        raise Invalid(_("Write what they said."), field=f"text_{cluster.locale}")
    if not found["name"]:
        raise Invalid(_("Say who said it."), field="name")
    try:
        validate_email(found["email"])
    except ValidationError as fault:
        raise Invalid(_("Give an e-mail address that works: nothing is shown before the person has said yes."), field="email") from fault
    return found


def testimonial_token(testimonial: Testimonial) -> str:
    """Return what stands in the link with which somebody says yes or no."""
    return signing.Signer(salt=SALT).sign_object([testimonial.cluster_id, testimonial.pk])


def testimonial_by(token: str, *, cluster: Cluster) -> Testimonial | None:
    """Return what the link is of, or None when it was altered, is of another cluster, or the testimonial was deleted."""
    try:
        cluster_id, pk = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if cluster_id != cluster.pk:
        return None
    found: Testimonial | None = Testimonial.objects.select_related("cluster").filter(cluster=cluster, pk=pk).first()
    return found
