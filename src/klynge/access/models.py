"""Clusters (the tenants), the users who sign in, and what they are granted."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

MONTH = [MinValueValidator(1), MaxValueValidator(12)]


class Locale(models.TextChoices):
    DANISH = "da", _("Danish")
    ENGLISH = "en", _("English")


class NoticeRule(models.TextChoices):
    """When a resignation takes effect."""

    YEAR_END = "year_end", _("At the end of the membership year, after the notice")
    QUARTER_END_NEXT_YEAR = "quarter_end_next_year", _("Next year, at the end of the quarter in which it was given")
    MONTHS = "months", _("After the notice, at the end of the month")


class Cluster(models.Model):
    """A cluster or umbrella organisation: one tenant of the installation."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    legal_name = models.CharField(max_length=160)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    cvr = models.CharField(max_length=8, blank=True, validators=[RegexValidator(r"^\d{8}$")])
    street = models.CharField(max_length=160, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    town = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, default="DK")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    website = models.URLField(blank=True)
    logo = models.FileField(upload_to="logos/", blank=True)
    locale = models.CharField(max_length=2, choices=Locale.choices, default=Locale.DANISH)
    currency = models.CharField(max_length=3, default="DKK")
    fiscal_year_month = models.PositiveSmallIntegerField(default=1, validators=MONTH)
    membership_year_month = models.PositiveSmallIntegerField(default=1, validators=MONTH)
    payment_days = models.PositiveSmallIntegerField(default=30)
    notice_rule = models.CharField(max_length=30, choices=NoticeRule.choices, default=NoticeRule.YEAR_END)
    notice_months = models.PositiveSmallIntegerField(default=3)
    bank_name = models.CharField(max_length=80, blank=True)
    bank_reg = models.CharField(max_length=4, blank=True, validators=[RegexValidator(r"^\d{4}$")])
    bank_account = models.CharField(max_length=10, blank=True, validators=[RegexValidator(r"^\d{4,10}$")])
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    fik_creditor = models.CharField(max_length=8, blank=True, validators=[RegexValidator(r"^\d{8}$")])
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="cluster_not_its_own_parent"),
            models.CheckConstraint(condition=Q(fiscal_year_month__range=(1, 12)), name="cluster_fiscal_month"),
            models.CheckConstraint(condition=Q(membership_year_month__range=(1, 12)), name="cluster_membership_month"),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users; an address is kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **facts: object) -> User:
        user = self.model(email=email.strip().lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in; known by an e-mail address."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(max_length=2, choices=Locale.choices, default=Locale.DANISH)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email


class Role(models.TextChoices):
    """What a person may do in a cluster's office."""

    ADMIN = "admin", _("Administrator")
    MANAGER = "manager", _("Cluster manager")
    FINANCE = "finance", _("Finance")
    EVENTS = "events", _("Event manager")
    READER = "reader", _("Read only")
    BOARD = "board", _("Board")
    AUDITOR = "auditor", _("Auditor")


class ClusterRow(models.Model):
    """A root row: it belongs to one cluster, and a query outside a cluster's scope fails."""

    # no index of its own: where a cluster has many rows, a composite one starts with it
    cluster = models.ForeignKey("access.Cluster", on_delete=models.PROTECT, related_name="+", db_index=False)
    objects = ScopedManager(cluster="cluster")

    class Meta:
        abstract = True


class Grant(models.Model):
    """A user's role in a cluster from one moment until it is withdrawn."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    granted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "cluster", "role"], condition=Q(withdrawn_at__isnull=True), name="grant_once"),
        ]

    def is_valid_at(self, at: datetime) -> bool:
        """Say whether the grant holds at the moment."""
        return self.granted_at <= at and (self.withdrawn_at is None or at < self.withdrawn_at)


class Invitation(models.Model):
    """Somebody is asked to come in: as what in the office, or (without a role) only to have an account."""

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_by_name = models.CharField(max_length=120)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index("cluster", Lower("email"), name="invitation_by_email")]

    def __str__(self) -> str:
        return self.name or self.email


class InvitationAcceptance(models.Model):
    """The invited person came in."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="acceptance")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    accepted_at = models.DateTimeField()


class InvitationWithdrawal(models.Model):
    """The invitation was taken back."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="withdrawal")
    withdrawn_by_name = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField()


class SignIn(models.Model):
    """Somebody came in, how, and with which browser; the person sees the latest of them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField()
    how = models.CharField(max_length=20)  # code, password, passkey, oidc, invitation
    is_second_step = models.BooleanField(default=False)  # an app's code, or a recovery code, was asked for
    browser = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "-id"], name="sign_in_by_user")]


class SavedView(models.Model):
    """A user's own name for a filtered list: the page and the query string that makes it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=60)  # "office:members"
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "cluster", "page", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name


class ApiToken(models.Model):
    """A program may ask and act in a cluster on behalf of one user, no further than the scopes; only a digest of the secret is kept."""

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="tokens")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")  # whose roles it has, as long as they hold
    name = models.CharField(max_length=60)  # what it is for
    prefix = models.CharField(max_length=12)  # the beginning of the secret, to tell tokens apart
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the secret, which has 256 random bits
    scopes = ArrayField(models.CharField(max_length=40))  # "invoices:read"
    created_by_name = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    counted_from = models.DateTimeField(null=True)  # the minute whose requests are counted
    counted = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)
    revoked_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & Q(scopes__len__gt=0), name="token_says_what_for"),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("created_at")), name="token_expires_after_it_was_made"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class ApiAnswer(models.Model):
    """What a change was answered with, so that sending it again (the same Idempotency-Key) changes nothing more; kept for a day."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)  # SHA-256 of method, address and body
    status = models.PositiveSmallIntegerField(null=True)  # none only within the transaction that makes it
    body = models.TextField(blank=True)
    location = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answer_once_a_key")]
