"""Which texts can stand as the address of a mail."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email


def is_address(text: str) -> bool:
    """Say whether the text, apart from blanks around it, is one e-mail address."""
    try:
        validate_email(text.strip())
    except ValidationError:
        return False
    return True
