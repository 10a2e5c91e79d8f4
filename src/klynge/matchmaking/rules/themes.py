"""What companies work with: a taxonomy of two levels with Danish and English words, so that a Danish text meets an English one.

The words are beginnings of words, so that Danish compounds and endings are found too; one in capitals is found only as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

PARENT = 0.5  # what a theme says of its group


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme under its group ("data.ai"), or a group ("data"), its names, and the beginnings of words that show it."""

    code: str
    da: str
    en: str
    words: tuple[str, ...]

    @property
    def group(self) -> str:
        """The group's code; its own for a group."""
        return self.code.partition(".")[0]


# code | Danish | English | beginnings of words in both languages
_TABLE = """
data | Data og kunstig intelligens | Data and artificial intelligence | data
data.ai | Kunstig intelligens | Artificial intelligence | kunstig intelligens, artificial intelligence, maskinlæring, machine learning, deep learning, neural, sprogmodel, language model, AI, ML
data.analytics | Dataanalyse | Data analysis | dataanaly, data analy, analytics, business intelligence, statisti, prognose, forecast, dashboard
data.vision | Billedgenkendelse | Computer vision | billedgenkend, computer vision, machine vision, vision, billedbehandl, image, kamera, camera
data.platforms | Dataplatforme og -deling | Data platforms and sharing | dataplatform, data platform, datadeling, data shar, data space, datarum, database, data lake, api, integration
data.quality | Datakvalitet og masterdata | Data quality and master data | datakvalitet, data quality, masterdata, master data, stamdata
software | Software | Software | software, programm, kode, code
software.web | Web og apps | Web and apps | web, webs, webu, app, apps, hjemmeside, website, frontend, brugerflade, user interface, mobil, mobile
software.cloud | Cloud og drift | Cloud and operations | cloud, sky, hosting, drift, kubernetes, devops, server, datacent, data cent
software.erp | ERP og forretningssystemer | ERP and business systems | erp, crm, økonomisystem, forretningssystem, business system, navision, dynamics, fakturer, invoic
software.embedded | Indlejret software | Embedded software | embedded, indlejre, firmware, microcontroller, mikrocontroller, fpga
software.test | Test og kvalitet | Testing and quality | test, kvalitetssikr, quality assurance
software.games | Spil og 3D | Games and 3D | computerspil, spiludvik, gaming, games, 3d, virtual reality, augmented reality, VR, AR, XR
security | Sikkerhed | Security | sikkerhed, security
security.cyber | Cybersikkerhed | Cyber security | cybersikker, cyber secur, cybersecur, penetration, it-sikker, it secur, hacking, sårbarhed, vulnerabilit, nis2
security.privacy | Databeskyttelse | Data protection | databeskyt, data protect, gdpr, persondata, personal data, privacy
security.identity | Identitet og adgang | Identity and access | identitet, identity, adgangsstyr, access control, login, mitid, signatur, signature
things | Elektronik og forbundne ting | Electronics and connected things | elektronik, electronic, hardware
things.iot | Internet of things | Internet of things | iot, internet of things, tingenes internet, forbundne enheder, connected devices, telemetri, telemetry
things.sensors | Sensorer og måling | Sensors and measurement | sensor, måleudstyr, måling, measur, instrument
things.wireless | Trådløs og 5G | Wireless and 5G | trådløs, wireless, 5g, radio, antenn, bluetooth, lorawan, satellit, satellite, telekom, telecom, fiber
things.electronics | Udvikling af elektronik | Electronics design | printplade, circuit board, pcb, elektronikudvikling, electronics design, halvleder, semiconductor, chip
robots | Robotter og automation | Robots and automation | automat, automation
robots.robots | Robotter | Robots | robot, cobot, gripper, griber
robots.drones | Droner | Drones | drone, UAV, ubemandet, unmanned
robots.control | Styring og regulering | Control systems | styring, plc, scada, control system, regulering, motion control
robots.additive | 3D-print | Additive manufacturing | 3d-print, 3d print, additiv
industry | Industri og produktion | Industry and production | industri, industry, produktion, production, manufactur, fabrik, factory
industry.digital | Digital produktion | Digital manufacturing | industri 4.0, industry 4.0, digital tvilling, digital twin, smart factory, mes
industry.maintenance | Vedligehold | Maintenance | vedligehold, maintenance, tilstandsovervåg, condition monitor, predictive
industry.metal | Metal og maskiner | Metal and machinery | metal, stål, steel, svejs, weld, maskinbyg, maskinværk, maskindel, maskinfabrik, maskiner, machinery, machining, machine part, smede
industry.logistics | Logistik og forsyningskæde | Logistics and supply chain | logisti, forsyningskæde, supply chain, lager, warehous, transport, havne, shipping, fragt, freight
energy | Energi og klima | Energy and climate | energi, energy, klima, climate
energy.wind | Vindkraft | Wind power | vindm, vindk, vindenergi, wind turbine, wind power, wind energy, wind farm, turbin, mølle
energy.solar | Sol og lagring | Solar and storage | solcelle, solenergi, solar, batterilag, batteripark, battery stor, energilagring, energy storage
energy.hydrogen | Brint og power-to-X | Hydrogen and power-to-X | brint, hydrogen, power-to-x, ptx, elektrolyse, electrolys
energy.grid | Elnet og fleksibilitet | Power grid and flexibility | elnet, grid, fleksib, flexib, smart meter, elmåler, forsyning, utilit
energy.heat | Fjernvarme og bygninger | District heating and buildings | fjernvarme, district heat, varme, heating, indeklima, indoor climate, energieffektiv, energy efficien
energy.carbon | CO2 og klimaregnskab | Carbon and climate accounts | co2, carbon, klimaregnskab, emission, drivhus, greenhouse
green | Miljø og cirkularitet | Environment and circularity | miljø, environment, grøn, green, bæredygt, sustainab
green.circular | Cirkulær økonomi | Circular economy | cirkulær, circular, genbrug, recycl, reuse, affald, waste
green.water | Vand | Water | vand, water, spildevand, wastewater, vandløb
green.report | ESG-rapportering | ESG reporting | esg, csrd, bæredygtighedsrapport, sustainability report
health | Sundhed og velfærd | Health and welfare | sundhed, health, velfærd, welfare
health.device | Medicinsk udstyr | Medical devices | medicinsk udstyr, medical device, medico, medtech, implantat, implant
health.care | Pleje og hjælpemidler | Care and assistive technology | pleje, home care, elder care, hjælpemid, assistive, ældre, elderly, genoptræn, rehabilit
health.digital | Digital sundhed | Digital health | telemedicin, telemedicine, e-health, digital sundhed, digital health, patient, journal
food | Fødevarer og landbrug | Food and agriculture | fødevare, food, landbrug, agricultur, farm
food.process | Fødevareproduktion | Food processing | mejeri, dairy, slagteri, ingrediens, ingredient, emballage, packag
food.field | Præcisionslandbrug | Precision farming | præcisionsland, precision farm, afgrøde, crop, gødning, fertili
sea | Hav og havn | Sea and harbour | maritim, skib, ship, offshore, havet, ocean, fiskeri, fisher
build | Byggeri og by | Building and city | byggeri, byggebranch, byggeplads, byggesag, construction, buildings, bygning
build.bim | Digitalt byggeri | Digital construction | bim, digitalt byggeri, digital construction, facility management
build.city | Smart city | Smart city | smart city, smart cit, kommun, municipal, parkering, parking, trafik, traffic, mobilitet, mobility
learning | Læring og kompetencer | Learning and skills | e-læring, e-learning, undervis, teach, uddannel, education, kursus, course, kompetence, skill
learning.change | Forandring og ledelse | Change and leadership | forandring, change management, ledelse, leadership, organisation
learning.talent | Talent og rekruttering | Talent and recruiting | talent, rekrutter, recruit, ansætte, hire, praktikant, internship, studerende, student
market | Marked og salg | Market and sales | marked, market, salg, sales, kunde, customer
market.export | Eksport | Export | eksport, export, international, udland, abroad
market.commerce | E-handel | E-commerce | e-handel, e-commerce, webshop, betaling, payment
market.brand | Kommunikation og brand | Communication and brand | kommunikation, communication, brand, marketing, reklame, advertis, video, film
market.design | Design og brugere | Design and users | tjenestedesign, service design, designer, UX, brugeroplevelse, brugerundersøg, user experience, usability, brugertest, user test
money | Finansiering | Funding | finansier, financ, funding, kapital, capital
money.invest | Investering | Investment | investor, invester, investment, venture
money.grants | Støtte og projekter | Grants and projects | støtte, grant, tilskud, fond, horizon, interreg, innovationsfond, eu-projekt, eu project
law | Jura, standarder og indkøb | Law, standards and procurement | jura, legal, lov, law
law.standards | Standarder og certificering | Standards and certification | standard, certific, ce-mærk, ce mark, iso
law.tender | Udbud og offentligt indkøb | Tenders and procurement | udbud, tender, indkøb, procure
law.rights | Immaterielle rettigheder | Intellectual property | patent, varemærk, trademark, rettighed, licens, licen
research | Forskning og udvikling | Research and development | forskning, research, forsker, videnskab, scien, ph.d., phd
research.lab | Laboratorium og testmiljø | Lab and test facility | laborator, testmiljø, test facilit, living lab, pilot, demonstr
materials | Materialer og kemi | Materials and chemistry | material, materiale, kemi, chemi, plast, plastic, komposit, composite, biotek, biotech
"""


def _read() -> tuple[Theme, ...]:
    found = []
    for line in _TABLE.strip().splitlines():
        code, danish, english, words = (part.strip() for part in line.split("|"))
        found.append(Theme(code, danish, english, tuple(word.strip() for word in words.split(","))))
    return tuple(found)


THEMES = _read()
BY_CODE: Mapping[str, Theme] = {theme.code: theme for theme in THEMES}
_WORD = re.compile(r"\w+")


def _is_whole(word: str) -> bool:
    """Short words and those in capitals are found only as they stand: "AI" is not in "aid"."""
    return word.isupper() or len(word) < 4


@cache
def _beginnings() -> dict[str, list[tuple[str, str, bool]]]:
    """Return what to look for at a word, by its first two letters: (word in small letters, code, only as it stands)."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for theme in THEMES:
        for word in theme.words:
            small = word.casefold()
            found.setdefault(small[:2], []).append((small, theme.code, _is_whole(word)))
    return found


def recognise(text: str) -> list[str]:
    """Return the codes of the themes whose words stand in the text, in the table's order; a group only where none of its themes is found."""
    small, beginnings, seen = text.casefold(), _beginnings(), set()
    for start in (each.start() for each in _WORD.finditer(small)):
        for word, code, is_whole in beginnings.get(small[start : start + 2], ()):
            end = start + len(word)
            if small.startswith(word, start) and not (is_whole and small[end : end + 1].isalnum()):
                seen.add(code)
    inner = {code.partition(".")[0] for code in seen if "." in code}
    return [code for code in BY_CODE if code in seen and ("." in code or code not in inner)]


def nearness(one: str, other: str) -> float:
    """Return how near two themes are: 1 the same, 0.5 a theme and its group, 0.25 two of one group, else 0."""
    if one == other:
        return 1.0
    if one.partition(".")[0] != other.partition(".")[0]:
        return 0.0
    return PARENT * PARENT if "." in one and "." in other else PARENT


def spread(codes: Iterable[str]) -> dict[str, float]:
    """Return the themes with their groups, each counting half of what its theme does."""
    found: dict[str, float] = {}
    for code in codes:
        found[code] = 1.0
        group = code.partition(".")[0]
        found[group] = max(found.get(group, 0.0), PARENT)
    return found
