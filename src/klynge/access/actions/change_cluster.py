"""Change a cluster's own facts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import may_administer, require
from klynge.access.rules.seller_facts import faults
from klynge.core.errors import Invalid
from klynge.core.journal import record

CHANGEABLE = (
    "name", "legal_name", "cvr", "street", "postcode", "town", "email", "phone", "website", "locale",
    "fiscal_year_month", "membership_year_month", "payment_days", "notice_rule", "notice_months",
    "bank_name", "bank_reg", "bank_account", "iban", "bic", "fik_creditor",
)  # fmt: skip
WORDS = {
    "cvr": gettext_lazy("This is not a CVR number: its last digit does not fit the others. Compare it with the register."),
    "iban": gettext_lazy("This is not an IBAN: its check digits do not fit. Copy it from your bank."),
    "bic": gettext_lazy("A BIC has 8 or 11 letters and digits, like NDEADKKK."),
    "reg": gettext_lazy("A registration number has four digits."),
    "account": gettext_lazy("An account number has 4 to 10 digits."),
    "fik": gettext_lazy("A FIK creditor number has eight digits and starts with 8."),
    "pair": gettext_lazy("Registration number and account number belong together: write both or none."),
}


@transaction.atomic
def change_cluster(cluster: Cluster, *, changes: Mapping[str, Any], actor: Actor, at: datetime) -> Cluster:
    """Change the facts given by name; what is the same already is left alone. Raises: Refused, Invalid with the field."""
    require(may_administer(actor, cluster))
    cluster = Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    if unknown := set(changes) - set(CHANGEABLE):
        raise Invalid(_("These can't be changed here: %s.") % ", ".join(sorted(unknown)))
    wanted = {name: _tidy(name, value) for name, value in changes.items()}
    before = {name: getattr(cluster, name) for name, value in wanted.items() if getattr(cluster, name) != value}
    if not before:
        return cluster

    for name in before:
        setattr(cluster, name, wanted[name])
    _check(cluster, list(before))
    cluster.save(update_fields=list(before))
    record(
        actor, "access.cluster.changed", cluster, at=at, cluster_id=cluster.pk, before=before, after={name: wanted[name] for name in before}
    )
    return cluster


def _tidy(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name in {"cvr", "iban", "bic", "bank_reg", "bank_account", "fik_creditor"}:
        return value.replace(" ", "").replace("-", "").upper()
    return value.strip()


def _check(cluster: Cluster, changed: list[str]) -> None:
    found = faults({name: getattr(cluster, name) for name in ("cvr", "iban", "bic", "bank_reg", "bank_account", "fik_creditor")})
    bank = {"bank_reg", "bank_account"}
    for field, code in found.items():
        if field in changed or (field in bank and bank & set(changed)):
            raise Invalid(str(WORDS[code]), field=field)
    try:
        cluster.clean_fields(exclude=[field.name for field in Cluster._meta.fields if field.name not in changed])
    except ValidationError as fault:
        field, messages = next(iter(fault.message_dict.items()))
        raise Invalid(messages[0], field=field) from fault
