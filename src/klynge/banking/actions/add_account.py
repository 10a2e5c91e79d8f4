"""Say that a bank account is the cluster's."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from stdnum import iban

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.banking import policies
from klynge.banking.models import BankAccount
from klynge.core.errors import Conflict, Invalid


@transaction.atomic
def add_account(
    cluster: Cluster, *, identifier: str, name: str, currency: str, actor: Actor, at: datetime, ledger_code: str = "bank"
) -> BankAccount:
    """Add the account; the identifier is an IBAN, or registration number and account number.

    Raises: Refused, Invalid for an identifier that is neither, Conflict when it is there already.
    """
    require(policies.may_keep_accounts(actor, cluster))
    bare, name = re.sub(r"[\s.\-]", "", identifier).upper(), name.strip()[:80]
    if not (iban.is_valid(bare) if bare[:2].isalpha() else re.fullmatch(r"\d{8,14}", bare)):
        raise Invalid(_("“%s” is neither an IBAN nor a registration number with an account number.") % identifier, field="identifier")
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise Invalid(_("“%s” is not a currency. Write three letters, such as DKK.") % currency, field="currency")
    if BankAccount.objects.filter(cluster=cluster, identifier=bare).exists():
        raise Conflict(_("The account %s is there already.") % bare)

    account: BankAccount = BankAccount.objects.create(
        cluster=cluster, identifier=bare, name=name or bare, currency=currency, ledger_code=ledger_code
    )
    record(actor, "banking.account.added", account, at=at, identifier=bare)
    return account
