"""A photograph as the web wants it: turned upright, made smaller, without what the camera wrote into it."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

WIDTHS = (640, 1280)  # pixels; the smaller first
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 60_000_000
TOO_LARGE, NO_PICTURE = "too_large", "no_picture"


@dataclass(frozen=True, slots=True)
class Fitted:
    """The picture as WebP in each width (never wider than it was), and the size of the largest in pixels."""

    files: dict[int, bytes]
    width: int
    height: int


def fitted(content: bytes) -> Fitted:
    """Read a JPEG, PNG or WebP and write it in every width. Raises: ValueError("too_large") or ValueError("no_picture")."""
    if len(content) > MOST_BYTES:
        raise ValueError(TOO_LARGE)
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValueError(TOO_LARGE)
            upright = ImageOps.exif_transpose(opened)
            upright.load()
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as fault:
        raise ValueError(NO_PICTURE) from fault
    plain = upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB")
    made = {width: _scaled(plain, width) for width in WIDTHS}
    largest = made[WIDTHS[-1]]
    return Fitted({width: _written(picture) for width, picture in made.items()}, largest.width, largest.height)


def _scaled(picture: Image.Image, width: int) -> Image.Image:
    if picture.width <= width:
        return picture
    return picture.resize((width, max(1, round(picture.height * width / picture.width))), Image.Resampling.LANCZOS)


def _written(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "WEBP", quality=72, method=4)
    return file.getvalue()
