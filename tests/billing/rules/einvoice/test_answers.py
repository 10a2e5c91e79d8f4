"""What access points say, and how long one waits for them."""

import json
from datetime import timedelta

import pytest

from klynge.billing.rules.einvoice.answers import MOST_TRIES, heard, pause, understand


def said(**facts):
    return json.dumps(facts).encode()


@pytest.mark.parametrize(("code", "body", "status"), [
    (201, said(status=""), "sent"), (202, b"", "sent"), (200, said(status="AB"), "sent"), (200, said(status="AP"), "accepted"),
    (200, said(status="RE"), "rejected"), (409, said(error="KNOWN"), "sent"), (422, said(error="INVALID"), "rejected"),
    (400, b"<html>no", "rejected"), (401, b"", "waiting"), (404, b"", "waiting"), (429, b"", "waiting"), (302, b"", "waiting"), (503, b"", "waiting"),
])  # fmt: skip
def test_an_answer_is_understood(code, body, status):
    assert understand(code, body).status == status


def test_its_words_are_kept_with_what_was_found():
    body = said(error="INVALID", reason="1 finding", findings=[{"code": "BR-CO-15", "text": "the sum is wrong"}, "odd"])
    assert understand(422, body).words == "422 INVALID; 1 finding; BR-CO-15 the sum is wrong"
    assert understand(502, b"<h1>Bad\n gateway\x00\xff</h1>").words == "502 <h1>Bad gateway\ufffd</h1>"
    assert understand(500, b"[1]").words == "500 [1]"
    assert len(understand(400, b"x" * 9_000).words) == 2_000


@pytest.mark.parametrize(
    ("code", "status", "then"), [(200, "IP", "sent"), (200, "PD", "accepted"), (200, "RE", "rejected"), (500, "RE", "sent")]
)
def test_news_is_believed_only_when_the_question_was_answered(code, status, then):
    assert heard(code, said(status=status)).status == then


def test_pauses_grow_and_end():
    pauses = [pause(attempts) for attempts in range(1, MOST_TRIES + 1)]
    assert (pauses[0], pauses[1], pauses[-2], pauses[-1]) == (timedelta(minutes=5), timedelta(minutes=10), timedelta(hours=12), None)
    assert timedelta(days=2) < sum(pauses[:-1], timedelta()) < timedelta(days=3)
