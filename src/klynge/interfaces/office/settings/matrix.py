"""What each role may do, drawn from the table that the policies ask, so that it can't be wrong."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klynge.access.models import Role
from klynge.access.rules.roles import ABILITIES, MEMBERS, PORTAL, SECTIONS, STAFF, Ability

TOPICS: dict[str, str | Promise] = {
    "access": _("Settings and users"),
    "membership": _("Members and dues"),
    "directory": _("Organisations and people"),
    "billing": _("Invoices and payments"),
    "banking": _("Bank"),
    "ledger": _("Books"),
    "engagement": _("Engagement"),
    "newsletters": _("Messages"),
    "publishing": _("News"),
    "webhooks": _("Programs outside"),
    "events": _("Events"),
    "networks": _("Focus networks"),
    "programmes": _("Programmes"),
    "meetings": _("Meeting days"),
    "matchmaking": _("Matchmaking"),
    "visits": _("Visits to the site"),
    "outbox": _("Mail"),
    "privacy": _("Personal data"),
    "files": _("Documents"),
    "audit": _("Audit log"),
}
LABELS: dict[str, str | Promise] = {
    "access.administer": _("Change settings, users and roles"),
    "access.invite": _("Invite people of members"),
    "access.hold_tokens": _("Let programs in with a token, on one's own behalf"),
    "access.keep_views": _("Save filtered lists for oneself"),
    "audit.see": _("Read the audit log"),
    "audit.seal": _("Seal the audit log"),
    "audit.redact": _("Blot a forgotten person out of the audit log"),
    "files.store": _("Upload documents"),
    "outbox.see": _("Read mail that was sent or waits"),
    "outbox.send": _("Release and stop mail"),
    "ledger.read": _("Read the books and take them out as a file"),
    "ledger.post": _("Book transactions"),
    "ledger.close": _("Close periods and number the accounts"),
    "ledger.reopen": _("Open a closed period again"),
    "banking.import": _("Bring in files from the bank"),
    "banking.accounts": _("Say which bank accounts are ours"),
    "directory.see_people": _("See people and their addresses"),
    "directory.register": _("Register organisations, people and subscribers"),
    "directory.edit": _("Change organisations and people"),
    "events.manage": _("Plan events and keep their lists"),
    "events.sign_up": _("Sign people up and off"),
    "events.serve": _("Move waiting lists, invoice and mail attendees"),
    "events.see_attendees": _("See who comes to events"),
    "programmes.manage": _("Start programmes, set milestones, open calls"),
    "programmes.decide": _("Admit and decline who applies for a programme"),
    "programmes.sign": _("Sign hours in programmes, and reverse signed ones"),
    "programmes.take_part": _("Apply, note hours and outcomes for a company"),
    "programmes.see": _("See who takes part in programmes"),
    "programmes.serve": _("Let seats in programmes follow mergers of organisations"),
    "networks.manage": _("Found focus networks and say who leads them"),
    "networks.run": _("Admit companies, call meetings, write minutes and to those who sit in a network"),
    "networks.sit": _("Take a company's seat in a network, change its holder, give it back"),
    "networks.see_seats": _("See who sits in the networks"),
    "networks.serve": _("Let seats follow mergers of organisations"),
    "visits.choose": _("Decide whether the site asks visitors if they may be counted"),
    "webhooks.see": _("See which programs are told what"),
    "webhooks.manage": _("Connect programs that are told what happens"),
    "publishing.write": _("Write and publish news, press releases, pages and what members say"),
    "publishing.answer": _("Note whether somebody agrees to be quoted"),
    "directory.forget": _("Forget a person for good"),
    "privacy.retain": _("Delete what was kept as long as it may be"),
    "directory.reach": _("Change how a person is called and reached"),
    "directory.answer_for": _("Note somebody's consent"),
    "billing.issue": _("Issue invoices"),
    "billing.credit": _("Issue credit notes"),
    "billing.pay": _("Record payments"),
    "billing.allocate": _("Say which invoices a payment settles"),
    "billing.write_off": _("Give up what is owed"),
    "billing.refund": _("Pay money on account back"),
    "billing.set_prices": _("Change fee products and VAT"),
    "billing.remind": _("Send reminders, pause them, note disputes"),
    "membership.admit": _("Admit members and change what kind they are"),
    "membership.end": _("Record resignations and exclusions"),
    "membership.types": _("Change what kinds of members there are"),
    "membership.present": _("Write and open the public site"),
    "membership.import": _("Read in files of members"),
    "membership.schedules": _("Draft and adopt fee schedules"),
    "membership.plan": _("Plan dues and open membership years"),
    "membership.release": _("Release dues that somebody else planned, and close membership years"),
    "membership.reopen": _("Open a closed membership year again"),
    "membership.adjust": _("Approve a change of one member's fee"),
    "membership.benefits": _("Suspend and restore benefits"),
    "engagement.see_lists": _("See which members are quiet, and their risk of leaving"),
    "engagement.follow_up": _("Note contacts with members, and what they did"),
    "engagement.weigh": _("Enter what the board decides about engagement"),
    "engagement.compute": _("Work out engagement anew"),
    "matchmaking.offer": _("Offer, seek and answer for a member"),
    "matchmaking.broker": _("Review opportunities, see interests and introduce members"),
    "matchmaking.compute": _("Work out suggestions"),
    "meetings.arrange": _("Prepare meeting days, plan them, and look after them on the day"),
    "meetings.take_part": _("Say whom a company wants to meet, choose slots, and rate meetings"),
    "meetings.search": _("Search for plans and keep their versions"),
    "newsletters.choose": _("Note what somebody wants to read about"),
    "newsletters.write": _("Write to many members at once"),
    "office.dashboard": _("Dashboard"),
    "office.members": _("Members"),
    "office.applications": _("Applications"),
    "office.people": _("People"),
    "office.engagement": _("Engagement"),
    "office.matchmaking": _("Matchmaking"),
    "office.meetings": _("Meeting days"),
    "office.imports": _("Member files"),
    "office.schedules": _("Fee schedules"),
    "office.dues": _("Dues runs"),
    "office.invoices": _("Invoices"),
    "office.receivables": _("Receivables"),
    "office.reminders": _("Reminders"),
    "office.bank": _("Bank"),
    "office.books": _("Books"),
    "office.newsletters": _("Newsletters"),
    "office.messages": _("Messages"),
    "office.news": _("News"),
    "office.events": _("Events"),
    "office.networks": _("Focus networks"),
    "office.programmes": _("Programmes"),
    "office.visits": _("Visits to the site"),
    "office.outbox": _("Outbox"),
    "office.audit": _("Audit log"),
    "office.settings": _("Settings"),
    "portal.see_company": _("See the company's profile and membership"),
    "portal.edit_company": _("Change the company's profile"),
    "portal.see_people": _("See the company's people"),
    "portal.edit_people": _("Invite colleagues and change what they are"),
    "portal.see_money": _("See invoices and payments"),
    "portal.declare_size": _("Confirm the company's size"),
    "portal.resign": _("Resign the membership"),
    "portal.offer_and_seek": _("Write what one offers and seeks"),
    "portal.sign_up": _("Sign up for events, oneself and colleagues"),
    "portal.export_own_data": _("Take out what is kept about oneself"),
}
MEMBER_LABELS: dict[str, str | Promise] = {
    "company_admin": _("Company administrator"),
    "billing": _("Invoice contact"),
    "colleague": _("Colleague"),
    "researcher": _("Researcher"),
    "guest": _("Guest"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it is, and each role's name with whether it may, in the order of the columns."""

    label: str
    allowed: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Topic:
    """Rows that belong together, under the names of the roles."""

    label: str
    lines: list[Line]


def staff_roles() -> list[tuple[str, str]]:
    """Return the codes and names of the office's roles, in the order of the table."""
    return [(code, str(Role(code).label)) for code in STAFF]


def member_roles() -> list[tuple[str, str]]:
    """Return the codes and names of what somebody is at a member, in the order of the table."""
    return [(code, str(MEMBER_LABELS[code])) for code in MEMBERS]


def office_table() -> list[Topic]:
    """Return which sections each role opens, then what each may do by topic; what only machines do, and one's own, is left out."""
    shown = [ability for ability in ABILITIES if ability.code in LABELS]
    topics = [Topic(str(_("Open in the office")), _lines(SECTIONS, staff_roles()))]
    for room, label in TOPICS.items():
        topics.append(Topic(str(label), _lines([each for each in shown if each.code.startswith(f"{room}.")], staff_roles())))
    return topics


def portal_table() -> list[Topic]:
    """Return what somebody may do for a member company, by what the person is there."""
    return [Topic(str(_("For the company")), _lines(PORTAL, member_roles()))]


def _lines(abilities: "list[Ability] | tuple[Ability, ...]", roles: list[tuple[str, str]]) -> list[Line]:
    return [Line(str(LABELS.get(each.code, each.code)), [(name, code in each.roles) for code, name in roles]) for each in abilities]
