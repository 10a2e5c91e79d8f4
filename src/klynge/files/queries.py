"""The bytes behind a row."""

import hashlib

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from klynge.core.clock import day_of
from klynge.files.errors import StorageFault
from klynge.files.models import StoredFile


def read(file: StoredFile) -> bytes:
    """Return the stored bytes, checked against their fingerprint. Raises: StorageFault when they are gone or changed."""
    if file.shredded_at:
        raise StorageFault(_("This file was deleted on %s: it had been kept as long as it may be.") % date_format(day_of(file.shredded_at)))
    try:
        with file.blob.storage.open(file.blob.name) as stream:
            content: bytes = stream.read()
    except OSError as fault:
        raise StorageFault(
            _("The file “%(name)s” can't be read from the storage (%(why)s).") % {"name": file.name, "why": fault.strerror}
        ) from fault
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise StorageFault(_("The file “%s” is not what was stored: its fingerprint has changed. Restore it from a backup.") % file.name)
    return content
