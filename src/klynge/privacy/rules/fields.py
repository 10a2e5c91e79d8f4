"""Every column that can hold something about a person: for which purpose it is there. A test walks all models and fails where one is missing.

Only what can hold words, or points to a person or an account, is listed; amounts, days and states are facts about the row they stand in.
Source: GDPR articles 5(1)(b), 6 and 30; bogføringsloven (2022) § 12; markedsføringsloven § 10.
"""

from __future__ import annotations

from collections.abc import Mapping

CONTACT, ACCOUNT, CONSENT, BOOKS, BANK, TRAIL, MAIL, IMPORT, BUSINESS, NONE = (
    "contact", "account", "consent", "books", "bank", "trail", "mail", "import", "business", "none",
)  # fmt: skip
PURPOSES = (CONTACT, ACCOUNT, CONSENT, BOOKS, BANK, TRAIL, MAIL, IMPORT, BUSINESS)  # NONE: nothing about people


def _named(purpose: str, names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), purpose)


FIELDS: Mapping[str, Mapping[str, str]] = {
    "access.Cluster": _named(BUSINESS, "email phone street"),
    "access.User": _named(ACCOUNT, "email name password language"),
    "access.Grant": _named(ACCOUNT, "user role"),
    "access.SavedView": _named(ACCOUNT, "user name query page"),
    "access.Invitation": _named(ACCOUNT, "email name role invited_by invited_by_name"),
    "access.InvitationAcceptance": _named(ACCOUNT, "user"),
    "access.InvitationWithdrawal": _named(TRAIL, "withdrawn_by_name"),
    "access.SignIn": _named(ACCOUNT, "user how browser"),
    "audit.AuditEvent": _named(TRAIL, "actor_name user subject_label details"),
    "outbox.Batch": _named(TRAIL, "released_by"),
    "outbox.Mail": _named(MAIL, "to_address to_name language context subject_key"),
    "outbox.Attempt": _named(MAIL, "reason"),
    "ledger.Transaction": _named(BOOKS, "text"),
    "files.StoredFile": _named(IMPORT, "name blob"),
    "directory.Organisation": _named(BUSINESS, "name trading_name cvr street postcode town website phone email_domain search_text") | _named(BUSINESS, "buyer_reference"),
    "directory.Person": _named(CONTACT, "name phone language search_text") | _named(ACCOUNT, "user"),
    "directory.PersonEmail": _named(CONTACT, "person address"),
    "directory.Affiliation": _named(CONTACT, "person title"),
    "directory.ContactRole": _named(CONTACT, "person kind"),
    "directory.Forgetting": _named(TRAIL, "person by_name"),
    "directory.Subscription": _named(CONSENT, "address name person consent_source"),
    "directory.Consent": _named(CONSENT, "person purpose how wording"),
    "directory.Profile": _named(BUSINESS, "summary about offers needs competences logo") | _named(TRAIL, "published_by"),
    "directory.Invitee": _named(CONTACT, "title kinds"),
    "directory.MasterDataCheck": _named(TRAIL, "confirmed_by"),
    "directory.Merger": _named(TRAIL, "merged_by reversed_by") | _named(TRAIL, "plan moved"),
    "directory.SizeDeclaration": _named(TRAIL, "declared_by confirmed_by"),
    "banking.BankEntry": _named(BANK, "text payer_name payer_account reference"),
    "billing.Invoice": _named(BOOKS, "buyer reason") | _named(BUSINESS, "seller"),
    "billing.InvoiceLine": _named(BOOKS, "text note"),
    "billing.Payment": _named(BOOKS, "text"),
    "billing.MatchDecision": _named(TRAIL, "made_by note"),
    "billing.WriteOff": _named(TRAIL, "made_by reason"),
    "billing.Refund": _named(BOOKS, "to_account reason") | _named(TRAIL, "made_by"),
    "billing.RefundReversal": _named(BOOKS, "reason"),
    "billing.InstalmentPlan": _named(BOOKS, "note") | _named(TRAIL, "made_by"),
    "billing.InstalmentPlanEnd": _named(BOOKS, "reason"),
    "billing.Dispute": _named(BOOKS, "reason outcome"),
    "billing.ReminderPause": _named(BOOKS, "reason"),
    "membership.Application": _named(CONTACT, "contact_name contact_title contact_email contact_phone message language")
    | _named(BUSINESS, "cvr name street postcode town website buyer_reference gln industry_code register_period unit"),
    "membership.AccessRequest": _named(CONTACT, "name title address"),
    "membership.ApplicationEvent": _named(TRAIL, "by_name note"),
    "membership.Presentation": _named(NONE, "headline lead benefits") | _named(TRAIL, "published_by"),
    "membership.Resignation": _named(CONTACT, "note") | _named(TRAIL, "withdrawn_by"),
    "membership.Ending": _named(CONTACT, "note") | _named(TRAIL, "recorded_by"),
    "membership.PersonalAdjustment": _named(BOOKS, "reason approved_by"),
    "membership.TermClosing": _named(TRAIL, "closed_by"),
    "membership.DuesRun": _named(TRAIL, "planned_by planned_by_user"),
    "membership.DuesRelease": _named(TRAIL, "released_by user note"),
    "membership.ImportRun": _named(IMPORT, "by"),
    "membership.ImportRow": _named(IMPORT, "cells") | _named(IMPORT, "problems changed candidates"),
    "ledger.Closing": _named(TRAIL, "reason"),
    "billing.Allocation": _named(BOOKS, "reason"),
    "billing.PaymentReversal": _named(BOOKS, "reason"),
    "billing.EntryMatch": _named(BANK, "reasons parts"),
    "privacy.RetentionRun": _named(TRAIL, "by_name"),
    "privacy.StandingOrder": _named(TRAIL, "ordered_by"),
    "publishing.Release": _named(BUSINESS, "headline lead body quotes caption alt contact_name contact_title contact_email contact_phone")
    | _named(TRAIL, "changed_by published_by"),
    "publishing.Revision": _named(BUSINESS, "content") | _named(TRAIL, "changed_by"),
    "newsletters.Message": _named(TRAIL, "drafted_by released_by") | _named(MAIL, "audience"),
    "newsletters.MessageRecipient": _named(MAIL, "person left_out"),
}  # fmt: skip

# Words that say nothing about a person: codes, texts of the cluster's own, digests.
IMPERSONAL: Mapping[str, str] = {
    "access.Cluster": "slug name legal_name cvr postcode town country website logo currency bank_name bank_reg bank_account iban bic fik_creditor",
    "audit.AuditEvent": "verb subject_type",
    "audit.Seal": "stream digest",
    "audit.Redaction": "before after",
    "files.StoredFile": "content_type sha256",
    "outbox.Batch": "rule title source_key",
    "outbox.Mail": "rule template attachment",
    "outbox.Attempt": "message_id",
    "ledger.Account": "code name",
    "ledger.Transaction": "reference",
    "ledger.Posting": "currency",
    "ledger.ChartNumber": "family number",
    "directory.Municipality": "code name nuts3",
    "directory.Organisation": "country industry_code gln",
    "directory.Listing": "external_id",
    "directory.Partnership": "role",
    "banking.BankAccount": "identifier name currency ledger_code",
    "banking.BankFile": "sha256 name refusal",
    "banking.Statement": "number",
    "banking.BankEntry": "currency original_currency fik_creditor bank_reference batch fingerprint",
    "billing.Product": "code name vat_reason income_account",
    "billing.InvoiceSeries": "code",
    "billing.Invoice": "number source_key currency vat payment_id",
    "billing.EInvoiceDelivery": "remote",
    "billing.DeliveryEvent": "words",
    "billing.FeeStatusChange": "note",
    "billing.Payment": "kind currency reference",
    "billing.Refund": "number currency",
    "billing.InstalmentPlan": "currency",
    "billing.EntryMatch": "certainty",
    "billing.ReminderStep": "text",
    "billing.Reminder": "currency text",
    "membership.MembershipType": "code name",
    "membership.FeeSchedule": "code name resolution currency bills_next_year_from assumption source",
    "membership.FeeComponent": "code label kinds metrics parameters",
    "membership.FeeBand": "label other_bounds predicate",
    "membership.FeeRule": "label parameters",
    "membership.Term": "label",
    "membership.Assessment": "fingerprint facts lines steps words",
    "membership.MembershipPeriod": "currency",
    "membership.DuesLine": "exceptions",
    "membership.ImportMapping": "name header_fingerprint columns",
    "membership.ImportRun": "headers columns counts",
    "newsletters.Message": "subject body",
    "privacy.RetentionRun": "shown done",
    "publishing.Release": "slug town picture",
}
