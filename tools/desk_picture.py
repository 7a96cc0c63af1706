"""Takes the pictures of the desk in README and of the browser edition in docs/site.md anew.

It needs Chromium, the extra ``test`` and, for the second, what ``make site`` has built.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent
sys.path.insert(0, str(CHECKOUT / "tests"))
from chromium import Chromium  # noqa: E402

DESK, SITE = (CHECKOUT / "docs" / name for name in ("desk.png", "site.png"))
WIDTH, HEIGHT = 1100, 900
NARROW = 430


def take(command: "list[str]", picture: Path, width: int, *, dark: bool = False) -> None:
    """The picture of what a command serves until it is ended, at the address that is in its first line."""
    served = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert served.stdout
    try:
        found = re.search(r"http://\S+/", served.stdout.readline())
        if not found:
            raise SystemExit(f"{command[1]} did not start")
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            show(found[0], Path(profile), picture, width, dark)
    finally:
        served.terminate()
        served.wait()


def show(address: str, profile: Path, picture: Path, width: int, dark: bool) -> None:
    """The review of the example list, with one name settled by hand."""
    with Chromium(profile) as page:
        page.show(width, dark=dark)
        page.go(address)
        page.ask("document.querySelector('[name=example]').click()")
        page.wait_for("document.querySelector('#review fieldset input')")
        page.ask("document.querySelector('#review fieldset input').click()")
        page.wait_for("document.querySelector('.hand')")
        page.ask("scrollTo(0,0)")
        page.picture(picture, HEIGHT)


def main() -> None:
    """Take both, the second where the browser edition was built."""
    take([sys.executable, "-m", "medcheck", "desk", "--port", "0", "--no-open"], DESK, WIDTH)
    if (CHECKOUT / "build" / "site").exists():
        take([sys.executable, str(CHECKOUT / "tools/site/build.py"), "--serve", "--port", "0"], SITE, NARROW, dark=True)


if __name__ == "__main__":
    main()
