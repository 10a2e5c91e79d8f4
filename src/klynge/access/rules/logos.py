"""Which pictures may be a logo: PNG, or SVG that draws and does nothing else."""

import json
import re
import struct

import typst

MOST_BYTES = 512 * 1024
MOST_PIXELS = 4_000
PNG = b"\x89PNG\r\n\x1a\n"
# A document type could define entities that unfold without end; scripts, frames and links to elsewhere have no place in a logo.
FORBIDDEN = re.compile(
    r"<!|<\?(?!xml\s)|<\s*[\w:]*(script|foreignobject|iframe|embed|object|style|use|image|animate|set)\b|[\s\"'/]on\w+\s*=|javascript:|url\(\s*['\"]?(?!#)",
    re.IGNORECASE,
)
LINKS = re.compile(r"href\s*=\s*[\"'](?!#)", re.IGNORECASE)


# The picture as the invoice will show it: one that can't be drawn would stand in the way of every invoice.
PROOF = b"#let logo = json(bytes(sys.inputs.logo))\n#image(bytes(logo.bytes), format: logo.format)"
NO_FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)


def logo_suffix(content: bytes) -> str:
    """Return "png" or "svg" by what the bytes are. Raises: ValueError with a code: size, pixels, kind, active or broken."""
    suffix = _suffix(content)
    logo = json.dumps({"format": suffix, "bytes": list(content)})
    try:
        typst.compile(PROOF, font_paths=NO_FONTS, sys_inputs={"logo": logo})
    except typst.TypstError as fault:
        raise ValueError("broken") from fault
    return suffix


def _suffix(content: bytes) -> str:
    if not content or len(content) > MOST_BYTES:
        raise ValueError("size")
    if content.startswith(PNG) and content[12:16] == b"IHDR" and len(content) > 33:
        width, height = struct.unpack(">II", content[16:24])
        if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
            raise ValueError("pixels")
        return "png"
    return _svg(content)


def _svg(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("kind") from None
    bare = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    if not re.match(r"\s*(<\?xml[^>]*\?>)?\s*<svg[\s>]", bare) or not bare.rstrip().endswith("</svg>"):
        raise ValueError("kind")
    if FORBIDDEN.search(bare) or LINKS.search(bare):
        raise ValueError("active")
    return "svg"
