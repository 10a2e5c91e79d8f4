"""What Nordlys has told the press and its members."""

from datetime import UTC, date, datetime
from typing import Any

from klynge.publishing.actions import publish_release, write_release

from .stage import Stage

CONTACT = {
    "contact_name": "Astrid Holm",
    "contact_title": "klyngechef",
    "contact_email": "presse@nordlys.example",
    "contact_phone": "98 76 54 32",
}
NEWS: tuple[tuple[datetime, dict[str, Any]], ...] = (
    (
        datetime(2026, 3, 2, 8, 0, tzinfo=UTC),
        {
            "kind": "press",
            "town": "Aalborg",
            "headline": {
                "da": "Ti år med kontingent: Nordlys er blevet større hvert år",
                "en": "Ten years of dues: Nordlys has grown every year",
            },
            "lead": {
                "da": "Da Nordlys begyndte at tage kontingent, var der tvivl om, hvor mange der ville blive. I dag er 150 virksomheder med.",
                "en": "When Nordlys began to charge dues, nobody knew how many would stay. Today 150 companies are members.",
            },
            "body": {
                "da": "Kontingentet følger virksomhedens størrelse i otte trin, så enkeltmandsfirmaet betaler 1.000 kr. om året, og den største 25.000 kr.\n\n"
                "## Hvad pengene går til\n\n- faglige arrangementer uden betaling\n- fokusnetværk med en fast kreds\n- matchmaking mellem virksomheder og forskere",
                "en": "Dues follow the size of the company in eight steps: a one-person firm pays DKK 1,000 a year, the largest DKK 25,000.\n\n"
                "## What it pays for\n\n- professional events at no charge\n- focus networks\n- matchmaking between companies and researchers",
            },
            "quotes": [
                {
                    "text": {
                        "da": "Når alle betaler, møder alle også op. Det er dér, samarbejdet begynder.",
                        "en": "Those who pay also turn up. That is where working together begins.",
                    },
                    "person": "Bo Ågård",
                    "title": "direktør",
                    "organisation": "",
                }
            ],
            **CONTACT,
        },
    ),
    (
        datetime(2026, 9, 14, 7, 30, tzinfo=UTC),
        {
            "kind": "news",
            "headline": {"da": "Bekræft jeres størrelse inden nytår", "en": "Confirm your size before New Year"},
            "lead": {
                "da": "Kontingentet for 2027 regnes ud fra det antal ansatte, I bekræfter i medlemsportalen.",
                "en": "The dues of 2027 follow the number of employees that you confirm in the member portal.",
            },
            "body": {
                "da": "Det tager et klik, og I ser med det samme, hvad det betyder for næste års kontingent.",
                "en": "It takes one click, and you see at once what it means for next year's dues.",
            },
        },
    ),
)


def play(stage: Stage) -> None:
    """Publish each text on its day."""
    for at, facts in NEWS:
        release = write_release(stage.nordlys, facts=facts | {"dated_on": date(at.year, at.month, at.day)}, actor=stage.planner, at=at)
        publish_release(release, actor=stage.planner, at=at)
