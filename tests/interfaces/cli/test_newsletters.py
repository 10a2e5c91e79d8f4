import json

import pytest
from django_scopes import scope

from klynge.directory.models import Subscription
from klynge.interfaces.cli.main import run
from klynge.newsletters.models import Bounce
from klynge.outbox.models import Mail
from klynge.outbox.queries import message_id
from tests.newsletters.test_editions import DSN, draft, release, subscriber

pytestmark = pytest.mark.django_db


def test_mail_that_came_back_is_read_rehearsed_and_noted_once(world, tmp_path, capsys):
    with scope(cluster=world.nordlys):
        subscriber(world, "anna")
        release(world, draft(world))
        mail = Mail.objects.get(rule="newsletters.edition")
    (tmp_path / "a.eml").write_text(DSN.format(action="failed", status="5.1.1", id=message_id(mail)))
    (tmp_path / "b.eml").write_text("Subject: Tak\n\nHej")
    assert run(["newsletters", "bounces", str(tmp_path), "--json"]) == 0
    assert (json.loads(capsys.readouterr().out)["others"], Bounce._base_manager.count()) == (1, 0)
    for _time in range(2):
        assert run(["newsletters", "bounces", str(tmp_path), "--commit", "--json"]) == 0
    assert Bounce._base_manager.get().status == "5.1.1" and Subscription._base_manager.get().bounced_at is not None
    assert run(["newsletters", "bounces", "/nowhere"]) == 2
