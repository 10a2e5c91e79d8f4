"""People on screen: the list with its search, and one person with everything about them."""

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from klynge.audit.queries import events_about, sentence
from klynge.core.clock import day_of
from klynge.directory import policies
from klynge.directory.models import Affiliation, Person, PersonEmail
from klynge.directory.queries.consents import consent_log, standing_of
from klynge.directory.queries.people import affiliations_of, roles_of, subscriptions_of
from klynge.directory.queries.searching import search
from klynge.membership.queries.colleagues import requests_for
from klynge.newsletters.queries.reading import sent_to
from klynge.privacy import policies as privacy_policies

from .doing import find

PAGE_SIZE = 50
MOST_COUNTED = 5_000  # counting a hundred thousand people to print "page 1 of 2,000" is not worth the wait
EVENTS, SENT = 30, 12


class _Paginator(Paginator):
    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[: MOST_COUNTED + 1].count()


@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """Show people by name; what is typed finds them by name, address, phone or where they work."""
    text = request.GET.get("q", "").strip().replace("\x00", "")[:100]
    found = search(Person.objects.visible_to(request.actor), text)
    page = _Paginator(_with_ties(found, request), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "q": text,
        "is_more": page.paginator.count > MOST_COUNTED,
        "may_register": policies.may_register(request.actor, request.cluster),
        "asking": requests_for(request.actor),
    }
    return render(request, "office/people/list.html", context)


def _with_ties(people: QuerySet[Person], request: HttpRequest) -> QuerySet[Person]:
    """Add addresses and present places of work, as far as the cluster knows them."""
    works = Affiliation.objects.filter(organisation__listings__cluster=request.cluster, during__contains=day_of(timezone.now()))
    return people.prefetch_related(
        Prefetch("emails", PersonEmail.objects.order_by("-is_primary", "pk")),
        Prefetch("affiliations", works.select_related("organisation").order_by("-is_primary", "pk"), to_attr="present"),
    )


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person: addresses, places of work, roles, subscriptions, and what was done."""
    person = find(request, pk)
    context = {
        "person": person,
        "emails": person.emails.order_by("-is_primary", "pk"),
        "affiliations": affiliations_of(person, cluster=request.cluster),
        "roles": roles_of(person, cluster=request.cluster),
        "subscriptions": subscriptions_of(person, cluster=request.cluster),
        "sent": sent_to(person, [each.address for each in person.emails.all()], cluster=request.cluster, most=SENT),
        "standing": standing_of(person, cluster=request.cluster),
        "consents": consent_log(person, cluster=request.cluster),
        "events": [(event, sentence(event)) for event in events_about(person)[:EVENTS]],
        "today": day_of(timezone.now()),
        "may_edit": policies.may_edit_person(request.actor, person),
        "may_forget": privacy_policies.may_forget(request.actor, person, request.cluster),
    }
    return render(request, "office/people/detail.html", context)
