"""Keep a document: its bytes in the storage, its facts in a row."""

import contextlib
import hashlib
import re
from datetime import datetime
from pathlib import PurePath
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.files import policies
from klynge.files.errors import StorageFault
from klynge.files.models import StoredFile


@transaction.atomic
def store_file(cluster: Cluster, *, name: str, content: bytes, content_type: str, actor: Actor, at: datetime) -> StoredFile:
    """Store the bytes under a new path and return the row that describes them.

    Raises: Refused; StorageFault when the disk is full or not writable, and then there is neither row nor half a file.
    """
    require(policies.may_store(actor, cluster))

    file = StoredFile(
        cluster=cluster,
        name=_clean(name),
        content_type=content_type[:100],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_at=at,
    )
    file.blob.name = _write(f"files/{at:%Y/%m}/{uuid4().hex}{_suffix(file.name)}", content, name=file.name)
    file.save(force_insert=True)
    record(actor, "files.file.stored", file, at=at, size=file.size, sha256=file.sha256)
    return file


def _write(path: str, content: bytes, *, name: str) -> str:
    try:
        return default_storage.save(path, ContentFile(content))
    except OSError as fault:
        with contextlib.suppress(OSError):  # half a file may be left behind; the path is new, so it is nobody else's
            default_storage.delete(path)
        why = {"name": name, "why": fault.strerror or str(fault)}
        raise StorageFault(
            _("“%(name)s” could not be stored: %(why)s. Nothing was saved; make room or ask the operator, then try again.") % why
        ) from fault


def _clean(name: str) -> str:
    """Keep the last part of a path, without control characters."""
    bare = re.sub(r"[\x00-\x1f\x7f]", "", name.replace("\\", "/").rpartition("/")[2]).strip()
    return bare[-200:] or "file"


def _suffix(name: str) -> str:
    suffix = PurePath(name).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""
