"""Answers in the shapes of the company register, invented from end to end."""


def virk(number=12345674, **facts):
    """One company in the shape of Virk's service, with what must never be kept."""
    form, protected, series = facts.get("form", "APS"), facts.get("protected", False), facts.get("series", {})
    company = {
        "cvrNummer": number,
        "reklamebeskyttet": protected,
        "livsforloeb": [{"periode": {"gyldigFra": "2015-03-01", "gyldigTil": facts.get("ended")}}],
        "virksomhedMetadata": {
            "nyesteNavn": {"navn": facts.get("name", "Havnens Data ApS")},
            "nyesteVirksomhedsform": {"kortBeskrivelse": form},
            "nyesteBeliggenhedsadresse": {
                "vejnavn": "Kajvej", "husnummerFra": 4, "bogstavFra": "B", "etage": "2", "postnummer": 9000, "postdistrikt": "Aalborg",
                "kommune": {"kommuneKode": 851},
            },
            "nyesteHovedbranche": {"branchekode": "621000"},
            "stiftelsesDato": "2015-03-01",
        },
        "deltagerRelation": [{"deltager": {"navne": [{"navn": "Eva Ejer"}], "beliggenhedsadresse": [{"vejnavn": "Privatvej"}]}}],
        **series,
    }  # fmt: skip
    return {"hits": {"total": 1, "hits": [{"_source": {"Vrvirksomhed": company}}]}}


def cvrapi(**facts):
    """One company in the shape of cvrapi.dk."""
    return {
        "vat": 12345674, "name": "Havnens Data ApS", "address": "Kajvej 4B, 2.", "zipcode": "9000", "city": "Aalborg", "protected": False,
        "startdate": "01/03 - 2015", "enddate": None, "employees": "20-49", "industrycode": 621000, "companydesc": "Anpartsselskab", **facts,
    }  # fmt: skip


def month(year, number, code="ANTAL_20_49", exact=None):
    return {"aar": year, "maaned": number, "intervalKodeAntalAnsatte": code, "antalAnsatte": exact}


def quarter(year, number, code):
    return {"aar": year, "kvartal": number, "intervalKodeAntalAnsatte": code, "antalAnsatte": None}


def year(number, code):
    return {"aar": number, "intervalKodeAntalAnsatte": code, "antalAnsatte": None}
