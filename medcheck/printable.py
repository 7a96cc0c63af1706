"""Text of others made safe to show: neither a terminal nor a page does anything but show it."""

import re
import unicodedata

# Compiled by ``re`` for the first text that needs them, which few do.
_LINE_END = "\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]"
_SURROGATE = "[\ud800-\udfff]"


def printable(text: str) -> str:
    """Text from a list on one line, without control, escape, direction and invisible characters."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    shown = (" " if letter.isspace() else letter for letter in text)
    return " ".join("".join(letter for letter in shown if unicodedata.category(letter)[0] != "C").split())


def printable_lines(text: str) -> str:
    """As :func:`printable`, but lines and spaces stay as they are; a tab is four spaces."""
    lines = re.sub(_LINE_END, "\n", text).replace("\t", "    ")
    shown = (" " if letter.isspace() and letter != "\n" else letter for letter in lines)
    return "".join(letter for letter in shown if letter == "\n" or unicodedata.category(letter)[0] != "C")


def visible(message: str) -> str:
    """A message with names of files and columns in it, on one line: what does not show stands as its escape.

    Unlike :func:`printable` it leaves nothing out, for a name must be found again by who reads it.
    """
    return "".join(letter if letter == " " or _shows(letter) else _escape(letter) for letter in message)


def storable(text: str) -> str:
    """A text with the name of a file in it, where bytes that are not UTF-8 stand as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def encodable(text: str) -> str:
    """A text as long as before, in which halves of surrogate pairs are replaced, so that it can be written."""
    return text if text.isascii() else re.sub(_SURROGATE, "\ufffd", text)


def _shows(letter: str) -> bool:
    return unicodedata.category(letter)[0] not in "CZ" or letter == "\u00a0"


def _escape(letter: str) -> str:
    return letter.encode("ascii", "backslashreplace").decode() if letter > "\x7f" else repr(letter)[1:-1]
