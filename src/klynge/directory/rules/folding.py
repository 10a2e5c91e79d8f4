"""One spelling for what people type in many: lower case, æ as ae, ø as oe, å as aa, accents off."""

import re
import unicodedata
from string import ascii_lowercase, digits

LETTERS = {"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa"}
ACCENTED, PLAIN = "éèêëáàâãíìîïóòôõúùûüñçýÿ", "eeeeaaaaiiiioooouuuuncyy"
_TABLE = str.maketrans(LETTERS | dict(zip(ACCENTED, PLAIN, strict=True)))
LEAST_FOR_TYPOS = 4  # shorter words are too like each other to guess at
MOST_FOR_TYPOS = 20


def fold(text: str) -> str:
    """Spell a text the one way in which it is searched and compared; blanks collapse."""
    return " ".join(unicodedata.normalize("NFC", text).lower().translate(_TABLE).split())


def words_of(text: str) -> list[str]:
    """Cut what somebody typed into folded words; a registration number loses its blanks, dots and country prefix."""
    folded = fold(text)
    number = re.fullmatch(r"(?:dk)?(\d{4,10})", re.sub(r"[\s.\-]", "", folded))
    if number:
        return [number[1]]
    return [re.sub(r"^dk(?=\d{8}$)", "", word) for word in re.split(r"[\s,;]+", folded) if word][:8]


def misspellings(word: str) -> list[str]:
    """Return every word one slip away: a letter swapped with its neighbour, left out, doubled or mistaken; [] for short words."""
    if not LEAST_FOR_TYPOS <= len(word) <= MOST_FOR_TYPOS:
        return []
    alphabet = digits if word.isdigit() else ascii_lowercase
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    shorter = {left + right[1:] for left, right in cuts if right} if len(word) > LEAST_FOR_TYPOS else set()
    mistaken = {left + letter + right[1:] for left, right in cuts if right for letter in alphabet}
    longer = {left + letter + right for left, right in cuts[1:-1] for letter in alphabet}
    return sorted((swapped | shorter | mistaken | longer) - {word})
