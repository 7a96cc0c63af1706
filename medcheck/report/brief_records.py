"""What the screen of a review consists of: parts of remarks, and what to ask."""

from collections.abc import Iterable
from functools import reduce
from typing import NamedTuple

from medcheck.side_effect import begin

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


def notes_of(part: Part, lines: Iterable[str]) -> str:
    """What explains the lines of a part, to stand in brackets after its title; mostly empty."""
    shown = list(lines)
    meaning = next((note for word, note in part.notes if any(word in line for line in shown)), "")
    return "; ".join(note for note in (part.note, meaning) if note)


def with_step(line: str, step: str) -> str:
    """A line with one more thing to do, which after a question begins a sentence."""
    return f"{line} {begin(step)}" if line.endswith("?") else f"{line}; {step}"


def in_full(remark: Remark) -> str:
    """A remark for a page without a last column: all that it says, with its first steps."""
    when = f"{remark.when.upper()}: " if remark.when else ""
    weight = ", ".join(part for part in (remark.weight, remark.figure) if part)
    what = f"{when}{remark.about[0]}{f' ({weight})' if weight else ''}"
    return f"{what}: {reduce(with_step, remark.do[:MOST_STEPS])}" if remark.do else what
