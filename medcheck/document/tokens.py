"""Text to tokens: words, numbers and marks, each with its place in the text as given.

The same tokens make the key of a name in the tables (:func:`key`), so that a name is found however it is spaced,
hyphenated, accented or capitalised.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from medcheck.document.sig import unit_run_on
from medcheck.document.wrapping import wrapped_ends
from medcheck.language import Language

_LETTERS_AND_SLASH = 3  # characters
_FEWEST_NUMBERED = 4  # lines with numbers, so that these are not of the text
# Zero-width and direction marks, soft hyphens: PDF and HTML pastes put them inside words.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
_LETTER = rf"[^\W\d_{_INVISIBLE}]"
_WORD = rf"{_LETTER}(?:[{_INVISIBLE}]*(?:\u0300-\u036f)?{_LETTER}|[\u0300-\u036f]|[{_INVISIBLE}]*['’ʼ`](?={_LETTER}))*"
# A comma is part of a number, but not between two dates: "2024-02-01,2025-06-30".
_NUMBER = r"\d+(?:\.\d+|,(?!\d{4}-\d|\d{1,2}/\d{1,2}/\d)\d+)*"
# Of a word, a number, a line end and a mark: in any text, and in one of ASCII alone, as most are, for which the pattern
# takes a third of the time to compile; and what HTML is known by, which few texts hold.
_IN_ANY_TEXT = (
    _WORD,
    rf"{_NUMBER}|[½¼¾⅓⅔⅛]",
    r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]",
    rf"[^\s{_INVISIBLE}\x00-\x1f\x7f\ud800-\udfff]",
)
_IN_ASCII = (
    r"[^\W\d_](?:[^\W\d_]|['`](?=[^\W\d_]))*",
    _NUMBER,
    r"\r\n|[\n\r\v\f\x1c-\x1e]",
    r"[^\s\x00-\x1f\x7f]",
)

_DASHES = dict.fromkeys("‐‑‒–—―−﹘﹣－⁃", "-")
_SPECIAL = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


_MARKUP = (
    r"|(?P<entity>&(?:[a-zA-Z]{2,8}|\#\d{1,6});"
    r"|</?(?:a|b|del|em|font|i|ins|s|small|span|strike|strong|su[bp]|u)\b[^<>]{0,200}>)"
    r"|(?P<row></?(?:br|div|h[1-6]|hr|li|ol|p|table|tbody|thead|tr|ul)\b[^<>]{0,200}>)"
    r"|(?P<cell></?t[dh]\b[^<>]{0,200}>)"
)


@cache
def _token_pattern(is_ascii: bool, may_have_markup: bool) -> re.Pattern[str]:
    """A token with the space after it, each kind of it a group; what most tokens are comes first."""
    word, number, line, mark = _IN_ASCII if is_ascii else _IN_ANY_TEXT
    return re.compile(
        rf"(?:(?P<dotted>(?<![^\W_])(?:[A-Za-z]\.){{2,5}}(?![A-Za-z]{{2}})[A-Za-z]?(?![^\W\d_]))"
        rf"|(?P<word>{word})"
        rf"|(?P<number>{number})"
        rf"{_MARKUP if may_have_markup else ''}"
        rf"|(?P<line>{line})"
        rf"|(?P<mark>{mark})) *"
    )


class Token(NamedTuple):
    """A stretch of the text: ``text[start:end]``, and ``norm``, what it is compared by."""

    start: int
    end: int
    norm: str
    kind: Literal["word", "number", "line", "mark"]


# Makes a token in half the time that ``Token(...)`` takes: every text is made of them.
_token: Callable[[tuple[int, int, str, str]], Token] = partial(tuple.__new__, Token)


def tokenise(text: str, language: Language) -> list[Token]:
    """Split any text into tokens in order; white space, control and invisible characters give none.

    A dotted abbreviation ("p.o.", "q.i.d.") is one word, a unit with a frequency after it ("2.5mgOD") two. Of HTML,
    a character reference ("&reg;") or an element inside a line ("<b>") gives none, one of blocks and rows ("<li>") a
    line end, a cell of a table a bar. A line end that only breaks a paragraph gives none.
    """
    tokens: list[Token] = []
    append = tokens.append
    wrapped = wrapped_ends(text, language.function_words) if "\n" in text else frozenset()
    end_of_number = -1
    for found in _token_pattern(text.isascii(), "&" in text or "<" in text).finditer(text):
        kind, group = found.lastgroup, found.lastindex or 0
        written = found[group]
        start = found.start()
        end = start + len(written)
        if kind == "word" or kind == "dotted":
            norm = fold(written)
            may_be_unit = start == end_of_number or (tokens and not (written[1:].islower() or written.isupper()))
            unit = unit_run_on(written, language) if may_be_unit and end - start > 1 else 0
            if unit:
                append(_token((start, start + unit, norm[:unit], "word")))
                append(_token((start + unit, end, norm[unit:], "word")))
            elif norm:
                append(_token((start, end, norm, "word")))
        elif kind == "number":
            append(_token((start, end, written, "number")))
            end_of_number = end
        elif kind == "mark":
            append(_token((start, end, _DASHES.get(written, written), "mark")))
        elif kind == "cell":
            append(_token((start, end, "|", "mark")))
        elif kind != "entity" and end - 1 not in wrapped:
            append(_token((start, end, "\n", "line")))
    if tokens and tokens[0].kind == "number" and "\n" in text:
        tokens = _without_line_numbers(text, tokens)
    return _without_quotes(text, tokens) if ">" in text else tokens


def _without_line_numbers(text: str, tokens: Sequence[Token]) -> list[Token]:
    """Without the number before a gap that each line begins with, from one up, as in copies of sheets and of print."""
    numbers: list[Token] = []
    opens = True
    for at, token in enumerate(tokens):
        if opens and token.kind != "line":
            gap = text[token.end : tokens[at + 1].start] if at + 1 < len(tokens) else ""
            if token.kind != "number" or token.norm.lstrip("0") != str(len(numbers) + 1) or not _is_wide(gap):
                return list(tokens)
            numbers.append(token)
        opens = token.kind == "line"
    left_out = set(numbers) if len(numbers) >= _FEWEST_NUMBERED else set()
    return [token for token in tokens if token not in left_out]


def _is_wide(gap: str) -> bool:
    """Whether a tab, two spaces or a line end stand between two tokens."""
    return "\t" in gap or "  " in gap or gap == "" or "\n" in gap


def _without_quotes(text: str, tokens: Sequence[Token]) -> list[Token]:
    """Without the signs that open each line of a mail that was answered, where several lines below each other have one.

    An empty line among them, or that no other line is there, tells them from bullets.
    """
    kept: list[Token] = []
    lines: list[list[Token]] = [[]]
    for token in tokens:
        lines[-1].append(token)
        if token.kind == "line":
            lines.append([])
    filled = sum(map(bool, lines))
    for quoted, run in groupby(lines, key=lambda line: bool(line) and line[0].norm == ">"):
        below = list(run)
        signs = {start for line in below for start in _signs(text, line)} if quoted else set()
        is_empty = (len(line) == 1 + (line[-1].kind == "line") for line in below if line)
        is_mail = len(signs) > 1 and (len(below) == filled or any(is_empty))
        kept.extend(token for line in below for token in line if not (is_mail and token.start in signs))
    return kept


def _signs(text: str, line: Sequence[Token]) -> Iterator[int]:
    """Where the signs stand that open a line of a mail, and each line that it was broken into."""
    opens = True
    for before, token in pairwise((line[0], *line)):
        gap = text[before.end : token.start] if before is not token else ""
        opens = token.norm == ">" and (("\n" in gap) or (opens and not gap.strip()))
        if opens:
            yield token.start


def direction_words(tokens: Sequence[Token]) -> list[str]:
    """The words of some directions, and those that two letters with a slash between them stand for: "s/c", "i/v"."""
    words = [token.norm for token in tokens if token.kind == "word"]
    for index in [index for index, token in enumerate(tokens[1:-1]) if token.norm == "/"]:
        before, after = tokens[index], tokens[index + 2]
        if before.kind == after.kind == "word" and after.end - before.start == _LETTERS_AND_SLASH:
            words.append(before.norm + after.norm)
    return words


def is_year(token: Token) -> bool:
    """Whether a number is a year of a medicine list."""
    return token.kind == "number" and len(token.norm) == 4 and token.norm[:2] in ("19", "20")


def is_clock(token: Token) -> bool:
    """Whether a number is a time of the day without a colon, "0800"; those that are years of late are none."""
    digits = token.norm
    is_time = token.kind == "number" and len(digits) == 4 and digits.isdigit() and digits < "2400" and digits[2] < "6"
    return is_time and not "2000" < digits < "2060"


def fold(word: str) -> str:
    """A word as it is compared: lower case, no accents, apostrophes, dots or invisible characters."""
    if word.isascii():
        lowered = word.lower()
        return lowered if lowered.isalpha() else "".join(filter(str.isalpha, lowered))
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold().translate(_SPECIAL))
    return "".join(filter(str.isalpha, plain))


def key(name: str, language: Language) -> str:
    """The key of a name: its words and numbers as compared, one space between them; the key of a key is itself."""
    return " ".join(token.norm for token in tokenise(name, language) if token.kind in ("word", "number"))
