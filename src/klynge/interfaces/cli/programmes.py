"""``klynge programmes``: which there are, and the lines for a funder."""

import argparse
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django_scopes import scope

from klynge.core.errors import Invalid
from klynge.programmes.models import Programme
from klynge.programmes.queries.figures import co_financing, funder_report, with_counts

from .frame import Output, group, leaf, the_cluster, the_day


def register(commands: Any) -> None:
    """Add ``programmes list`` and ``programmes export``."""
    programmes = group(commands, "programmes", "Innovation programmes")
    leaf(programmes, "list", "List programmes with companies, signed hours and co-financing", listed)
    exporting = leaf(programmes, "export", "Print signed hours by company, activity and day, as a funder asks for them", export)
    exporting.add_argument("programme", type=int, help="its number, as programmes list says it")
    exporting.add_argument("--from", dest="first", type=the_day, metavar="YYYY-MM-DD", help="the first day (default: of the programme)")
    exporting.add_argument("--to", dest="last", type=the_day, metavar="YYYY-MM-DD", help="the last day (default: of the programme)")


def listed(options: argparse.Namespace) -> Output:
    """Print the programmes, the latest first."""
    cluster = the_cluster(options)
    with scope(cluster=cluster):
        rows = [
            {"programme": row.pk, "name": str(row), "starts_on": row.starts_on.isoformat(), "ends_on": row.ends_on.isoformat(), "companies": row.companies, "hours": row.signed_minutes / 60, "co_financing_minor": co_financing(row)}
            for row in with_counts(Programme.objects.filter(cluster=cluster))
        ]  # fmt: skip
    lines = [
        f"{row['programme']:>5}  {row['starts_on']}  {row['companies']:>4} companies  {row['hours']:>9.2f} hours  {row['name']}"
        for row in rows
    ]
    return Output(rows, lines or ["There is none."])


def export(options: argparse.Namespace) -> Output:
    """Print one line for each company, activity, day and rate. Raises: Invalid for a programme that is not there."""
    cluster = the_cluster(options)
    with scope(cluster=cluster):
        programme = Programme.objects.filter(cluster=cluster, pk=options.programme).first()
        if programme is None:
            raise Invalid(f"There is no programme {options.programme}; see klynge programmes list.", field="programme")
        end = options.last + timedelta(days=1) if options.last else programme.ends_on
        rows = [asdict(row) for row in funder_report(programme, first=options.first or programme.starts_on, end=end)]
    lines = ["cvr;company;size class;activity;day;hours;rate;co-financing;aid in euro"]
    lines += [
        f"{row['cvr']};{row['company']};{row['size_class']};{row['activity']};{row['worked_on']};{row['minutes'] / 60:.2f};{row['rate_minor'] / 100:.2f};{row['worth_minor'] / 100:.2f};{row['aid_cents'] / 100:.2f}"
        for row in rows
    ]
    return Output(rows, lines)
