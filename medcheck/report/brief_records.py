"""What the screen of a review consists of: parts of remarks, and what to ask."""

from typing import NamedTuple

MOST_STEPS = 2  # whom to speak to, and what to ask


class Remark(NamedTuple):
    """What is said of one thing, for one line.

    ``about`` is the fullest way to name it and then shorter ones; ``when`` how soon; ``weight`` its grade or risk;
    ``figure`` stands where there is room; of ``do`` the first step always stands, the next where there is room.
    """

    about: tuple[str, ...]
    do: tuple[str, ...]
    when: str = ""
    weight: str = ""
    figure: str = ""


class Part(NamedTuple):
    """Remarks under one title, or one line of what is ``listed``; ``tone`` is danger, caution, plain or quiet.

    ``note`` explains what the remarks have beside the names; of ``notes``, each a word and what it means, the first
    whose word is shown is added.
    """

    title: str
    tone: str
    remarks: tuple[Remark, ...] = ()
    listed: tuple[str, ...] = ()
    note: str = ""
    notes: tuple[tuple[str, str], ...] = ()


class Brief(NamedTuple):
    """The whole screen; parts without anything in them are left out.

    ``ask_first`` is what to ask of everybody, ``ask`` what comes next, with where to go after a yes.
    """

    headline: str
    parts: tuple[Part, ...]
    ask_first: str
    ask: tuple[str, ...]


def in_full(remark: Remark) -> str:
    """A remark for a page without a last column: all that it says, with its first steps."""
    when = f"{remark.when.upper()}: " if remark.when else ""
    weight = ", ".join(part for part in (remark.weight, remark.figure) if part)
    return f"{when}{remark.about[0]}{f' ({weight})' if weight else ''}: {'; '.join(remark.do[:MOST_STEPS])}"
