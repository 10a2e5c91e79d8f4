"""What is asked about a member."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from klynge.access.models import Cluster
from klynge.core.texts import in_language
from klynge.directory.models import ContactRoleKind, Metric, Municipality, Organisation, OrganisationKind, SizeSource
from klynge.directory.queries.wording import FIELDS
from klynge.interfaces.office.people.forms import OrganisationField
from klynge.membership.actions.exclude_member import REASONS
from klynge.membership.models import EndReason, Membership, MembershipType, Term

FACTS = (
    "name", "trading_name", "kind", "legal_form", "cvr", "industry_code", "street", "postcode", "town", "municipality", "website", "phone",
    "founded_on", "gln", "buyer_reference", "has_foreign_parent",
)  # fmt: skip


def day_field(label: Any, **given: Any) -> forms.DateField:
    """A day, chosen in the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)


class TypeField(forms.ModelChoiceField):
    """A membership type, by its name in the reader's language."""

    def label_from_instance(self, obj: MembershipType) -> str:
        """Return what stands in the list."""
        return in_language(obj.name) or obj.code


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    """The organisation's own facts; what is wrong with one is said by the directory."""

    class Meta:
        model = Organisation
        fields = FACTS
        labels = FIELDS

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["founded_on"] = day_field(FIELDS["founded_on"], required=False)
        self.fields["municipality"].queryset = Municipality.objects.order_by("name")  # type: ignore[attr-defined]

    def validate_unique(self) -> None:
        """Leave it to the action, which says whose number it is."""

    def validate_constraints(self) -> None:
        """Leave it to the action, which says how to mend it."""

    def _post_clean(self) -> None:
        """Nothing is put on the row: the action does that."""


class NewMemberForm(forms.Form):
    """An organisation, somebody to write to, and from when it is a member."""

    cvr = forms.CharField(
        label=FIELDS["cvr"], required=False, max_length=20, help_text=_("A number that is known already brings its organisation.")
    )
    name = forms.CharField(label=FIELDS["name"], max_length=160)
    kind = forms.ChoiceField(label=FIELDS["kind"], choices=OrganisationKind.choices, initial=OrganisationKind.COMPANY)
    street = forms.CharField(label=FIELDS["street"], required=False, max_length=160)
    postcode = forms.CharField(label=FIELDS["postcode"], required=False, max_length=10)
    town = forms.CharField(label=FIELDS["town"], required=False, max_length=80)
    type = TypeField(None, label=_("Type of membership"), empty_label=None)
    joined_on = day_field(_("Member from"))
    employees = forms.IntegerField(label=_("Employees"), required=False, min_value=0, max_value=10_000_000)
    contact_name = forms.CharField(label=_("Contact's name"), required=False, max_length=120)
    contact_email = forms.CharField(label=_("Contact's e-mail"), required=False, max_length=254)
    contact_phone = forms.CharField(label=_("Contact's phone"), required=False, max_length=30)

    def __init__(self, *args: object, cluster: Cluster, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["type"].queryset = MembershipType.objects.filter(cluster=cluster).order_by("code")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the name of somebody whose address or phone is given."""
        given = self.cleaned_data
        if (given.get("contact_email") or given.get("contact_phone")) and not given.get("contact_name"):
            self.add_error("contact_name", _("Write the name of the contact."))
        return given

    def asked(self) -> dict[str, Any]:
        """Return what register_member is told."""
        given = self.cleaned_data
        contact = {key: given[f"contact_{key}"] for key in ("name", "email", "phone")}
        return {
            "organisation": {key: given[key] for key in ("cvr", "name", "kind", "street", "postcode", "town")},
            "contact": contact if contact["name"] else None,
            "type": given["type"], "joined_on": given["joined_on"], "employees": given["employees"],
        }  # fmt: skip


class SizeForm(forms.Form):
    """A size as a number, or as an interval."""

    metric = forms.ChoiceField(label=_("Counted in"), choices=[each for each in Metric.choices if each[0] != Metric.GROUPS])
    low = forms.DecimalField(label=_("Size, or the lower end"), min_value=0, max_digits=16, decimal_places=2)
    high = forms.DecimalField(
        label=_("Upper end"),
        required=False,
        min_value=0,
        max_digits=16,
        decimal_places=2,
        help_text=_("Only when the size is an interval."),
    )
    is_open = forms.BooleanField(label=_("Or more: there is no upper end"), required=False)
    as_of = day_field(_("As of"))
    source = forms.ChoiceField(label=_("Who says so"), choices=SizeSource.choices)
    is_confirmed = forms.BooleanField(label=_("The member has confirmed it"), required=False)

    def asked(self) -> dict[str, Any]:
        """Return what declare_size is told: FTE in hundredths, the rest in whole units."""
        given = dict(self.cleaned_data)
        units = 100 if given["metric"] == Metric.FTE else 1
        low, high, is_open = given.pop("low"), given.pop("high"), given.pop("is_open")
        top = None if is_open else high if high is not None else low
        return given | {"low": int(low * units), "high": None if top is None else int(top * units)}


class ContactForm(forms.Form):
    """Somebody at the member, and what the person is to the cluster."""

    name = forms.CharField(label=_("Name"), max_length=120)
    title = forms.CharField(label=_("Title"), required=False, max_length=120)
    email = forms.CharField(
        label=_("E-mail"), required=False, max_length=254, help_text=_("An address that is known already brings its person.")
    )
    phone = forms.CharField(label=_("Phone"), required=False, max_length=30)
    kinds = forms.MultipleChoiceField(label=_("Roles"), choices=ContactRoleKind.choices, widget=forms.CheckboxSelectMultiple)
    from_on = day_field(_("From"))


class ResignForm(forms.Form):
    """When notice came in; ``seen`` is the day whose consequences have been shown."""

    received_on = day_field(_("Notice received on"))
    note = forms.CharField(label=_("Note for the record"), required=False, max_length=300)
    seen = forms.DateField(required=False, widget=forms.HiddenInput)


class ExcludeForm(forms.Form):
    """From which day, and why."""

    effective_on = day_field(_("First day no longer a member"))
    reason = forms.ChoiceField(label=_("Reason"), choices=[(reason.value, EndReason(reason).label) for reason in REASONS])
    note = forms.CharField(label=_("Note for the record"), required=False, max_length=300)


class ReasonForm(forms.Form):
    """A word on why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class ReinstateForm(forms.Form):
    """From which day."""

    from_on = day_field(
        _("Member again from"), help_text=_("On the very day it ended, the same membership goes on; later, a new one begins.")
    )


class TypeForm(forms.Form):
    """Which type, from which term to come."""

    type = TypeField(None, label=_("Type of membership"), empty_label=None)
    from_term = forms.ModelChoiceField(None, label=_("From the term"), empty_label=None)

    def __init__(self, *args: object, membership: Membership, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        cluster = membership.cluster
        self.fields["type"].queryset = MembershipType.objects.filter(cluster=cluster).order_by("code")  # type: ignore[attr-defined]
        coming = Term.objects.filter(cluster=cluster, during__startswith__gt=today).order_by("during")
        self.fields["from_term"].queryset = coming  # type: ignore[attr-defined]


class AdjustForm(forms.Form):
    """Another fee for one member: one of three ways, for the terms that start in a span of days."""

    WAYS = {"percent_bp": _("Per cent of the fee (-50 halves it)"), "amount_minor": _("An amount added (negative is a discount)"),
            "fixed_minor": _("This fee, whatever the size")}  # fmt: skip
    way = forms.ChoiceField(label=_("How"), choices=list(WAYS.items()))
    value = forms.DecimalField(label=_("Per cent or amount"), max_digits=14, decimal_places=2)
    reason = forms.CharField(label=_("Reason, as printed in the explanation of the amount"), max_length=200)
    from_on = day_field(_("For terms from"))
    until_on = day_field(_("Until before"), required=False, help_text=_("Leave it blank to let it go on."))

    def asked(self) -> dict[str, Any]:
        """Return what adjust_fee is told: basis points or minor units."""
        given = dict(self.cleaned_data)
        return {given.pop("way"): int(given.pop("value") * 100), **given}


class ParentForm(forms.Form):
    """Who owns the organisation from a day on; nobody means that it is independent."""

    parent = OrganisationField(label=_("Parent company"), required=False, help_text=_("CVR number or name; blank: independent from then."))
    from_on = day_field(_("From"))

    def __init__(self, *args: object, known: QuerySet[Organisation], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["parent"].known = known  # type: ignore[attr-defined]


class MergerForm(forms.Form):
    """The other one, from which day they are one, and whose name is kept."""

    other = forms.ModelChoiceField(None, widget=forms.HiddenInput)
    effective_on = day_field(_("One from"))
    kept = forms.ChoiceField(label=_("Which one goes on"), widget=forms.RadioSelect)

    def __init__(self, *args: object, others: QuerySet[Organisation], organisation: Organisation, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.organisation = organisation
        self.fields["other"].queryset = others  # type: ignore[attr-defined]
        self.fields["kept"].choices = [("this", organisation.name), ("other", _("The other one"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Name the other one by its name."""
        if other := self.cleaned_data.get("other"):
            self.fields["kept"].choices = [("this", self.organisation.name), ("other", other.name)]  # type: ignore[attr-defined]
        return self.cleaned_data

    def asked(self) -> dict[str, Any]:
        """Return what both plans and merge_members are told."""
        pair = (self.organisation, self.cleaned_data["other"])
        survivor, loser = pair if self.cleaned_data["kept"] == "this" else pair[::-1]
        return {"survivor": survivor, "loser": loser, "effective_on": self.cleaned_data["effective_on"]}
