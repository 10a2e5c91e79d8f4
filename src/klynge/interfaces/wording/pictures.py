"""Handing over a picture that somebody has uploaded."""

import logging

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

# An SVG opened by its own address must not run or load anything, even if a check has missed it.
POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
logger = logging.getLogger(__name__)


def picture(stored: FieldFile) -> FileResponse:
    """Return the picture with a policy that lets it draw and nothing else. Raises: Http404 when there is none, or it can't be read."""
    if not stored:
        raise Http404
    kind = "image/svg+xml" if str(stored.name).endswith(".svg") else "image/png"
    try:
        stream = stored.storage.open(stored.name)
    except OSError as fault:
        logger.warning("The picture %s can't be read: %s", stored.name, fault)
        raise Http404 from fault
    return FileResponse(stream, content_type=kind, headers={"Content-Security-Policy": POLICY})
