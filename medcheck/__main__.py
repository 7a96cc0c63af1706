"""``python -m medcheck`` and the ``medcheck`` command."""

import gc
import sys


def main() -> None:
    """Run the command; Ctrl-C ends it with 130 even while it is still being loaded.

    Loading makes no garbage, and looking for it among all that is loaded takes a tenth of a short run.
    """
    gc.disable()
    try:
        from medcheck.cli import main as command

        gc.freeze()
        gc.enable()
        command()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
