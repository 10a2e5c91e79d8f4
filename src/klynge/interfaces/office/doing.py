"""What every page of the office does alike: try it, and say what came of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone

from klynge.core.errors import HouseError, Refused


def attempt(request: HttpRequest, action: Callable[..., Any], said: str = "", *, form: Form | None = None) -> Any:
    """Do it as the person signed in, say that it is done, and return what was made, or True.

    A refusal stands beside the field it is about, or above the next page where there is no form, and False is returned.
    """
    try:
        made = action(actor=request.actor, at=timezone.now())
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except HouseError as refusal:
        field = getattr(refusal, "field", None)
        if form is not None:
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            messages.error(request, str(refusal))
        return False
    if said:
        messages.success(request, said)
    return made or True
