"""Which column means what, by the words that Danish and English lists use."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from klynge.directory.rules.folding import fold

# Folded, without marks; "antal ansatte" is found as "antalansatte".
SYNONYMS = {
    "name": "navn firmanavn firma virksomhed virksomhedsnavn selskab organisation medlem medlemsnavn name company companyname member account organization",
    "trading_name": "binavn kaldenavn handelsnavn tradingname knownas nickname",
    "external_id": "eksterntid eksternid externalid id kontaktid contactid kundenr kundenummer debitornr debitornummer customerno customernumber userid",
    "member_no": "medlemsnr medlemsnummer medlemnr memberno membernumber membershipnumber memberid",
    "cvr": "cvr cvrnr cvrnummer cvrno se senr vat vatno vatnumber vatid cvrse companyregistrationnumber registrationnumber orgnr organisationsnummer",
    "country": "land landekode country countrycode",
    "kind": "organisationstype virksomhedstype organisationtype organizationtype sektortype",
    "legal_form": "selskabsform virksomhedsform ejerform legalform companyform",
    "industry_code": "branchekode branche hovedbranche brancheno nace nacekode nacecode industrycode db07 db25 sic industry",
    "industry_edition": "brancheversion nomenklatur industryedition naceversion",
    "street": "adresse vej gade vejnavn gadenavn postadresse adresse1 street address address1 streetaddress streetname",
    "postcode": "postnr postnummer postcode zip zipcode postalcode",
    "town": "by bynavn postdistrikt city town",
    "postal": "postnrby postnrogby postnummerby postnummerogby zipcity",
    "municipality": "kommune kommunenavn kommunekode municipality",
    "headcount": "ansatte antalansatte medarbejdere antalmedarbejdere medarbejderantal headcount employees numberofemployees noofemployees staff size stoerrelse",
    "fte": "aarsvaerk antalaarsvaerk fuldtidsansatte fte ftes fulltimeequivalents",
    "turnover": "omsaetning nettoomsaetning turnover revenue",
    "payroll": "loensum payroll wages",
    "size_as_of": "ansattepr opgjortpr sizeasof headcountdate",
    "contact_name": "kontaktperson kontakt kontaktnavn primaerkontakt att attention contact contactperson contactname primarycontact fullname",
    "contact_title": "titel stilling jobtitel title jobtitle position",
    "contact_email": "email mail emailadresse mailadresse epost kontaktemail kontaktmail emailaddress contactemail",
    "contact_phone": "telefonkontakt mobil mobilnr mobiltelefon direktetelefon mobile mobilephone contactphone cell",
    "phone": "telefon tlf telefonnr telefonnummer tlfnr phone phonenumber telephone",
    "billing_email": "fakturamail fakturaemail emailfaktura mailfaktura faktureringsmail bogholderimail billingemail invoiceemail accountsemail",
    "billing_name": "fakturakontakt bogholder bogholderi fakturaatt billingcontact invoicecontact accountspayable",
    "gln": "ean eannr eannummer gln glnnr glnnummer eanlokationsnummer glnean eangln glnnumber eannumber",
    "buyer_reference": "reference ref rekvisition rekvisitionsnr rekvirent indkoebsordre deresref yourreference buyerreference ponumber purchaseorder",
    "joined_on": "indmeldt indmeldelse indmeldelsesdato indmeldtden medlemsiden medlemfra startdato tilmeldt joined joinedon joindate membersince memberfrom startdate",
    "ended_on": "udmeldt udmeldelse udmeldelsesdato udmeldtden medlemtil ophoert ophoer slutdato ended endedon enddate leftdate left cancelled memberto",
    "type": "type medlemstype kategori medlemskategori medlemskabstype kontingenttype category membershiptype membercategory membershiplevel level",
    "website": "website web hjemmeside webadresse websted www url homepage webpage",
    "founded_on": "stiftet stiftelsesdato startet etableret founded foundedon established foundingdate",
    "has_foreign_parent": "udenlandskejet udenlandskmoderselskab foreignparent foreignowned",
    "is_founding": "stiftendemedlem stifter founding foundingmember",
    "is_advertising_protected": "reklamebeskyttet reklamebeskyttelse advertisingprotected",
}
FIELDS = tuple(SYNONYMS)
NEEDED = "name"
ADDED = {"reason", "aarsag"}  # the column in which faulty rows come back
_MEANING = {word: field for field, words in SYNONYMS.items() for word in words.split()}


def bare(header: str) -> str:
    """Return a header as letters and digits only, folded."""
    return re.sub(r"[\W_]", "", fold(re.sub(r"\(.*?\)|\*", "", header)))


def meaning(header: str) -> str:
    """Return the field that a header names, or nothing."""
    return _MEANING.get(bare(header), "")


def recognised(cells: Sequence[str]) -> dict[str, str]:
    """Return {header: field} of the cells that are headers; the first column of a meaning wins."""
    found: dict[str, str] = {}
    for cell in cells:
        field = meaning(cell)
        if field and field not in found.values():
            found[cell] = field
    return found


def fingerprint(headers: Sequence[str]) -> str:
    """Return a mark by which a file with the same columns, in any order, is known again."""
    words = sorted(word for header in headers if (word := bare(header)) not in ADDED)
    return hashlib.sha256("\n".join(words).encode()).hexdigest()
