"""An edition as each reader gets it: in the reader's language, with links of the reader's own."""

from __future__ import annotations

from typing import Any

from django.core import signing

from klynge.access.models import Cluster
from klynge.core.texts import in_language, say_moment
from klynge.membership.queries.presenting import public_site
from klynge.newsletters.models import Edition, EditionPart, EditionReader, PartKind

LEAVE, FOLLOW = "klynge.newsletters.leave", "klynge.newsletters.follow"


def content_of(edition: Edition, *, language: str, site: str) -> dict[str, Any]:
    """Return what stands in it as plain data, texts in Markdown: {"subject", "preheader", "lead", "parts": [{"kind", "title", "text", "when", "link"}], "archive"}.

    ``site`` is the installation's address, "https://…"; links are there only where the cluster's site is open.
    """
    base = f"{site}/{edition.cluster.slug}" if public_site(edition.cluster.slug) is not None else ""
    parts = [_part(each, language, base) for each in edition.parts.select_related("release", "event")]
    archive = f"{base}/newsletter/{edition.slug}/" if base and edition.is_public else ""
    return {
        "subject": in_language(edition.subject, language),
        "preheader": in_language(edition.preheader, language),
        "lead": in_language(edition.lead, language),
        "parts": parts,
        "archive": archive,
    }


def _part(part: EditionPart, language: str, base: str) -> dict[str, str]:
    if part.kind == PartKind.RELEASE and part.release:
        link = f"{base}/news/{part.release.slug}/" if base else ""
        title, text, when = in_language(part.release.headline, language), in_language(part.release.lead, language), ""
    elif part.kind == PartKind.EVENT and part.event:
        link = f"{base}/events/{part.event.slug}/" if base and part.event.is_public else ""
        title, text = in_language(part.event.title, language), in_language(part.event.lead, language)
        when = ", ".join(filter(None, (say_moment(part.event.starts_at, language), part.event.place)))
    else:
        link, title, text, when = "", in_language(part.title, language), in_language(part.text, language), ""
    return {"kind": part.kind, "title": title, "text": text, "when": when, "link": link}


def for_reader(content: dict[str, Any], reader: EditionReader, *, site: str) -> dict[str, Any]:
    """Return the content with the reader's own way out; links are marked only for who agreed to being counted."""
    found = {**content, "unsubscribe": f"{site}/newsletter/leave/{leave_token(reader)}/"}
    if reader.subscription.clicks_agreed_at is None:
        return found
    parts = [
        {**part, "link": f"{site}/newsletter/go/{follow_token(reader, part['link'])}/" if part["link"] else ""} for part in content["parts"]
    ]
    return found | {"parts": parts}


def leave_token(reader: EditionReader) -> str:
    """Return what stands in the reader's link to unsubscribe; it does not grow old."""
    return signing.Signer(salt=LEAVE).sign_object([reader.cluster_id, reader.pk])


def follow_token(reader: EditionReader, url: str) -> str:
    """Return what stands in a link that is counted; the address is part of what is signed, so it leads nowhere else."""
    return signing.Signer(salt=FOLLOW).sign_object([reader.cluster_id, reader.pk, url])


def reader_leaving(token: str) -> EditionReader | None:
    """Return whose link it is, with cluster and subscription; None for one that was not made here or whose reader is forgotten."""
    read = _read(token, LEAVE, 2)
    return _reader(read[0], read[1]) if read else None


def reader_following(token: str) -> tuple[EditionReader | None, str] | None:
    """Return (reader or None when forgotten, address); None for a link that was not made here."""
    read = _read(token, FOLLOW, 3)
    return (_reader(read[0], read[1]), str(read[2])) if read else None


def _read(token: str, salt: str, size: int) -> list[Any] | None:
    try:
        read = signing.Signer(salt=salt).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return read if isinstance(read, list) and len(read) == size else None


def _reader(cluster_id: int, pk: int) -> EditionReader | None:
    if not Cluster.objects.filter(pk=cluster_id).exists():
        return None
    rows = EditionReader._base_manager.filter(cluster_id=cluster_id, pk=pk).select_related("subscription", "edition", "cluster")
    found: EditionReader | None = rows.first()
    return found
