"""The command line: ``./dev klynge ...`` or ``python -m klynge ...``."""

import os
import sys


def main() -> int:
    """Set up Django and hand over to the commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klynge.project.settings")
    import django

    django.setup()
    from klynge.interfaces.cli.main import run

    try:
        return run(sys.argv[1:])
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
