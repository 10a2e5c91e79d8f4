"""Say what the cluster is on its public site."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.core.texts import LANGUAGES
from klynge.directory.rules.profiles import clean_lines
from klynge.membership import policies
from klynge.membership.models import Presentation

LONGEST = {"headline": 120, "lead": 1_000, "benefits": 4_000}


@transaction.atomic
def present_cluster(
    cluster: Cluster, *, texts: Mapping[str, Mapping[str, str]], is_public: bool, needs_board: bool = False, actor: Actor, at: datetime
) -> Presentation:
    """Store the texts ("headline", "lead", "benefits", each by language), open or close the public site, and say whether the board admits.

    Raises: Refused, Invalid for a text that is too long, or a site without a headline.
    """
    require(policies.may_present(actor, cluster))
    after = {name: _clean(name, texts.get(name, {})) for name in LONGEST}
    if is_public and not after["headline"]:
        raise Invalid(_("Write a headline before the site is opened."), field="headline_da")
    Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    kept = Presentation.objects.filter(cluster=cluster).first() or Presentation(cluster=cluster)
    changed = [name for name, value in after.items() if getattr(kept, name) != value]
    if kept.needs_board != needs_board:
        changed.append("needs_board")
    if not changed and is_public == (kept.published_at is not None):
        return kept

    for name, value in after.items():
        setattr(kept, name, value)
    kept.needs_board = needs_board
    if is_public != (kept.published_at is not None):
        kept.published_at, kept.published_by = (at, actor.name) if is_public else (None, "")
    kept.save()
    record(actor, "membership.presentation.changed", kept, at=at, cluster_id=cluster.pk, fields=changed, is_public=is_public)
    return kept


def _clean(name: str, given: Mapping[str, str]) -> dict[str, str]:
    texts = {language: clean_lines(given.get(language, "")) for language in LANGUAGES}
    for language, text in texts.items():
        if len(text) > LONGEST[name]:
            said = {"most": LONGEST[name], "length": len(text)}
            raise Invalid(_("This text has %(length)s characters; there is room for %(most)s.") % said, field=f"{name}_{language}")
    return {language: text for language, text in texts.items() if text}
