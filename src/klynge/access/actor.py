"""Who acts: handed to every action, asked by every policy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .rules.roles import STAFF, roles_in, roles_that

OFFICE = frozenset(STAFF)


@dataclass(frozen=True, slots=True)
class Actor:
    """A user or the system itself, in one cluster."""

    name: str
    cluster_id: int | None
    user_id: int | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    is_system: bool = False
    companies: frozenset[tuple[int, str]] = field(default_factory=frozenset)  # (organisation, role there): whom the actor may act for

    @classmethod
    def system(cls, name: str, *, cluster_id: int | None = None) -> Actor:
        """Act as the installation itself, for jobs and commands; ``name`` says which."""
        return cls(name=name, cluster_id=cluster_id, is_system=True)

    def has_role(self, roles: Iterable[str], *, cluster_id: int | None) -> bool:
        """Say whether the actor holds one of the roles in that cluster (the system holds all of them in its own)."""
        if cluster_id is None or self.cluster_id != cluster_id:
            return self.is_system and self.cluster_id is None
        return self.is_system or not self.roles.isdisjoint(roles)

    def may(self, ability: str, *, cluster_id: int | None) -> bool:
        """Say whether the table of roles lets the actor do this in that cluster; "billing.issue" and the like."""
        return self.has_role(roles_that(ability), cluster_id=cluster_id)

    def may_for(self, ability: str, organisation_id: int, *, cluster_id: int | None) -> bool:
        """Say whether the actor may do this for the company, by what the person is there; "portal.resign" and the like."""
        return organisation_id in self.companies_where(ability, cluster_id=cluster_id)

    def companies_where(self, ability: str, *, cluster_id: int | None) -> frozenset[int]:
        """Return the organisations for which the actor may do this in that cluster."""
        if cluster_id is None or self.cluster_id != cluster_id:
            return frozenset()
        roles = roles_that(ability)
        return frozenset(organisation for organisation, role in self.companies if role in roles)

    def may_open(self, section: str, *, cluster_id: int | None) -> bool:
        """Say whether the actor may open the section of that cluster's office."""
        return self.has_role(roles_in(section), cluster_id=cluster_id)

    def is_staff_of(self, cluster_id: int | None) -> bool:
        """Say whether the actor works in that cluster's office, in any role."""
        return self.has_role(OFFICE, cluster_id=cluster_id)
