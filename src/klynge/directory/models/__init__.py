"""Organisations and people: a registry shared by the clusters; what a cluster sees of it is its own."""

from .consent import Consent, ConsentPurpose
from .invitee import Invitee
from .master_data import MasterDataCheck
from .merger import Merger
from .organisation import (
    Classification,
    LegalForm,
    Listing,
    Municipality,
    Organisation,
    OrganisationKind,
    Ownership,
    Partnership,
)
from .person import (
    FORGOTTEN,
    Affiliation,
    ContactRole,
    ContactRoleKind,
    ForgetReason,
    Forgetting,
    Person,
    PersonEmail,
    Subscription,
)
from .profile import Profile
from .searching import Folded, refresh_search
from .size import Metric, SizeDeclaration, SizeSource
from .spans import end_spans

__all__ = [
    "FORGOTTEN",
    "Affiliation",
    "Classification",
    "Consent",
    "ConsentPurpose",
    "ContactRole",
    "ContactRoleKind",
    "Folded",
    "ForgetReason",
    "Forgetting",
    "Invitee",
    "LegalForm",
    "Listing",
    "MasterDataCheck",
    "Merger",
    "Metric",
    "Municipality",
    "Organisation",
    "OrganisationKind",
    "Ownership",
    "Partnership",
    "Person",
    "PersonEmail",
    "Profile",
    "SizeDeclaration",
    "SizeSource",
    "Subscription",
    "end_spans",
    "refresh_search",
]
