"""The command line: ``./dev klynge ...`` or ``python -m klynge ...``."""

import os
import sys


def main() -> int:
    """Set up Django and hand over to the commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klynge.project.settings")
    import django

    django.setup()
    from klynge.interfaces.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
