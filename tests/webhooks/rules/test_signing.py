"""Signatures as the specification's own example has them; pauses that grow and end."""

import base64
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klynge.webhooks.rules.retrying import PAUSES, pause_after
from klynge.webhooks.rules.signing import secret_text, signatures
from klynge.webhooks.rules.topics import TOPICS, topics_of


def test_the_example_of_the_specification_is_signed_alike():
    """Source: standard-webhooks/standard-webhooks, spec/standard-webhooks.md, and the vectors of its libraries."""
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = signatures(b'{"test": 2432232314}', message_id="msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp=1614265330, keys=[key])
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert secret_text(key) == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_two_keys_sign_side_by_side():
    both = signatures(b"x", message_id="m", timestamp=1, keys=[b"a" * 32, b"b" * 32]).split()
    assert len(both) == 2 and both[0] != both[1] == signatures(b"x", message_id="m", timestamp=1, keys=[b"b" * 32])


@given(st.integers(1, len(PAUSES)), st.integers(0, 10**12))
def test_pauses_grow_are_spread_by_a_tenth_at_most_and_end(tries, spread):
    pause = pause_after(tries, spread=spread)
    assert PAUSES[tries - 1] <= pause <= PAUSES[tries - 1] * 1.1
    assert pause_after(len(PAUSES) + 1, spread=spread) is None
    with pytest.raises(ValueError, match="tried"):
        pause_after(0)


def test_three_days_are_long_enough_for_a_weekend():
    assert timedelta(days=3) <= sum(PAUSES, timedelta()) <= timedelta(days=4)


def test_every_topic_is_a_change_that_is_recorded_and_belongs_to_its_area():
    from klynge.audit.queries.wording import VERBS

    for area, topics in TOPICS.items():
        assert set(topics) <= set(VERBS) and all(topic.startswith(f"{area}.") for topic in topics)
    assert topics_of(["billing", "x"]) == list(TOPICS["billing"])
