"""Where the marks of a chart stand. Horizontal places are per cent, so text keeps its size at any width."""

from collections.abc import Callable, Sequence
from typing import Any
from zlib import crc32

from . import formats

HEIGHT, TOP, BOTTOM = 232, 18, 28
FORMATS: dict[str, Callable[[Any], str]] = {
    "number": formats.number,
    "money": lambda value: formats.money(value, decimals=0),
    "percent": formats.percent,
}


def _short(write: Callable[[Any], str], kind: str, largest: float) -> Callable[[float], str]:
    """Return how the axis is written: without the currency, from a million on in millions."""
    per = 100 if kind == "money" else 1
    if kind == "percent":
        return write
    if largest >= 1_000_000 * per:
        unit = "mio." if formats.is_danish() else "m"
        return lambda value: f"{formats.number(_plain(round(value / per / 1_000_000, 2)))}{formats.NBSP}{unit}" if value else "0"
    return lambda value: formats.number(_plain(round(value / per, 2)))


def _ceiling(largest: float) -> float:
    """Return the first of 1, 2, 2.5, 4, 5, 8 times a power of ten that isn't below the value."""
    step = (
        10.0 ** (len(str(int(largest))) - 1)
        if largest >= 1
        else 10.0 ** -(next(n for n in range(1, 12) if largest * 10**n >= 1 or n == 11))
    )
    return next(step * factor for factor in (1, 2, 2.5, 4, 5, 8, 10) if step * factor >= largest)


def _scale(values: Sequence[float]) -> tuple[float, float]:
    top = _ceiling(max([*values, 0])) if max([*values, 0]) > 0 else 0.0
    bottom = -_ceiling(-min([*values, 0])) if min([*values, 0]) < 0 else 0.0
    return (bottom, top) if top > bottom else (0.0, 1.0)


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _frame(
    values: Sequence[float], labels: Sequence[str], write: Callable[[float], str]
) -> tuple[Callable[[float], float], dict[str, Any]]:
    low, high = _scale(values)

    def at(value: float) -> float:
        return TOP + (high - value) / (high - low) * (HEIGHT - TOP - BOTTOM)

    marks = [low + (high - low) * i / 4 for i in range(5)]
    whole = all(float(v).is_integer() for v in values) and high - low < 4
    grid = [{"y": _n(at(m)), "text_y": _n(at(m) + 4), "text": write(m)} for m in marks if not whole or float(m).is_integer()]
    every = -(-len(labels) // 12) or 1
    few = -(-len(labels) // 5) or 1
    ticks = [
        {"x": f"{_n((i + 0.5) * 100 / len(labels))}%", "text": label, "is_minor": bool((len(labels) - 1 - i) % few)}
        for i, label in enumerate(labels)
        if (len(labels) - 1 - i) % every == 0
    ]
    return at, {"grid": grid, "ticks": ticks, "height": HEIGHT, "tick_y": HEIGHT - 8, "zero_y": _n(at(0))}


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() else round(value, 4)


def _key(title: object) -> str:
    return f"chart-{crc32(str(title).encode()):08x}"


def bars(props: dict[str, Any], _context: object) -> dict[str, Any]:
    """Place one bar for each (label, value) of ``series``."""
    points = [(str(label), value) for label, value in props["series"]]
    write = FORMATS[props["format"]]
    values = [float(value) for _, value in points]
    short = _short(write, props["format"], max([*map(abs, values), 0]))
    at, frame = _frame(values, [label for label, _ in points], short)
    room = 100 / max(len(points), 1)
    drawn = [
        {
            "x": f"{_n(i * room + room * 0.18)}%", "width": f"{_n(room * 0.64)}%", "middle": f"{_n((i + 0.5) * room)}%",
            "y": _n(min(at(float(value)), at(0))), "height": _n(abs(at(float(value)) - at(0))), "label": label, "text": write(value),
            "text_y": _n(min(at(float(value)), at(0)) - 5), "short": short(float(value)).split(formats.NBSP)[0],
        }
        for i, (label, value) in enumerate(points)
    ]  # fmt: skip
    rows = [(label, [write(value)]) for label, value in points]
    return {**frame, "bars": drawn, "rows": rows, "columns": [props["unit"]], "key": _key(props["title"]), "is_sparse": len(points) <= 12}


def lines(props: dict[str, Any], _context: object) -> dict[str, Any]:
    """Place one line for each (name, [(label, value), …]) of ``series``; the labels of the first are the axis."""
    series = [(str(name), [(str(label), value) for label, value in points]) for name, points in props["series"]]
    labels = [label for label, _ in series[0][1]] if series else []
    write = FORMATS[props["format"]]
    values = [float(value) for _, points in series for _, value in points]
    at, frame = _frame(values, labels, _short(write, props["format"], max([*map(abs, values), 0])))
    room = 100 / max(len(labels), 1)
    drawn = []
    for n, (name, points) in enumerate(series):
        spots = [((i + 0.5) * room, at(float(value)), label, write(value)) for i, (label, value) in enumerate(points)]
        path = " ".join(f"{'L' if i else 'M'}{_n(x)} {_n(y)}" for i, (x, y, _, _) in enumerate(spots))
        area = f"{path} L{_n(spots[-1][0])} {_n(at(0))} L{_n(spots[0][0])} {_n(at(0))} Z" if spots and n == 0 else ""
        dots = [{"x": f"{_n(x)}%", "y": _n(y), "label": label, "text": text} for x, y, label, text in spots]
        drawn.append({"name": name, "number": n + 1, "path": path, "area": area, "dots": dots})
    rows = [(label, [write(dict(points).get(label)) for _, points in series]) for label in labels]
    return {
        **frame,
        "lines": drawn,
        "rows": rows,
        "columns": [name for name, _ in series],
        "key": _key(props["title"]),
        "box": f"0 0 100 {HEIGHT}",
    }
