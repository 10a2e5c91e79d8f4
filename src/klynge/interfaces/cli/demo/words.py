"""Invented companies and people; the towns and the industry codes are real ones."""

from dataclasses import dataclass
from random import Random

# (postcode, town, municipality code): towns of the eleven municipalities of North Jutland
TOWNS = [
    ("9000", "Aalborg", "0851"), ("9000", "Aalborg", "0851"), ("9000", "Aalborg", "0851"), ("9220", "Aalborg Øst", "0851"),
    ("9400", "Nørresundby", "0851"), ("9200", "Aalborg SV", "0851"), ("9800", "Hjørring", "0860"), ("9900", "Frederikshavn", "0813"),
    ("9990", "Skagen", "0813"), ("7700", "Thisted", "0787"), ("7900", "Nykøbing M", "0773"), ("9700", "Brønderslev", "0810"),
    ("9600", "Aars", "0820"), ("9940", "Læsø", "0825"), ("9530", "Støvring", "0840"), ("9500", "Hobro", "0846"), ("9690", "Fjerritslev", "0849"),
]  # fmt: skip
FIRST = [
    "Ærø",
    "Blåvand",
    "Cimber",
    "Dronning",
    "Egholm",
    "Fjord",
    "Gråsten",
    "Havne",
    "Isbjerg",
    "Jetsmark",
    "Klit",
    "Limfjord",
    "Mors",
    "Nord",
    "Orkan",
    "Polar",
    "Råbjerg",
    "Skærbæk",
    "Tangen",
    "Ulvedal",
    "Vendel",
    "Ymer",
    "Øland",
    "Ålbæk",
]
SECOND = [
    "Software",
    "Data",
    "Net",
    "Digital",
    "Robotik",
    "Sensor",
    "Skytjenester",
    "Kode",
    "Signal",
    "Analyse",
    "Systemer",
    "Grafik",
    "Sikkerhed",
    "Automation",
    "Telekom",
    "Spil",
    "Platform",
    "Vision",
]
GIVEN = [
    "Anne",
    "Bent",
    "Camilla",
    "Dennis",
    "Else",
    "Finn",
    "Gitte",
    "Henrik",
    "Ida",
    "Jens",
    "Kirsten",
    "Lars",
    "Mette",
    "Niels",
    "Oline",
    "Peter",
    "Rikke",
    "Søren",
    "Tine",
    "Ulla",
    "Viggo",
    "Åse",
    "Øjvind",
    "Maja",
    "Emil",
    "Freja",
    "Noah",
    "Signe",
    "Oskar",
    "Liv",
]
FAMILY = [
    "Aagaard",
    "Bak",
    "Christoffersen",
    "Dalgaard",
    "Eskildsen",
    "Fruensgaard",
    "Grønbæk",
    "Højgaard",
    "Iversen",
    "Juhl",
    "Krog",
    "Lassen",
    "Mølgaard",
    "Nørgaard",
    "Overgaard",
    "Poulsen",
    "Qvist",
    "Rasmussen",
    "Søndergaard",
    "Thorup",
    "Uhrenholt",
    "Vestergaard",
    "Winther",
    "Østergaard",
]
INDUSTRY = [
    ("620100", "DB07"),
    ("620200", "DB07"),
    ("621000", "DB25"),
    ("629000", "DB25"),
    ("631000", "DB25"),
    ("582900", "DB07"),
    ("611000", "DB07"),
    ("465100", "DB07"),
]
TITLES = ["Direktør", "Adm. direktør", "Partner", "Økonomichef", "Udviklingschef", "Bogholder", "Salgschef"]
WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)


@dataclass(frozen=True)
class Company:
    """One invented company."""

    name: str
    cvr: str
    form: str
    postcode: str
    town: str
    municipality: str
    industry: tuple[str, str]
    domain: str


def cvr_numbers(random: Random) -> "list[str]":
    """Make numbers that pass the check digit (modulus 11), from a range in which hardly any company is registered."""
    found, body = [], 9_900_000 + random.randrange(1_000)
    while len(found) < 400:
        body += 1
        digits = [int(d) for d in str(body)]
        rest = sum(d * w for d, w in zip(digits, WEIGHTS, strict=False)) % 11
        if rest != 1:
            found.append(f"{body}{(11 - rest) % 11}")
    return found


def companies(random: Random, count: int) -> list[Company]:
    """Invent companies, each name and number once."""
    names = [f"{first} {second}" for first in FIRST for second in SECOND]
    random.shuffle(names)
    made = []
    for name, cvr in zip(names[:count], cvr_numbers(random), strict=False):
        form = random.choices(["ApS", "A/S", "ENK", "I/S"], [60, 25, 10, 5])[0]
        postcode, town, municipality = random.choice(TOWNS)
        domain = ascii_name(name) + ".example"
        full = name if form in ("ENK", "I/S") else f"{name} {form}"
        made.append(Company(full, cvr, form, postcode, town, municipality, random.choice(INDUSTRY), domain))
    return made


def ascii_name(name: str) -> str:
    """Write a name as it stands in an address."""
    return name.lower().translate(str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", " ": "-"}))


def person(random: Random) -> str:
    """Invent a person's name."""
    return f"{random.choice(GIVEN)} {random.choice(FAMILY)}"
