"""``python -m medcheck``: the same as the ``medcheck`` command."""

from medcheck.cli import main

if __name__ == "__main__":
    main()
