"""The industry codes of information and communication technology.

Source: OECD definition of the ICT sector as printed by Statistics Netherlands (NACE Rev. 2 classes); Danish names by DB07.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Industry:
    """A code with its edition and its names; a trailing x stands for any digit."""

    code: str
    edition: str
    name_da: str
    name_en: str


ICT = (
    Industry("261100", "DB07", "Fremstilling af elektroniske komponenter", "Manufacture of electronic components"),
    Industry("261200", "DB07", "Fremstilling af printplader", "Manufacture of loaded electronic boards"),
    Industry("262000", "DB07", "Fremstilling af computere og ydre enheder", "Manufacture of computers and peripheral equipment"),
    Industry("263000", "DB07", "Fremstilling af kommunikationsudstyr", "Manufacture of communication equipment"),
    Industry("264000", "DB07", "Fremstilling af elektronik til privatbrug", "Manufacture of consumer electronics"),
    Industry("268000", "DB07", "Fremstilling af magnetiske og optiske medier", "Manufacture of magnetic and optical media"),
    Industry(
        "465100",
        "DB07",
        "Engroshandel med computere, ydre enheder og software",
        "Wholesale of computers, computer peripheral equipment and software",
    ),
    Industry(
        "4652xx",
        "DB07",
        "Engroshandel med elektronisk udstyr og telekommunikationsudstyr",
        "Wholesale of electronic and telecommunications equipment and parts",
    ),
    Industry("582100", "DB07", "Udgivelse af computerspil", "Publishing of computer games"),
    Industry("582900", "DB07", "Anden udgivelse af software", "Other software publishing"),
    Industry("611000", "DB07", "Fastnetbaseret telekommunikation", "Wired telecommunications"),
    Industry("612000", "DB07", "Trådløs telekommunikation", "Wireless telecommunications"),
    Industry("613000", "DB07", "Satellitbaseret telekommunikation", "Satellite telecommunications"),
    Industry("619000", "DB07", "Anden telekommunikation", "Other telecommunications"),
    Industry("620100", "DB07", "Computerprogrammering", "Computer programming"),
    Industry("620200", "DB07", "Konsulentbistand vedrørende informationsteknologi", "Computer consultancy"),
    Industry("620300", "DB07", "Computer facility management", "Computer facilities management"),
    Industry("620900", "DB07", "Andre serviceydelser inden for informationsteknologi", "Other IT and computer services"),
    Industry("631100", "DB07", "Databehandling, webhosting og lignende serviceydelser", "Data processing, hosting and related"),
    Industry("631200", "DB07", "Webportaler", "Web portals"),
    Industry("951100", "DB07", "Reparation af computere og ydre enheder", "Repair of computers and peripheral equipment"),
    Industry("951200", "DB07", "Reparation af kommunikationsudstyr", "Repair of communication equipment"),
    Industry("621000", "DB25", "Computerprogrammering", "Computer programming"),
    Industry("629000", "DB25", "Andre IT- og computerserviceaktiviteter", "Other IT and computer services"),
    Industry("631000", "DB25", "IT-infrastruktur, hosting og databehandling", "IT infrastructure, hosting and data processing"),
)


def industry(code: str, edition: str = "") -> Industry | None:
    """Return the ICT industry of the code (in the edition, when it is given), or None for all others."""
    for known in ICT:
        if (
            code[: len(known.code.rstrip("x"))] == known.code.rstrip("x")
            and edition in ("", known.edition)
            and len(code) == len(known.code)
        ):
            return known
    return None


ONLY_DB07, ONLY_DB25 = ("6201", "6202", "6203", "6209", "6311", "6312"), ("6210", "6220", "6290", "6310", "6391")


def edition_of(code: str) -> str:
    """Return the edition when the code exists in one of them only, else nothing: most classes have the same digits in both."""
    return "DB07" if code.startswith(ONLY_DB07) else "DB25" if code.startswith(ONLY_DB25) else ""


def is_ict(code: str, edition: str = "") -> bool:
    """Say whether the code is one of information and communication technology."""
    return industry(code, edition) is not None
