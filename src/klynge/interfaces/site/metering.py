"""How many requests there were and how long they took; each carries a number by which its log lines are found."""

import re
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

from klynge.core.tracing import request_id

REQUESTS = Counter("klynge_requests", "Requests answered.", ["interface", "method", "status"])
SECONDS = Histogram("klynge_request_seconds", "Time to an answer, in seconds.", ["interface"], buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10))  # fmt: skip
KNOWN_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
GIVEN = re.compile(r"[A-Za-z0-9_-]{8,64}")  # what a proxy of ours may have given already


def metering_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Count each answer by interface, method and status, and give it its number in the header X-Request-ID."""

    def metered(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        number = given if GIVEN.fullmatch(given) else uuid.uuid4().hex
        token, began = request_id.set(number), time.perf_counter()
        try:
            response = get_response(request)
        finally:
            request_id.reset(token)
        interface = _interface(request)
        SECONDS.labels(interface).observe(time.perf_counter() - began)
        REQUESTS.labels(interface, request.method if request.method in KNOWN_METHODS else "other", response.status_code).inc()
        response["X-Request-ID"] = number
        return response

    return metered


def _interface(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is None:
        return "none"
    return match.namespaces[0] if match.namespaces else "site"
