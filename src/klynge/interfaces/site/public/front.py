"""The front of a cluster's site."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from klynge.core.clock import day_of
from klynge.core.texts import in_language
from klynge.interfaces.wording.pictures import picture
from klynge.interfaces.wording.releases import article_of
from klynge.membership.queries.public_members import PublicFilter, public_choices, public_members
from klynge.publishing.models import Testimonial
from klynge.publishing.queries.releases import public_releases

from .linked_data import organisation_data, postal_address
from .places import on_site
from .showing import show


@require_safe
@on_site
def front(request: HttpRequest) -> HttpResponse:
    """Say what the cluster is, what members get, and who some of them are."""
    now, site = timezone.now(), request.site
    today = day_of(now)
    some, _count = public_members(site.cluster, PublicFilter(), on=today, limit=12)
    context = {
        "benefits": benefits_of(in_language(site.presentation.benefits)),
        "some": some,
        "choices": public_choices(site.cluster, on=today),
        "organisation": _linked(request),
        "quotes": Testimonial.objects.filter(cluster=site.cluster).shown()[:6],
        "news": [article_of(release, language=site.language, at=now) for release in public_releases(site.cluster, at=now)[:3]],
    }
    return show(request, "front", context)


def _linked(request: HttpRequest) -> SafeString:
    cluster = request.site.cluster
    logo = request.build_absolute_uri(reverse("public:logo", args=[request.site.place])) if cluster.logo else ""
    return organisation_data(
        cluster.name,
        request.build_absolute_uri(request.path),
        legalName=cluster.legal_name,
        description=in_language(request.site.presentation.lead),
        email=cluster.email,
        telephone=cluster.phone,
        taxID=cluster.cvr,
        logo=logo,
        address=postal_address(cluster.street, cluster.postcode, cluster.town, cluster.country),
    )


def benefits_of(text: str) -> list[dict[str, str]]:
    """Return each line as a title and what it is; a line without a colon is a title alone."""
    parts = (line.partition(":") for line in text.splitlines() if line.strip())
    return [{"title": title.strip(), "text": rest.strip()} for title, _colon, rest in parts]


@require_safe
@on_site
def logo(request: HttpRequest) -> FileResponse:
    """Show the cluster's logo."""
    return picture(request.site.cluster.logo)
