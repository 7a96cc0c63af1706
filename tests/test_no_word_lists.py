"""No module holds a list of words about lists, directions, headings or cues: those are rows of ``data/language``."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import medcheck

PACKAGE = Path(medcheck.__file__).parent
MODULES = {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in sorted(PACKAGE.rglob("*.py"))}
MOST_WORDS = 2  # so many words in one literal are no list yet
# Rooms that read no free text: what stands there in lower case are columns, options, file formats and SQL of our own.
READS_NO_TEXT = (
    "export.",
    "knowledge.",
    "report.",
    "cli",
    "desk.",
    "hooks.",
    "models",
    "records",
    "exceptions",
    "side_effect",
    "document.file_kinds",
    "__init__",
)
# Words of the code itself, by the module or room that may list them; "" is every module.
OWN_WORDS: dict[str, set[str]] = {
    # values of the records' fields
    "": {
        *("current", "as_needed", "stopped", "allergy", "not_taken", "held", "unclear"),
        *("oral", "inhaled", "injection", "topical", "ophthalmic", "nasal", "otic", "rectal", "vaginal"),
        *("high", "moderate", "now", "same_day", "soon", "routine", "warning", "flag", "note"),
        *("cause", "electrolyte", "treatment", "strong", "limited"),
    },
    # fields of the records
    "assembly.mentions": {"text", "start", "end"},
    # kinds of tokens and list marks, of gaps between the cells of a table, and roles of its columns
    "document": {
        *("word", "number", "line", "mark", "bullet", "ticked", "unticked", "bar", "comma", "slash"),
        *("medicine", "dose", "status", "start", "end", "issued", "reason", "reaction", "severity", "comment", "other"),
        "occasion",
    },
    # kinds of files and the members by which they are known
    "document.file_kinds": {
        *("an", "content", "document", "file", "gz", "of", "picture", "rich", "text", "word", "workbook", "xl", "xml"),
        *("bin", "doc", "old", "xls", "xlsb", "binary", "zip"),
    },
    # categories, forms and directions of the rows of context.csv, what they come to, how near to a name they stand
    "context": {
        *("advice_only", "allergy", "anymore", "arrow", "avoid", "await", "backward", "base", "by_kind"),
        *("bidirectional", "block", "cell", "change", "conditional", "course_completed", "date", "declined"),
        *("direct", "dose", "doubt", "ended", "expired", "fail", "failed", "finish", "following"),
        *("forward", "give", "given_once", "hold", "infinitive", "info", "ing", "irreal", "keep", "kept"),
        *("label", "line", "list", "loose", "mark", "may", "modal", "neg", "never", "no", "nolonger"),
        *("not_dispensed", "nothing", "number", "on", "once", "order", "ordered", "other_person", "ought"),
        *("past", "person", "ph", "phrase", "plan", "planned", "preceding", "present", "prn", "proposed", "pseudo"),
        *("reaction", "refuse", "request", "restart", "row", "section", "sideeffect", "speaks", "start"),
        *("state", "stop", "struck", "supply", "switched", "symptom", "take", "told", "tried", "try"),
        *("unneeded", "unticked", "unused", "was", "weak", "word", "would_change"),
        *("neutral", "other", "answer", "status", "end", "comment", "reason", "issued", "medicine"),
        # what headings.csv says
        *("taken", "finished", "none", "medicines", "occasion", "unknown"),
    },
    # kinds of names and of words in the tables, methods of a match
    "naming": {
        *("ingredient", "synonym", "brand", "abbreviation", "class", "not_medicine"),
        *("ordinary", "name", "clinical", "shorthand", "manufacturer", "exact", "fuzzy", "code"),
    },
    # what joins the names of columns in a message
    "naming.local": {"and", "no", "column"},
    # kinds of claims
    "rules.evidence": {"case_report", "controlled", "label", "randomised", "review"},
}
# Letters that sound or look alike, and the rows of a keyboard: not words.
LETTERS = ("naming.correct", "naming.slips")
# Modules whose words are not rows yet: this only shrinks.
STILL_TO_MOVE = {}


def words_in(module: str, text: str) -> set[str]:
    """The lower-case words of a literal that are no words of the code itself."""
    own = set().union(*(OWN_WORDS.get(name, ()) for name in ("", module.partition(".")[0], module)))
    return {word for word in re.findall(r"[^\W\d_]+(?:_[a-z]+)*", text) if word.islower() and len(word) > 1} - own


def lists_in(module: str, tree: ast.AST) -> Iterator[tuple[int, set[str]]]:
    """Each list of words with its line: a collection of words, or a text that is split; not what errors say."""
    skipped = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal")
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in skipped:
            continue
        texts: list[str] = []
        if isinstance(node, (ast.List, ast.Set, ast.Tuple)):
            texts = [
                entry.value for entry in node.elts if isinstance(entry, ast.Constant) and isinstance(entry.value, str)
            ]
        elif isinstance(node, ast.Dict):
            texts = [key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
        elif isinstance(node, ast.Call):
            parts = [*node.args, node.func.value] if isinstance(node.func, ast.Attribute) else node.args
            splits = isinstance(node.func, ast.Attribute) and node.func.attr == "split"
            texts = [
                part.value
                for part in parts
                if isinstance(part, ast.Constant)
                and isinstance(part.value, str)
                and (splits or re.fullmatch(r"[\sa-z|/()>=&→-]+", part.value))
            ]
        words = set().union(*(words_in(module, text) for text in texts))
        if len(words) > MOST_WORDS:
            yield getattr(node, "lineno", 0), words


def has_lists(module: str) -> list[tuple[int, set[str]]]:
    return list(lists_in(module, ast.parse(MODULES[module].read_text(encoding="utf-8"))))


@pytest.mark.parametrize(
    "module",
    [name for name in MODULES if not name.startswith(READS_NO_TEXT) and name not in LETTERS],
)
def test_a_module_that_reads_text_holds_no_list_of_words(module: str) -> None:
    assert has_lists(module) == []


def compared_words(module: str, tree: ast.AST) -> set[str]:
    """The words that a text is compared with one by one: ``word == "held"``, ``word.startswith("allerg")``."""
    texts: set[str] = set()
    for node in ast.walk(tree):
        parts: list[ast.expr] = []
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            parts = node.args if node.func.attr in ("startswith", "endswith", "replace", "isdisjoint") else []
        values = [part.value for part in parts if isinstance(part, ast.Constant)]
        texts.update(value for value in values if isinstance(value, str))
    return set().union(*(words_in(module, text) for text in texts))


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("context.")])
def test_a_module_about_taking_compares_with_no_word_of_lists(module: str) -> None:
    assert compared_words(module, ast.parse(MODULES[module].read_text(encoding="utf-8"))) == set()


@pytest.mark.parametrize("source", ['a == "omitted"', 'a != "omitted"', 'a.startswith("omitted")', '"omitted" in a'])
def test_a_comparison_with_a_word_is_seen(source: str) -> None:
    assert compared_words("naming.exact", ast.parse(source)) == {"omitted"}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('X = frozenset(("stop", "hold", "omit"))', {"stop", "hold", "omit"}),
        ('X = "stop hold omit".split()', {"stop", "hold", "omit"}),
        ('X = phrases("no longer on | used to take")', {"no", "longer", "on", "used", "to", "take"}),
        ('X = {"stop": 1, "hold": 2, "omit": 3}', {"stop", "hold", "omit"}),
    ],
)
def test_a_list_of_words_is_seen_however_it_is_written(source: str, words: set[str]) -> None:
    assert [found for _, found in lists_in("naming.slips", ast.parse(source))] == [words]


@pytest.mark.parametrize("source", ['X = Literal["stop", "hold", "omit"]', 'X = ("current", "stopped", "allergy")'])
def test_values_of_our_own_records_are_no_list_of_words(source: str) -> None:
    assert list(lists_in("naming.exact", ast.parse(source))) == []
