"""When a message that did not get through is tried again.

Source: the pauses that Standard Webhooks recommends, without those that are shorter than the worker's round.
"""

from datetime import timedelta

PAUSES = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)


def pause_after(tries: int, *, spread: int = 0) -> timedelta | None:
    """Return how long to wait after so many tries, None to give up; ``spread`` (any number) moves it by up to a tenth, so that not all come at once.

    Raises: ValueError before the first try.
    """
    if tries < 1:
        raise ValueError("Nothing has been tried.")
    if tries > len(PAUSES):
        return None
    return PAUSES[tries - 1] * (1 + (spread % 101) / 1000)
