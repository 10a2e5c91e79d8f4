"""Collect what the program says and keep the Danish catalogue beside it: ``./dev messages``, no gettext needed."""

import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po

SRC = Path(__file__).resolve().parents[1]
CATALOGUE = SRC / "locale" / "da" / "LC_MESSAGES" / "django.po"
WORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}")


@dataclass(frozen=True)
class Message:
    """One text: its English, its plural if it has one, its context if it has one."""

    singular: str
    plural: str = ""
    context: str | None = None

    @property
    def id(self) -> str | tuple[str, str]:
        """The key by which a catalogue finds it."""
        return (self.singular, self.plural) if self.plural else self.singular


def messages() -> dict[Message, list[str]]:
    """Return every message of the package with the files that say it, in the order of the files."""
    found: dict[Message, list[str]] = {}
    for path in sorted(SRC.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            text = path.read_text(encoding="utf-8")
        elif path.suffix in (".html", ".txt") and "templates" in path.parts:
            text = _as_python(path)
        else:
            continue
        for message in _in_text(text):
            places = found.setdefault(message, [])
            if (place := path.relative_to(SRC).as_posix()) not in places:
                places.append(place)
    return found


def _as_python(path: Path) -> str:
    """Turn a template into text with gettext calls; each line stands alone, so that its indentation means nothing."""
    from django.utils.translation.template import templatize

    return "\n".join(line.strip() for line in templatize(path.read_text(encoding="utf-8"), origin=str(path)).splitlines())


def _in_text(text: str) -> Iterator[Message]:
    source = io.BytesIO(text.encode())
    for _line, function, said, _comments in extract_python(source, list(WORDS), [], {"encoding": "utf-8"}):
        parts = [said] if isinstance(said, str) else list(said or ())  # nothing where the text is not written out
        context = parts.pop(0) if function.removesuffix("_lazy") in ("pgettext", "npgettext") else None
        plural = parts[1] if function.removesuffix("_lazy") in ("ngettext", "npgettext") and len(parts) > 1 else ""
        if parts and parts[0]:
            yield Message(parts[0], plural or "", context)


def catalogue(path: Path = CATALOGUE) -> Catalog:
    """Read the Danish catalogue; an empty one where there is none."""
    if not path.exists():
        return Catalog(locale="da")
    with path.open("rb") as file:
        return read_po(file, locale="da")


def faults(known: Catalog, wanted: dict[Message, list[str]]) -> list[str]:
    """Return a line for every message that is untranslated, fuzzy, out of use, or has lost a placeholder."""
    found = []
    for message, places in wanted.items():
        entry, where = known.get(message.id, message.context), f"{message.singular!r} ({places[0]})"
        strings = [entry.string] if entry and isinstance(entry.string, str) else list(entry.string or ()) if entry else []
        if not strings or not all(strings):
            found.append(f"not translated: {where}")
        elif entry and entry.fuzzy:
            found.append(f"fuzzy: {where}")
        elif lost := _lost(message, strings):
            found.append(f"placeholders differ ({lost}): {where}")
    unused = {(entry.id, entry.context) for entry in known if entry.id} - {(message.id, message.context) for message in wanted}
    return found + [f"said nowhere: {entry!r}" for entry, _context in sorted(unused, key=str)]


def _lost(message: Message, strings: list[str]) -> str:
    """Return the placeholders that only one side has; a singular may leave its number out."""
    english = set(PLACEHOLDER.findall(message.singular)) | set(PLACEHOLDER.findall(message.plural))
    danish = set(PLACEHOLDER.findall(strings[-1]))
    return ", ".join(sorted(english ^ danish))


def update(path: Path = CATALOGUE) -> tuple[int, int]:
    """Write the catalogue anew: translations kept, new messages empty, unused ones dropped. Return (all, untranslated)."""
    old, wanted = catalogue(path), messages()
    new = Catalog(locale="da", project="Klynge", version="0", charset="utf-8", fuzzy=False, header_comment="# Danish texts of Klynge.")
    new.creation_date = new.revision_date = datetime(2027, 1, 1, tzinfo=UTC)  # a date that changes on each run would only make noise
    for message, places in wanted.items():
        entry = old.get(message.id, message.context)
        kept = entry.string if entry and isinstance(entry.string, str) == isinstance(message.id, str) else None
        flags = ["fuzzy"] if entry and entry.fuzzy else []
        new.add(message.id, kept, context=message.context, locations=[(place, None) for place in places], flags=flags)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, new, width=120, include_lineno=False)
    return len(wanted), sum(fault.startswith("not translated") for fault in faults(catalogue(path), wanted))


def main() -> int:
    """Update the catalogue and say how it stands."""
    import django

    django.setup()
    count, missing = update()
    print(f"{CATALOGUE.relative_to(SRC)}: {count} messages, {missing} without a translation")
    for fault in faults(catalogue(), messages()):
        print(f"  {fault}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
