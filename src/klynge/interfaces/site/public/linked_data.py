"""What search engines read of an organisation (schema.org, JSON-LD)."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# A data block is not run as a script; these keep it from ending early all the same.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def organisation_data(name: str, url: str, **facts: Any) -> SafeString:
    """Return an Organization as a JSON-LD data block; facts that are empty are left out."""
    return _block({"@type": "Organization", "name": name, "url": url, **facts})


def article_data(headline: str, url: str, **facts: Any) -> SafeString:
    """Return a NewsArticle as a JSON-LD data block; facts that are empty are left out."""
    return _block({"@type": "NewsArticle", "headline": headline, "url": url, **facts})


def event_data(name: str, url: str, **facts: Any) -> SafeString:
    """Return an Event as a JSON-LD data block; facts that are empty are left out."""
    return _block({"@type": "Event", "name": name, "url": url, **facts})


def _block(facts: dict[str, Any]) -> SafeString:
    data = {"@context": "https://schema.org"} | {key: value for key, value in facts.items() if value}
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  our own data, escaped above


def postal_address(street: str, postcode: str, town: str, country: str) -> dict[str, str]:
    """Return a PostalAddress, or nothing without a town."""
    if not town:
        return {}
    return {"@type": "PostalAddress", "streetAddress": street, "postalCode": postcode, "addressLocality": town, "addressCountry": country}
