"""What the API can do, for programs that read OpenAPI; it holds nothing of any cluster, so it is for everybody."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from .api import api


@require_safe
def description(_request: HttpRequest, cluster: str) -> JsonResponse:
    """Describe all operations under the cluster's own addresses."""
    return JsonResponse(api.get_openapi_schema(path_prefix=f"/api/v1/{cluster}/"))
