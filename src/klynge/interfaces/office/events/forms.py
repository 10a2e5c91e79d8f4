"""What is asked to plan an event."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.billing.models import Product, ProductKind
from klynge.core.clock import DANISH
from klynge.core.texts import in_language
from klynge.events.models import Event, PriceWho, QuestionKind, Series
from klynge.events.queries.planning import TEXTS

LANGUAGES = {"da": _("Danish"), "en": _("English")}
LABELS = {"title": _("Title"), "lead": _("In short"), "body": _("Text")}
ROWS = {"lead": 2, "body": 8}
PRICES, QUESTIONS = 4, 4
MOMENTS = {
    "starts_at": _("Begins"),
    "ends_at": _("Ends"),
    "sign_up_until_at": _("Sign up until"),
    "cancel_until_at": _("Cancel without paying until"),
}
HELP = {
    "sign_up_until_at": _("Empty: until it begins."),
    "cancel_until_at": _("Until then an invoice is credited. Empty: until it begins."),
}


def _moment(name: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    return forms.DateTimeField(label=MOMENTS[name], required=name in ("starts_at", "ends_at"), widget=widget, input_formats=formats, help_text=HELP.get(name, ""))  # fmt: skip


class EventForm(forms.Form):
    """An event in both languages, with a few lines of prices and questions."""

    starts_at, ends_at = _moment("starts_at"), _moment("ends_at")
    sign_up_until_at, cancel_until_at = _moment("sign_up_until_at"), _moment("cancel_until_at")
    place = forms.CharField(label=_("Place"), required=False, max_length=120)
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    online_url = forms.URLField(label=_("Link for those who come online"), required=False, max_length=500, assume_scheme="https", help_text=_("Shown only to who has a seat."))  # fmt: skip
    capacity = forms.IntegerField(label=_("Seats"), required=False, min_value=1, max_value=100_000, help_text=_("Empty: no limit."))
    overbooking = forms.IntegerField(
        label=_("Seats given beyond that"), required=False, min_value=0, max_value=10_000, help_text=_("Some never come.")
    )
    most_per_company = forms.IntegerField(label=_("At most from one company"), required=False, min_value=1, max_value=10_000)
    most_in_party = forms.IntegerField(label=_("At most in one sign-up"), required=False, min_value=1, max_value=100)
    has_waiting_list = forms.BooleanField(label=_("Keep a waiting list"), required=False)
    answer_hours = forms.IntegerField(label=_("Hours to answer an offered seat"), required=False, min_value=1, max_value=240)
    is_public = forms.BooleanField(label=_("Also for others than members"), required=False)
    series = forms.ModelChoiceField(label=_("Series"), queryset=Series.objects.none(), required=False, empty_label="–", help_text=_("Events that belong together: a breakfast club, a yearly conference."))  # fmt: skip
    series_new = forms.CharField(label=_("A new series"), required=False, max_length=120)
    product = forms.ModelChoiceField(label=_("Invoiced as"), queryset=Product.objects.none(), required=False, empty_label="–", help_text=_("Decides the VAT. Needed where somebody pays."))  # fmt: skip

    def __init__(self, *args: Any, locale: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        product = self.fields["product"]
        product.queryset = Product.objects.filter(kind=ProductKind.OTHER)
        product.label_from_instance = lambda row: in_language(row.name) or row.code
        self.fields["series"].queryset = Series.objects.order_by("pk")
        self.languages = sorted(LANGUAGES, key=lambda code: code != locale)
        for language in self.languages:
            for name, most in TEXTS.items():
                widget = forms.Textarea(attrs={"rows": ROWS[name]}) if name in ROWS else forms.TextInput()
                label = f"{LABELS[name]} ({LANGUAGES[language]})"
                self.fields[f"{name}_{language}"] = forms.CharField(
                    label=label, required=name == "title" and language == locale, max_length=most, widget=widget
                )
        for number in range(1, PRICES + 1):
            self._price(number)
        for number in range(1, QUESTIONS + 1):
            self._question(number)

    def _price(self, number: int) -> None:
        day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.fields[f"price_{number}_who"] = forms.ChoiceField(label=_("Who"), required=False, choices=[("", "–"), *PriceWho.choices])
        self.fields[f"price_{number}_amount"] = forms.DecimalField(
            label=_("Price without VAT"), required=False, min_value=0, max_digits=9, decimal_places=2
        )
        self.fields[f"price_{number}_until"] = forms.DateField(label=_("Early price, until"), required=False, widget=day)
        self.fields[f"price_{number}_seats"] = forms.IntegerField(
            label=_("Only for a company's first seats"), required=False, min_value=1, max_value=10_000
        )

    def _question(self, number: int) -> None:
        options = forms.Textarea(attrs={"rows": 3})
        self.fields[f"question_{number}_da"] = forms.CharField(label=_("Question in Danish"), required=False, max_length=200)
        self.fields[f"question_{number}_en"] = forms.CharField(label=_("Question in English"), required=False, max_length=200)
        self.fields[f"question_{number}_kind"] = forms.ChoiceField(label=_("Answer"), required=False, choices=QuestionKind.choices)
        self.fields[f"question_{number}_options"] = forms.CharField(
            label=_("Answers to choose from, one a line"), required=False, max_length=1_000, widget=options
        )
        self.fields[f"question_{number}_required"] = forms.BooleanField(label=_("Must be answered"), required=False)
        self.fields[f"question_{number}_after"] = forms.BooleanField(label=_("Asked when it is over"), required=False)

    def group(self, *starts: str) -> list[Any]:
        """Return the fields whose names begin so, in order."""
        return [self[name] for name in self.fields if name.startswith(starts)]

    def facts(self) -> dict[str, Any]:
        """Return what the actions take."""
        data = self.cleaned_data
        texts = {name: {language: data[f"{name}_{language}"] for language in LANGUAGES} for name in TEXTS}
        names = (
            "place",
            "address",
            "online_url",
            "capacity",
            "most_per_company",
            "has_waiting_list",
            "is_public",
            "product",
            "series",
            *MOMENTS,
        )
        numbers = {
            "overbooking": data["overbooking"] or 0,
            "most_in_party": data["most_in_party"] or 1,
            "answer_hours": data["answer_hours"] or 24,
        }
        return {**texts, **{name: data[name] for name in names}, **numbers}

    def prices(self) -> list[dict[str, Any]]:
        """Return the lines of the price list that are filled in."""
        data, found = self.cleaned_data, []
        for number in range(1, PRICES + 1):
            who, amount = data[f"price_{number}_who"], data[f"price_{number}_amount"]
            if who and amount is not None:
                minor = int(Decimal(amount) * 100)
                found.append(
                    {
                        "who": who,
                        "amount_minor": minor,
                        "until_on": data[f"price_{number}_until"],
                        "first_seats": data[f"price_{number}_seats"],
                    }
                )
        return found

    def questions(self) -> list[dict[str, Any]]:
        """Return the questions that are filled in."""
        data, found = self.cleaned_data, []
        for number in range(1, QUESTIONS + 1):
            text = {language: data[f"question_{number}_{language}"] for language in LANGUAGES}
            options = [{"da": line.strip()} for line in data[f"question_{number}_options"].splitlines() if line.strip()]
            if any(text.values()):
                kind = data[f"question_{number}_kind"] or QuestionKind.TEXT
                found.append(
                    {
                        "kind": kind,
                        "text": text,
                        "options": options,
                        "is_required": data[f"question_{number}_required"],
                        "is_after": data[f"question_{number}_after"],
                    }
                )
        return found

    @staticmethod
    def initial_of(event: Event) -> dict[str, Any]:
        """Return the event as its form shows it."""
        names = ("place", "address", "online_url", "capacity", "overbooking", "most_per_company", "most_in_party", "has_waiting_list", "answer_hours", "is_public", "product", "series")  # fmt: skip
        found: dict[str, Any] = {name: getattr(event, name) for name in names}
        found |= {name: getattr(event, name).astimezone(DANISH) for name in MOMENTS if getattr(event, name)}
        found |= {f"{name}_{language}": getattr(event, name).get(language, "") for name in TEXTS for language in LANGUAGES}
        for number, price in enumerate(event.prices.all(), 1):
            amount = Decimal(price.amount_minor) / 100
            found |= {f"price_{number}_who": price.who, f"price_{number}_amount": amount, f"price_{number}_until": price.until_on, f"price_{number}_seats": price.first_seats}  # fmt: skip
        for number, asked in enumerate(event.questions.all(), 1):
            options = "\n".join(in_language(option) for option in asked.options)
            found |= {f"question_{number}_{language}": asked.text.get(language, "") for language in LANGUAGES}
            found |= {
                f"question_{number}_kind": asked.kind,
                f"question_{number}_options": options,
                f"question_{number}_required": asked.is_required,
                f"question_{number}_after": asked.is_after,
            }
        return found


class AttendeeForm(forms.Form):
    """Somebody whom the office signs up."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"))
    company = forms.CharField(label=_("Company"), required=False, max_length=160, help_text=_("Name or CVR number as in the register, so that the right price is found."))  # fmt: skip
    party = forms.IntegerField(label=_("How many"), min_value=1, max_value=100, initial=1)


class SpeakerForm(forms.Form):
    """Who speaks, about what."""

    name = forms.CharField(label=_("Name"), max_length=120)
    title = forms.CharField(label=_("Title"), required=False, max_length=120)
    organisation_name = forms.CharField(label=_("Organisation"), required=False, max_length=160)
    talk_da = forms.CharField(label=_("Talk in Danish"), required=False, max_length=300)
    talk_en = forms.CharField(label=_("Talk in English"), required=False, max_length=300)
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("To ask whether the name may be shown."))

    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        return {**data, "talk": {language: data[f"talk_{language}"] for language in LANGUAGES}}


class CancelForm(forms.Form):
    """Why there is no event."""

    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("Everybody who was coming reads it."))
