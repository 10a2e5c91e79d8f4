"""The members that an address filters, for whoever writes to them."""

from django.http import HttpRequest

from .listing import filtered_ids, kept_query, the_form


def members_as_filtered(request: HttpRequest) -> tuple[list[int], str]:
    """Return the ids of the memberships that the address filters, or of those picked, and its query string."""
    return filtered_ids(request, the_form(request)), kept_query(request)
