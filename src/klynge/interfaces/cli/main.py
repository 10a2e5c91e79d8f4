"""``klynge``: one command line over the same actions as the pages."""

import argparse
import importlib
import json
import sys
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError

from klynge.core.errors import HouseError

COMMANDS = [
    "demo",
    "members",
    "schedules",
    "dues",
    "terms",
    "invoices",
    "reminders",
    "bank",
    "ledger",
    "events",
    "networks",
    "programmes",
    "engagement",
    "network_picture",
    "matchmaking",
    "newsletters",
    "backup",
    "meetings",
    "webhooks",
    "bench",
]  # modules of this package, each with register()


def parser() -> argparse.ArgumentParser:
    """Build the command line from the modules."""
    top = argparse.ArgumentParser(prog="klynge", description="Members, dues and matchmaking for business clusters.")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for name in COMMANDS:
        importlib.import_module(f"klynge.interfaces.cli.{name}").register(commands)
    return top


def run(arguments: list[str]) -> int:
    """Run one command and print what it says; a refusal goes to stderr with exit status 2."""
    options: Any = parser().parse_args(arguments)
    try:
        output = options.run(options)
    except HouseError as refusal:
        return _fail(options, str(refusal))
    except DatabaseError as fault:
        return _fail(options, f"The database could not do it; nothing was half done. {fault}")
    except OSError as fault:
        return _fail(options, f"{fault.strerror or fault}: {fault.filename or ''}".rstrip(": "))
    if options.json:
        print(json.dumps(output.data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
    else:
        for line in output.lines:
            print(line)
    return int(output.code)


def _fail(options: argparse.Namespace, sentence: str) -> int:
    if options.json:
        print(json.dumps({"error": sentence}, ensure_ascii=False))
    print(sentence, file=sys.stderr)
    return 2
