"""Files that somebody made to do harm, or that a program made badly; each small, whatever it unfolds to."""

import io
import struct
import zipfile
import zlib

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TIES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{TIES}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{TIES}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{TIES}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def cells(**texts):
    """Write rows of cells, each at its own address: cells(A1="Navn", A2="Havn")."""
    return "".join(
        f'<row r="{"".join(filter(str.isdigit, place))}"><c r="{place}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        for place, text in texts.items()
    )


def workbook(rows, *, before="", **parts):
    """Return an XLSX with the rows as they are written, and what stands before the sheet."""
    sheet = f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (PARTS | {"xl/worksheets/sheet1.xml": sheet} | parts).items():
            archive.writestr(name, text)
    return content.getvalue()


def lying_bomb():
    """Return an XLSX of half a gigabyte of cells that says of itself that it unfolds to a kilobyte."""
    bomb = bytearray(workbook(cells(A1="Navn") + cells(A2="x") * 6_000_000))
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        big = max(archive.infolist(), key=lambda part: part.file_size)
    true, lie = struct.pack("<L", big.file_size), struct.pack("<L", 1_000)
    return bytes(bomb).replace(true, lie)


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width=20, height=10, *, pixels=None):
    """Return a grey PNG; ``pixels`` puts other bytes in the place of the picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress((b"\0" + b"\x80" * width) * height) if pixels is None else pixels
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
