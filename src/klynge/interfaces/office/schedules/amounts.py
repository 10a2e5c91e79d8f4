"""Amounts as they are typed and shown in a form."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from klynge.core.money import parse_minor
from klynge.ui.formats import number


class AmountField(forms.CharField):
    """An amount as typed, in Danish or English form; cleaned to minor units."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 9, "class": "num"}), max_length=20, **kwargs)

    def clean(self, value: Any) -> int | None:
        """Read the text. Raises: ValidationError when it is no amount, or negative."""
        text = super().clean(value)
        minor = _minor(text) if text else None
        if minor is not None and minor < 0:
            raise forms.ValidationError(_("An amount can't be negative."))
        return minor


def _minor(text: str) -> int:
    try:
        return parse_minor(text)
    except ValueError:
        raise forms.ValidationError(_("Write an amount, for example 2.500 or 2.500,50.")) from None


def amount_text(minor: int) -> str:
    """Write minor units as they are typed."""
    return number(minor // 100) if minor % 100 == 0 else number(Decimal(minor).scaleb(-2), 2)
