"""A program with a token of Astrid's."""

from django.utils import timezone
from django_scopes import scope

from klynge.access.actions import create_token
from klynge.access.queries import actor_of
from klynge.access.rules.scopes import SCOPES


def let_in(world, *, scopes=SCOPES, user=None, days=30, cluster=None):
    """Return a token and its secret."""
    cluster, user, now = cluster or world.nordlys, user or world.astrid_user, timezone.now()
    with scope(cluster=cluster):
        return create_token(
            cluster, name="Bogholderi", scopes=list(scopes), days=days, user=user, actor=actor_of(user, cluster=cluster, at=now), at=now
        )


class Program:
    """Asks the API as a program does."""

    def __init__(self, client, secret, slug="nordlys"):
        self.client, self.slug, self.headers = client, slug, {"Authorization": f"Bearer {secret}"}

    def get(self, path, **headers):
        return self.client.get(f"/api/v1/{self.slug}/{path}", headers=self.headers | headers)

    def post(self, path, data=None, **headers):
        return self.client.post(f"/api/v1/{self.slug}/{path}", data or {}, content_type="application/json", headers=self.headers | headers)

    def patch(self, path, data, **headers):
        return self.client.patch(f"/api/v1/{self.slug}/{path}", data, content_type="application/json", headers=self.headers | headers)
