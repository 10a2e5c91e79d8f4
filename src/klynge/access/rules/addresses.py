"""Which addresses a cluster can't have, because a page of the installation stands there."""

RESERVED = frozenset(
    [
        "account",
        "admin",
        "api",
        "da",
        "docs",
        "en",
        "healthz",
        "i18n",
        "invitation",
        "join",
        "media",
        "metrics",
        "office",
        "portal",
        "readyz",
        "robots",
        "sitemap",
        "static",
        "newsletter",
        "unsubscribe",
    ]
)
