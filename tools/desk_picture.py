"""Takes the picture of the desk in README anew; it needs Chromium and the extra ``test``."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent
sys.path.insert(0, str(CHECKOUT / "tests"))
from chromium import Chromium  # noqa: E402

PICTURE = CHECKOUT / "docs" / "desk.png"
WIDTH, HEIGHT = 1100, 900


def take(address: str, profile: Path) -> None:
    """The review of the example list, with one name settled by hand."""
    with Chromium(profile) as page:
        page.show(WIDTH)
        page.go(address)
        page.ask("document.querySelector('[name=example]').click()")
        page.wait_for("document.querySelector('#review fieldset input')")
        page.ask("document.querySelector('#review fieldset input').click()")
        page.wait_for("document.querySelector('.hand')")
        page.ask("scrollTo(0,0)")
        page.picture(PICTURE, HEIGHT)


def main() -> None:
    """Start a desk, take the picture, end it."""
    command = [sys.executable, "-m", "medcheck", "desk", "--port", "0", "--no-open"]
    desk = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert desk.stderr
    try:
        found = re.search(r"http://\S+/", desk.stderr.readline())
        if not found:
            raise SystemExit("medcheck desk did not start")
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            take(found[0], Path(profile))
    finally:
        desk.terminate()
        desk.wait()


if __name__ == "__main__":
    main()
