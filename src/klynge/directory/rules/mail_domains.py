"""Which mail domains say something about the company, and which do not."""

import re

PUBLIC = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "hotmail.com",
        "hotmail.dk",
        "outlook.com",
        "outlook.dk",
        "live.com",
        "live.dk",
        "msn.com",
        "yahoo.com",
        "yahoo.dk",
        "icloud.com",
        "me.com",
        "mac.com",
        "aol.com",
        "proton.me",
        "protonmail.com",
        "gmx.de",
        "gmx.net",
        "web.de",
        "mail.dk",
        "mail.tele.dk",
        "post.tele.dk",
        "jubii.dk",
        "ofir.dk",
        "sol.dk",
        "stofanet.dk",
        "privat.dk",
        "get2net.dk",
        "tdcadsl.dk",
        "webspeed.dk",
        "youmail.dk",
        "youseepost.dk",
        "mail.com",
        "hey.com",
        "fastmail.com",
        "zoho.com",
        "facebook.com",
        "linkedin.com",
        "instagram.com",
    ]
)
ADDRESS = re.compile(r"[^\s@<>,;\"()]+@([a-z0-9](?:[a-z0-9\-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Say whether the text is one e-mail address of ASCII or Danish letters before the @."""
    return len(text) <= 254 and ".." not in text and ADDRESS.fullmatch(text) is not None


def domain_of(text: str) -> str:
    """Return the company's own domain in an address of mail or web, lower case; nothing for public ones."""
    bare = re.sub(r"^[a-z]+://", "", text.strip().lower()).rpartition("@")[2]
    host = re.split(r"[/?#:]", bare)[0].removeprefix("www.").rstrip(".")
    return host if "." in host and " " not in host and host not in PUBLIC else ""


def work_domains(address: str) -> list[str]:
    """Return the domains that may be the employer's, the nearest first: "a@it.fjord.dk" gives it.fjord.dk and fjord.dk; a private one none."""
    parts = domain_of(address).split(".")
    return [".".join(parts[start:]) for start in range(len(parts) - 1)]
