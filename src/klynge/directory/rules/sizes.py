"""How large an organisation can be said to be."""

MOST = {"headcount": 2_000_000, "fte": 200_000_000}  # fte in hundredths; more than any employer has
MOST_MONEY = 10_000_000_000_000  # whole kroner


def size_fault(metric: str, low: int, high: int | None) -> str:
    """Return the code of what is wrong with a size (size_negative, size_absurd, size_order), or nothing."""
    most = MOST.get(metric, MOST_MONEY)
    if low < 0:
        return "size_negative"
    if low > most or (high or 0) > most:
        return "size_absurd"
    return "size_order" if high is not None and high < low else ""
