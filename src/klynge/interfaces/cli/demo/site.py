"""What Nordlys shows to everybody: its public site, and the profiles that every third member has made public."""

from datetime import date
from random import Random

from klynge.core.clock import noon_of
from klynge.directory.actions import edit_profile, publish_profile
from klynge.directory.models import Organisation
from klynge.membership.actions import present_cluster
from klynge.membership.models import Membership

from .stage import Stage

TEXTS = {
    "headline": {"da": "Nordjyllands it-virksomheder, stærkere sammen", "en": "The IT companies of North Jutland, stronger together"},
    "lead": {
        "da": "Nordlys er it-klyngen i Nordjylland: 150 virksomheder og forskere, der mødes, deler viden og løfter større opgaver sammen.",
        "en": "Nordlys is the IT cluster of North Jutland: 150 companies and researchers who meet, share knowledge and take on larger tasks together.",
    },
    "benefits": {
        "da": "Netværk: virksomheder og forskere i Danmark og udlandet\nFaglige arrangementer: uden betaling for medlemmer\n"
        "Fokusnetværk: et tema, en fast kreds, møder hele året\nInnovationsforløb: fra idé til prøve sammen med forskere\n"
        "Matchmaking: mød ligesindede, og find dem, I mangler til opgaven",
        "en": "Network: companies and researchers in Denmark and abroad\nProfessional events: at no charge for members\n"
        "Focus networks: one theme, the same circle, meetings all year\nInnovation programmes: from idea to trial with researchers\n"
        "Matchmaking: meet the like-minded, and find whom you lack for the task",
    },
}
FIELDS = (
    ("robotløsninger", "robot solutions", ("Robotteknologi", "Vision", "Automation")),
    ("apps og selvbetjening", "apps and self-service", ("Apps", "UX", "Integration")),
    ("indlejret software", "embedded software", ("Indlejrede systemer", "C++", "Elektronik")),
    ("dataanalyse og kunstig intelligens", "data analysis and artificial intelligence", ("Kunstig intelligens", "Data", "Python")),
    ("drift og sikkerhed", "operations and security", ("Informationssikkerhed", "Cloud", "NIS2")),
    ("trådløs kommunikation", "wireless communication", ("Trådløs kommunikation", "IoT", "Antenner")),
    ("software til energi og forsyning", "software for energy and utilities", ("Energi", "IoT", "Data")),
)
CUSTOMERS = (("industrien", "industry"), ("sundhedsvæsenet", "health care"), ("logistik og havne", "logistics and ports"), ("kommuner", "municipalities"))  # fmt: skip


def play(stage: Stage, random: Random) -> None:
    """Open the site, and let every third member of today write a profile and make it public."""
    by = {"actor": stage.planner, "at": noon_of(date(2026, 3, 2))}
    present_cluster(stage.nordlys, texts=TEXTS, is_public=True, **by)
    held = Membership.objects.filter(cluster=stage.nordlys).active_on(date(2027, 1, 1)).order_by("member_no").select_related("organisation")
    for membership in held[::3]:
        _profile(stage, membership.organisation, random, by)


def _profile(stage: Stage, organisation: Organisation, random: Random, by: dict[str, object]) -> None:
    (what, what_en, tags), (whom, whom_en) = random.choice(FIELDS), random.choice(CUSTOMERS)
    (need, need_en, _tags), name = random.choice(FIELDS), organisation.name
    texts = {
        "summary": {"da": f"{name} laver {what} til {whom}.", "en": f"{name} makes {what_en} for {whom_en}."},
        "offers": {"da": f"Erfaring med {what}, også i mindre forløb.", "en": f"Experience with {what_en}, in small projects too."},
        "needs": {"da": f"Samarbejde om {need}.", "en": f"Partners for {need_en}."},
    }
    profile = edit_profile(organisation, cluster=stage.nordlys, texts=texts, competences=tags, **by)
    publish_profile(profile, **by)
