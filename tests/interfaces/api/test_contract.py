"""The description and the answers agree, whatever is sent."""

from contextlib import contextmanager

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django_scopes import scope
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from klynge.billing.actions import issue_invoice
from klynge.billing.actions.issue_invoice import DraftLine
from tests.events.stage import held
from tests.interfaces.api.program import Program, let_in
from tests.networks.circle import network, sit

pytestmark = pytest.mark.django_db


@contextmanager
def one_connection():
    """Let the test's transaction live on from request to request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def stage(client, world):
    with scope(cluster=world.nordlys):
        sit(world, network(world), 1)
        held(world)
        lines, on = [DraftLine(world.dues, "Kontingent", 1_000_00)], {"issued_on": world.today, "due_on": world.today, "language": "da"}
        issue_invoice(world.fjord, cluster=world.nordlys, lines=lines, source_key="hand:1", **on, actor=world.astrid, at=world.noon)
    world.program = Program(client, let_in(world)[1])
    return world


def test_every_operation_says_what_it_needs_and_what_goes_wrong(stage):
    schema = stage.program.get("openapi.json").json()
    assert schema["components"]["securitySchemes"]["Token"]["scheme"] == "bearer"
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            assert operation["x-scope"].startswith(path.split("/")[4].split("?")[0]) and "401" in operation["responses"], (path, method)


def test_no_fault_and_no_breach_of_contract_whatever_is_sent(stage, settings):
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    settings.ALLOWED_HOSTS = ["*"]
    described = stage.program.get("openapi.json").json()
    schema = schemathesis.openapi.from_dict(described)
    schema.app = get_wsgi_application()
    tried = set()
    with one_connection():
        for result in schema.get_all_operations():
            operation = result.ok()
            _try(operation, stage.program.headers)
            tried.add(operation.label)
    assert len(tried) == sum(len(item) for item in described["paths"].values())


def _try(operation, headers):
    @hypothesis_settings(
        max_examples=15, deadline=None, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy())
    def ask(case):
        # the rules of the house refuse more than a schema can say; that is a 422 with its reason, and part of the contract
        case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

    ask()
