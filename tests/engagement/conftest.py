import pytest
from django_scopes import scope


@pytest.fixture
def inside(world):
    """The cast, with the scope of Nordlys open."""
    with scope(cluster=world.nordlys):
        yield world
