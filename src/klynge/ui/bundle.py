"""One stylesheet out of one file per component, put together when static files are looked up; no build step."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SOURCES = Path(__file__).parent / "static" / "ui" / "css"
BUNDLE = "ui/klynge.css"
LAYERS = "@layer reset, tokens, base, layout, components, pages, utilities;\n"


def stylesheet() -> str:
    """Return every component's CSS as one text, with the layers declared first."""
    return LAYERS + "\n".join(file.read_text("utf-8") for file in sorted(SOURCES.glob("*.css")))


class BundleFinder(BaseFinder):
    """Finds ``ui/klynge.css``, written anew below the data directory whenever a source has changed."""

    def __init__(self) -> None:
        self.storage = FileSystemStorage(location=Path(settings.VAR) / "bundle")

    def check(self, **_: Any) -> list[Any]:
        return []

    def _write(self) -> Path:
        file = Path(self.storage.path(BUNDLE))
        text = stylesheet()
        if not file.exists() or file.read_text("utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh = file.with_suffix(".new")
            fresh.write_text(text, "utf-8")
            fresh.replace(file)  # a reader sees the old file or the new one, never half of one
        return file

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        if path != BUNDLE:
            return []
        file = str(self._write())
        return [file] if find_all else file

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:  # noqa: ARG002
        self._write()
        yield BUNDLE, self.storage
