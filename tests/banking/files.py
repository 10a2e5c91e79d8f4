"""Small files as banks write them."""

ACCOUNT = "DK5000400440116243"


def camt(entries="", *, opening="100.00", closing="100.00", kind="Stmt", version="053.001.08", account=ACCOUNT, number="7", currency="DKK"):
    """A statement or notification with the entries given as XML."""
    root = {"Stmt": "BkToCstmrStmt", "Ntfctn": "BkToCstmrDbtCdtNtfctn", "Rpt": "BkToCstmrAcctRpt"}[kind]
    balances = "".join(
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{amount.lstrip("-")}</Amt>'
        f"<CdtDbtInd>{'DBIT' if amount.startswith('-') else 'CRDT'}</CdtDbtInd><Dt><Dt>2027-02-01</Dt></Dt></Bal>"
        for code, amount in (("OPBD", opening), ("CLBD", closing))
        if amount
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{version}"><{root}><GrpHdr/>'
        f"<{kind}><ElctrncSeqNb>{number}</ElctrncSeqNb><CreDtTm>2027-02-02T08:00:00</CreDtTm><Acct><Id><IBAN>{account}</IBAN></Id></Acct>"
        f"{balances}{entries}</{kind}></{root}></Document>"
    ).encode()


def entry(amount="50.00", *, direction="CRDT", day="2027-02-01", ref="", details="", status="<Sts><Cd>BOOK</Cd></Sts>", currency="DKK"):
    """One booked entry."""
    reference = f"<AcctSvcrRef>{ref}</AcctSvcrRef>" if ref else ""
    inside = f"<NtryDtls>{details}</NtryDtls>" if details else ""
    return f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>{status}<BookgDt><Dt>{day}</Dt></BookgDt>{reference}{inside}</Ntry>'


def part(amount="", *, reference="", text="", name="", ref="", creditor="", currency="DKK"):
    """One transaction inside an entry."""
    said = f'<Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>' if amount else ""
    refs = f"<Refs><AcctSvcrRef>{ref}</AcctSvcrRef></Refs>" if ref else ""
    payer = f"<Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr>" if name else ""
    payee = f"<CdtrAcct><Id><Othr><Id>{creditor}</Id></Othr></Id></CdtrAcct>" if creditor else ""
    structured = f"<Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd>" if reference else ""
    free = f"<Ustrd>{text}</Ustrd>" if text else ""
    return f"<TxDtls>{refs}{said}<RltdPties>{payer}{payee}</RltdPties><RmtInf>{free}{structured}</RmtInf></TxDtls>"


MT940 = b""":20:STARTUMS
:25:DK5000400440116243
:28C:00001
:60F:C270201DKK1000,00
:61:2702010201C1250,50NTRFNONREF//B-1
:86:Faktura 2027-00042
:61:2702010201D80,25NMSCNONREF//B-2
:86:Gebyr
:62F:C270201DKK2170,25
"""

DANSKE = "Dato;Tekst;Beløb;Saldo;Status;Afstemt\r\n05.02.2027;FI-indbetaling 000000000074203;25.000,00;142.199,55;Udført;Nej\r\n04.02.2027;Gebyr;-119,00;117.199,55;Udført;Ja\r\n"
NORDEA = "Bogføringsdato;Beløb;Afsender;Modtager;Navn;Beskrivelse;Saldo;Valuta;Afstemt;\nReserveret;-39,95;;;;KORTKØB;;DKK;;\n2027/02/05;25000,00;;9040;Aalborg Testhus;Faktura 2027-00042;120577,22;DKK;;\n"
BANKDATA = "Dato;Tekst;Beløb;Saldo\n03.02.2027;Indbetaling Åben Ærø ApS;-244,00;12500,50\n04.02.2027;Rente;12.500,00;25.000,50\n"
MOBILEPAY = "Date;Timestamp;Amount;Message;Transaction Type;Transfer Reference;Transfer Date;Payment Transaction ID;User Name\n02-02-2027;2027-02-02T18:28:10+02:00;500,00;Arrangement 17;Payment;02000227660010309261;03-02-2027;36332578042;Eksempel Bruger\n"
