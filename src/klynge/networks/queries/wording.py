"""People's addresses, for mails."""

from klynge.directory.models import Person


def address_of(person: Person) -> str:
    """Return the address that mail goes to, or "" where none works; the person's emails should be prefetched."""
    usable = [email for email in person.emails.all() if email.bounced_at is None]
    return next((email.address for email in sorted(usable, key=lambda email: (not email.is_primary, email.pk))), "")
