"""The stage of the room's own tests."""

from tests.newsletters.conftest import agreed, draft, stage

__all__ = ["agreed", "draft", "stage"]
