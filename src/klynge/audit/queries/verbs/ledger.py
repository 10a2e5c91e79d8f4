"""What the room ledger records, as sentences."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "ledger.books.closed": _("%(actor)s closed the books through %(through_on)s"),
    "ledger.books.reopened": _("%(actor)s opened the books again after %(through_on)s: %(reason)s"),
    "ledger.books.sealed": _("%(actor)s sealed %(rows)s postings"),
    "ledger.chart.numbered": _("%(actor)s changed the number of an account: %(subject)s"),
    "ledger.transaction.posted": _("%(actor)s posted transaction %(subject)s"),
    "ledger.transactions.posted": _("%(actor)s posted %(count)s transactions"),
    "ledger.transaction.reversed": _("%(actor)s reversed transaction %(subject)s"),
}
