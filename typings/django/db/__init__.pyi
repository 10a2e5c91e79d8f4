# Django ships no types. What is not described here is Any.
from typing import Any

def __getattr__(name: str) -> Any: ...
