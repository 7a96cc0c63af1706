"""A real Chromium that a test drives: goes to a page, types, presses keys, and asks what is there.

It is spoken to through two pipes (``--remote-debugging-pipe``), so that the test opens no network connection itself.
"""

import base64
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from browser import CHROMIUM

_KEYS = {"Tab": (9, ""), "Enter": (13, "\r"), "Escape": (27, ""), "ArrowDown": (40, ""), " ": (32, " ")}
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --disable-quic --remote-debugging-pipe"
).split()
# Starts a program that reads its commands from descriptor 3 and answers on 4.
_WIRED = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
for end, wanted in zip(ends, (3, 4)):
    os.dup2(end, wanted)
os.execv(sys.argv[3], sys.argv[3:])
"""
PATIENCE = 30.0  # seconds until what a test waits for must be there


class Chromium:
    """One window; ``requests`` are the addresses that its page asked for, ``errors`` what its console complains of."""

    def __init__(self, profile: Path, *flags: str) -> None:
        assert CHROMIUM
        to_browser, self._to = os.pipe()
        self._from, from_browser = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-c", _WIRED, str(to_browser), str(from_browser), CHROMIUM, *_FLAGS,
             *flags, f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(to_browser, from_browser), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_browser)
        os.close(from_browser)
        self._number, self._left = 0, b""
        self._session = ""
        self.requests: list[str] = []
        self.errors: list[str] = []
        page = next(t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self._session = self.call("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> "Chromium":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._to)
        os.close(self._from)

    def call(self, method: str, **parameters: Any) -> Any:
        """One command of the DevTools protocol, and its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            said = self._next()
            if said.get("id") == self._number:
                assert "error" not in said, said["error"]
                return said["result"]
            self._note(said)

    def _next(self) -> Any:
        while b"\0" not in self._left:
            more = os.read(self._from, 1 << 16)
            assert more, "Chromium has ended"
            self._left += more
        message, _, self._left = self._left.partition(b"\0")
        return json.loads(message)

    def _note(self, said: Any) -> None:
        if said["method"] == "Network.requestWillBeSent":
            self.requests.append(said["params"]["request"]["url"])
        elif said["method"] == "Log.entryAdded" and said["params"]["entry"]["level"] == "error":
            self.errors.append(said["params"]["entry"]["text"])
        elif said["method"] == "Runtime.exceptionThrown":
            self.errors.append(str(said["params"]["exceptionDetails"]))

    def ask(self, expression: str) -> Any:
        """The value of an expression of JavaScript in the page."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def wait_for(self, expression: str) -> None:
        """Wait until an expression is true and the page whole: of one still arriving only the first lines are there."""
        assert self.sees(expression, PATIENCE), f"not seen: {expression}"

    def sees(self, expression: str, seconds: float) -> bool:
        """Whether an expression becomes true in a whole page within so many seconds."""
        until = time.monotonic() + seconds
        while not self.ask(f"document.readyState==='complete'&&!!({expression})"):
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        return True

    def go(self, address: str) -> None:
        """Open a page, and wait until it is whole."""
        self.ask("window.old=true")
        self.call("Page.navigate", url=address)
        self.wait_for("!window.old")

    def type(self, text: str) -> None:
        """Type into what has the focus; a page that has just taken another's place may lose it the first time."""
        value = "document.activeElement.value"
        before, until = self.ask(value), time.monotonic() + PATIENCE
        while self.ask(value) == before:
            assert time.monotonic() < until, "nothing was typed"
            self.call("Input.insertText", text=text)

    def press(self, key: str, *, ctrl: bool = False) -> None:
        """Press one key."""
        code, letters = _KEYS[key]
        shared = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": 2 if ctrl else 0}
        self.call("Input.dispatchKeyEvent", type="keyDown", text="" if ctrl else letters, **shared)
        self.call("Input.dispatchKeyEvent", type="keyUp", **shared)

    def reached_by_tab(self, times: int) -> list[str]:
        """The id, or the words of what has none, that each of so many presses of the tab key gives the focus to."""
        reached = []
        for _ in range(times):
            self.press("Tab")
            reached.append(self.ask("document.activeElement.id||document.activeElement.textContent.trim()"))
        return reached

    def show(self, width: int, *, dark: bool = False, media: str = "") -> None:
        """How wide the window is, and which colours and medium it asks for."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media=media, features=[scheme])

    def picture(self, path: Path, height: int) -> None:
        """So much of the top of the page as a PNG."""
        clip = {"x": 0, "y": 0, "width": self.ask("innerWidth"), "height": height, "scale": 1}
        taken = self.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        path.write_bytes(base64.b64decode(taken["data"]))
