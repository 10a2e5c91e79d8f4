"""What is wrong with a file or a row, in the reader's words, and how to mend it."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klynge.directory.models import Organisation
from klynge.directory.queries import wording
from klynge.directory.rules.checking import Problem
from klynge.membership.models import ImportRow, ImportRun

Words = dict[str, str | Promise]
FIELD_NAMES: Words = wording.FIELDS | {
    "name": gettext_lazy("Name of the company"),
    "external_id": gettext_lazy("Id in the other system"),
    "member_no": gettext_lazy("Member number"),
    "postal": gettext_lazy("Postcode and town"),
    "headcount": gettext_lazy("Employees"),
    "fte": gettext_lazy("Full-time equivalents"),
    "turnover": gettext_lazy("Turnover"),
    "payroll": gettext_lazy("Payroll"),
    "size_as_of": gettext_lazy("Size as of"),
    "contact_name": gettext_lazy("Contact"),
    "contact_title": gettext_lazy("The contact's title"),
    "contact_email": gettext_lazy("The contact's e-mail"),
    "contact_phone": gettext_lazy("The contact's phone"),
    "contact_primary": gettext_lazy("Contact"),
    "contact_billing": gettext_lazy("Billing contact"),
    "billing_email": gettext_lazy("E-mail for invoices"),
    "billing_name": gettext_lazy("Billing contact"),
    "joined_on": gettext_lazy("Member since"),
    "ended_on": gettext_lazy("Member until"),
    "type": gettext_lazy("Membership type"),
    "is_founding": gettext_lazy("Founding member"),
    "municipality_id": gettext_lazy("Municipality"),
}
SENTENCES: Words = wording.SENTENCES | {
    "date": gettext_lazy("“%(value)s” is not a date. Write it as 31-12-2026."),
    "flag": gettext_lazy("“%(value)s” is neither yes nor no. Write yes, no, or leave it blank."),
    "size": gettext_lazy("“%(value)s” is not a size. Write a number, an interval such as 10-19, or 200+."),
    "member_no": gettext_lazy("“%(value)s” is not a member number: it is a whole number above zero."),
    "member_no_differs": gettext_lazy("The file and the register differ: %(value)s. Correct the file, or leave it blank."),
    "member_no_taken": gettext_lazy("%(value)s has belonged to another member. Choose another number, or leave it blank."),
    "type": gettext_lazy("There is no membership type “%(value)s”. Use the name of one that exists, or leave it blank."),
    "municipality": gettext_lazy("“%(value)s” is not among the municipalities that are known here; it is left blank."),
    "ended_before_joined": gettext_lazy("The membership ends on %(value)s, before it begins. Correct one of the dates."),
    "joined_needed": gettext_lazy("A membership that has ended needs the day on which it began. Fill it in."),
    "term_closed": gettext_lazy("Terms before %(value)s are closed, so nobody can join before that day. Write that day or a later one."),
    "joined_kept": gettext_lazy(
        "The register says %(value)s; the import leaves that. Change it on the member's page if the file is right."
    ),
    "ended_kept": gettext_lazy("The import ends no running membership (%(value)s). Record a resignation on the member's page."),
    "merged": gettext_lazy("The company was merged into %(value)s. Use that one."),
    "dissolved": gettext_lazy("The company was dissolved before that day. Correct the date, or take the row out."),
    "is_partner": gettext_lazy("The organisation is a core partner, and a partner is never a member. End the partnership first."),
    "cvr_differs": gettext_lazy(
        "The file and the register differ: %(value)s. If it is another company, give it another id; else correct one."
    ),
    "twice": gettext_lazy("Row %(value)s in the file says the same. Keep one of the rows."),
    "same_organisation": gettext_lazy(
        "Row %(value)s in the file means the same company. Keep one of the rows, or give both their CVR number."
    ),
    "which": gettext_lazy(
        "A company with a similar name or domain is known here. Fill in the CVR or member number, so that it is sure which."
    ),
    "refused": gettext_lazy("The database refused the row: %(value)s. Correct it and import the row again."),
}
UNREADABLE: Words = {
    "empty": gettext_lazy("“%(name)s” is empty. Choose a file with a row of headings and a row for each member."),
    "no_rows": gettext_lazy("“%(name)s” has headings, but no row below them. Choose a file with a row for each member."),
    "too_large": gettext_lazy("“%(name)s” is too large to be a list of members. Save the list alone, without pictures, in a new file."),
    "too_many_rows": gettext_lazy("“%(name)s” has more than 100,000 rows. Cut it into several files."),
    "too_many_columns": gettext_lazy("“%(name)s” has more than 200 columns. Save those that are needed in a new file."),
    "broken_workbook": gettext_lazy(
        "“%(name)s” can't be opened as a spreadsheet: it is damaged or protected. Save it again as XLSX or CSV, without a password."
    ),
    "broken_text": gettext_lazy("“%(name)s” can't be read as a list: a quotation mark is never closed. Save it again as XLSX or CSV."),
    "other_archive": gettext_lazy("“%(name)s” is no spreadsheet, whatever its name says. Save the list as XLSX or CSV."),
    "other_kind": gettext_lazy("“%(name)s” is no spreadsheet and no list, whatever its name says. Save the list as XLSX or CSV."),
}


def file_sentence(code: str, name: str) -> str:
    """Say what is wrong with a whole file."""
    return str(UNREADABLE[code]) % {"name": name}


def field_name(field: str) -> str:
    """Return a field's name as people call it."""
    return str(FIELD_NAMES.get(field, field))


def problem_words(problem: Problem, columns: dict[str, str]) -> str:
    """Say what is wrong with one cell, beginning with the column's own heading."""
    heading = next((header for header, field in columns.items() if field == problem.field), field_name(problem.field))
    return f"{heading}: {str(SENTENCES[problem.code]) % {'value': problem.value}}"


def row_problems(row: ImportRow) -> list[Problem]:
    """Return the problems of a stored row, those that stop it first."""
    return sorted((Problem(*each) for each in row.problems), key=lambda problem: problem.is_warning)


def row_words(row: ImportRow, run: ImportRun) -> list[tuple[str, bool]]:
    """Return what is to be said about a row, each with whether it is only a warning."""
    return [(problem_words(problem, run.columns), problem.is_warning) for problem in row_problems(row)]


def reason(row: ImportRow, run: ImportRun, names: dict[int, str]) -> str:
    """Return why a row was not read in, as one cell of the file that goes back."""
    said = [words for words, is_warning in row_words(row, run) if not is_warning]
    if alike := [names[pk] for pk in row.candidates if pk in names]:
        said.append(_("Perhaps: %s.") % "; ".join(alike))
    return " ".join(said)


def candidate_names(rows: Iterable[ImportRow]) -> dict[int, str]:
    """Return the names of all organisations that the rows may mean, with CVR number and town."""
    ids = {pk for row in rows for pk in row.candidates}
    known = Organisation.objects.filter(pk__in=ids).values_list("pk", "name", "cvr", "town")
    return {pk: ", ".join(filter(None, (name, cvr, town))) for pk, name, cvr, town in known}
