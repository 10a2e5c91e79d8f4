"""Print on paper: data and a typst template become a PDF."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst


def pdf_of(template: Path, data: dict[str, Any], *, fonts: Path, at: datetime) -> bytes:
    """Return PDF/UA, set in the fonts of the folder alone, so that every machine prints alike. The template reads ``data`` as JSON, so that nothing in it is taken for markup; ``at`` alone dates the file, so that it is made the same again."""
    shipped = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
    made: Any = typst.Compiler(root=template.parent, font_paths=shipped, ignore_system_fonts=True).compile(
        template, format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, pdf_standards=["ua-1"], timestamp=at.astimezone(UTC).replace(microsecond=0)
    )  # fmt: skip
    return bytes(made)
