"""A network's paper on its way to a reader's disk."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from klynge.files.queries import read
from klynge.networks.models import Document


def handed_out(paper: Document) -> HttpResponse:
    """Return the file as a download, never shown by the browser as a page of ours. Raises: StorageFault when it is gone."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=paper.file.name) or "attachment",
        "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'",
    }  # fmt: skip
    return HttpResponse(read(paper.file), content_type=paper.file.content_type or "application/octet-stream", headers=headers)
