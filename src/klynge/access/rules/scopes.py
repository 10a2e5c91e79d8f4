"""What a program may be allowed: to read, or also to change, in each area of the API."""

from collections.abc import Iterable

# area: (the section of the office in which people meet the same, whether it can be changed)
AREAS = {
    "organisations": ("members", True),
    "people": ("people", True),
    "memberships": ("members", False),
    "invoices": ("invoices", False),
    "news": ("news", False),
    "events": ("events", True),
    "networks": ("networks", False),
    "engagement": ("engagement", False),
}
SCOPES = tuple(f"{area}:{what}" for area, (_, changes) in AREAS.items() for what in (("read", "write") if changes else ("read",)))


def section_of(scope: str) -> str:
    """Return the section of the office that the token's user must be let into, for a scope such as "invoices:read". Raises: KeyError."""
    return AREAS[scope.partition(":")[0]][0]


def ordered(scopes: Iterable[str]) -> list[str]:
    """Return the scopes each once, in the order of the areas. Raises: ValueError for one that does not exist."""
    wanted = set(scopes)
    if unknown := sorted(wanted - set(SCOPES)):
        raise ValueError(unknown[0])
    return [scope for scope in SCOPES if scope in wanted]
