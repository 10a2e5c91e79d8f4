"""Cells of exported files."""


def safe_cell(value: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    is_number = value.replace(",", "").replace(".", "").lstrip("-").isdigit()
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") and not is_number else value


def kroner_cell(minor: int | None) -> str:
    """Write minor units with a decimal comma and no thousands marks; nothing for None."""
    if minor is None:
        return ""
    sign, size = ("-", -minor) if minor < 0 else ("", minor)
    return f"{sign}{size // 100},{size % 100:02d}"
