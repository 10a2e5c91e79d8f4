"""Organisations, who owns them, and which clusters know them."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow
from klynge.core.ranges import SpanField
from klynge.core.sorting import Danish


class OrganisationKind(models.TextChoices):
    COMPANY = "company", _("Company")
    SOLE = "sole", _("Sole proprietorship")
    KNOWLEDGE = "knowledge", _("Knowledge institution")
    PUBLIC = "public", _("Public authority")
    ASSOCIATION = "association", _("Association")


class LegalForm(models.TextChoices):
    """Danish legal forms by their usual short name; OTHER for the rest and for foreign ones."""

    ENK = "ENK", "Enkeltmandsvirksomhed"
    PMV = "PMV", "Personligt ejet mindre virksomhed"
    IS = "I/S", "Interessentskab"
    KS = "K/S", "Kommanditselskab"
    IVS = "IVS", "Iværksætterselskab"
    APS = "ApS", "Anpartsselskab"
    AS = "A/S", "Aktieselskab"
    AMBA = "A.M.B.A.", "Andelsselskab"
    FORENING = "FORENING", "Forening"
    FOND = "FOND", "Fond"
    OFFENTLIG = "OFFENTLIG", "Offentlig myndighed"
    OTHER = "OTHER", _("Other")


class Municipality(models.Model):
    """A Danish municipality by its official four-digit code."""

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=60)
    nuts3 = models.CharField(max_length=5, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Classification(models.TextChoices):
    """Which edition of the industry codes a code belongs to."""

    DB07 = "DB07", "DB07 (NACE Rev. 2)"
    DB25 = "DB25", "DB25 (NACE Rev. 2.1)"


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, actor: Actor) -> OrganisationQuerySet:
        """Keep the organisations that the actor's cluster knows, for its staff; else none."""
        if not actor.is_staff_of(actor.cluster_id):
            return self.none()
        return self.filter(models.Exists(Listing.objects.filter(organisation=models.OuterRef("pk"), cluster_id=actor.cluster_id)))

    def in_danish_order(self) -> OrganisationQuerySet:
        """Sort by name, æ ø å last."""
        return self.order_by(Danish("name"), "pk")


class Organisation(models.Model):
    """A company, institution or authority; one row in the shared registry, whoever its members are."""

    name = models.CharField(max_length=160)  # legal name
    trading_name = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=12, choices=OrganisationKind.choices, default=OrganisationKind.COMPANY)
    legal_form = models.CharField(max_length=12, choices=LegalForm.choices, default=LegalForm.OTHER)
    country = models.CharField(max_length=2, default="DK")
    cvr = models.CharField(max_length=20, blank=True)  # or the national number abroad; unique per country
    industry_code = models.CharField(max_length=6, blank=True)
    industry_edition = models.CharField(max_length=4, choices=Classification.choices, blank=True)
    street = models.CharField(max_length=160, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    town = models.CharField(max_length=80, blank=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    website = models.CharField(max_length=200, blank=True)
    email_domain = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    founded_on = models.DateField(null=True, blank=True)
    dissolved_on = models.DateField(null=True, blank=True)
    gln = models.CharField(max_length=13, blank=True, validators=[RegexValidator(r"^\d{13}$")])
    buyer_reference = models.CharField(max_length=80, blank=True)
    is_advertising_protected = models.BooleanField(default=False)  # CVR "reklamebeskyttet"
    has_foreign_parent = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed")
    search_text = models.TextField(blank=True, editable=False)  # kept by actions: names, CVR, town, people, addresses
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "cvr"], condition=~Q(cvr=""), name="organisation_cvr_once"),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_name"),
            models.CheckConstraint(condition=~Q(country="DK") | Q(cvr="") | Q(cvr__regex=r"^\d{8}$"), name="organisation_cvr_eight_digits"),
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True) | Q(founded_on__isnull=True) | Q(dissolved_on__gte=F("founded_on")),
                name="organisation_founded_before_dissolved",
            ),
        ]
        indexes = [
            models.Index(Danish("name"), "id", name="organisation_danish"),
            models.Index(Danish("town"), Danish("name"), "id", name="organisation_by_town"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="organisation_search"),
            models.Index(fields=["email_domain"], name="organisation_domain", condition=~Q(email_domain="")),
            models.Index(fields=["postcode"], name="organisation_postcode"),
        ]

    def __str__(self) -> str:
        return self.name


class Ownership(models.Model):
    """Who is the parent company, from when until when."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parents")
    parent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="subsidiaries")
    during = SpanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(organisation=F("parent")), name="ownership_of_another"),
            ExclusionConstraint(
                name="ownership_one_parent_a_day",
                expressions=[("organisation", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
        ]


class Listing(models.Model):
    """A cluster knows an organisation: this alone makes it visible there."""

    cluster = models.ForeignKey("access.Cluster", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="listings")
    external_id = models.CharField(max_length=80, blank=True)  # the id in the file it came from
    listed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cluster", "organisation"], name="listing_once"),
            models.UniqueConstraint(fields=["cluster", "external_id"], condition=~Q(external_id=""), name="listing_external_id_once"),
        ]


class Partnership(ClusterRow):
    """A core partner of a cluster: never a member, never billed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    role = models.CharField(max_length=120)  # "Founding university"
    during = SpanField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="partnership_once_a_day",
                expressions=[
                    ("cluster", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]
