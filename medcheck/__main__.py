"""``python -m medcheck`` and the ``medcheck`` command."""

import sys


def main() -> None:
    """Run the command; Ctrl-C ends it with 130 even while it is still being loaded."""
    try:
        from medcheck.cli import main as command

        command()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
