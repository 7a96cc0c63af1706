"""The command line: options, exit status, what goes to standard output and what to standard error."""

import os
import re
import stat
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

import medcheck
from medcheck.commands import FILE, names_option, tables_option, tell, usage_errors_visible
from medcheck.exceptions import MedcheckError, OutputFileError
from medcheck.leftovers import sweep
from medcheck.report import WRITERS, writer
from medcheck.report.layout import Layout

if TYPE_CHECKING:
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from medcheck.records import ReviewRecord

# Commands of modules that a paste never needs, loaded when they are named.
_LATER = {
    "desk": ("medcheck.desk.command", "desk"),
    "review": ("medcheck.export.command", "review"),
    "symmetry": ("medcheck.export.sequence.command", "symmetry"),
}
# As a shell says it of a program that Ctrl-C ended.
_INTERRUPTED = 130
# With --exit-code: there are findings, or a value to act on; there are none, and something must be asked.
_FOUND, _TO_ASK = 1, 3
# What nobody writes for a medicine: a file's name, whether the file is there or not.
_FILE_NAME = r"(?i)\S+\.(txt|text|csv|tsv|md|log|html?|rtf|pdf|docx?|xlsx?|odt|ods|zip)"


class MedcheckGroup(click.Group):
    """Turns our errors into one line and their exit status; anything else is a bug and keeps its traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, those not loaded yet among them."""
        return sorted([*super().list_commands(ctx), *_LATER])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by name, its module loaded now."""
        if cmd_name in _LATER:
            module, attribute = _LATER[cmd_name]
            command: click.Command = getattr(import_module(module), attribute)
            return command
        return super().get_command(ctx, cmd_name)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context of the options before the command."""
        try:
            with usage_errors_visible():
                return super().make_context(info_name, args, parent, **extra)
        except KeyboardInterrupt:  # which click would end with 1, the status of findings
            raise click.exceptions.Exit(_INTERRUPTED) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            with usage_errors_visible():
                return super().invoke(ctx)
        except MedcheckError as error:
            tell(f"Error: {error}")
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            tell("Stopped; nothing was written.")
            ctx.exit(_INTERRUPTED)


def _description() -> str:
    """What medcheck is: the package's docstring but for its example."""
    return (medcheck.__doc__ or "").partition("\n\n    >>>")[0]


def _complete_files(*_: object) -> "list[CompletionItem]":
    from click.shell_completion import CompletionItem

    return [CompletionItem("", type="file")]


def _epilog(*examples: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {example}" for example in examples)


@click.group(cls=MedcheckGroup, help=_description(), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="medcheck-cramps", message="%(prog)s %(version)s")
def main() -> None:  # noqa: D103 - described by the package's own docstring
    pass


@main.command(
    epilog=_epilog(
        'medcheck check "Lasix 40 mg daily, Ventolin prn"',
        "medcheck check --file list.txt --format html --output review.html",
        "pbpaste | medcheck check --all",
    )
)
@click.argument("text", nargs=-1, shell_complete=_complete_files)
@click.option("--file", "file", metavar="PATH", type=FILE, help="Read the list from a file; - is standard input.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(tuple(WRITERS)),
    default="text",
    show_default=True,
    help="How to write the review.",
)
@click.option("--output", metavar="PATH", type=FILE, help="Write to a file instead of standard output.")
@click.option(
    "--details", is_flag=True, help="Reasons, figures, sources and questions; the text is one screen without."
)
@click.option(
    "--all", "everything", is_flag=True, help="The details, what is recognised and not on our list, all questions."
)
@names_option
@tables_option
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that dates in the list are held against; without it, the one that the list bears.",
)
@click.option("--explain", is_flag=True, help="Show for each medicine what was weighed for its status, and stop.")
@click.option(
    "--exit-code", is_flag=True, help="Exit with 1 when there are findings, 3 when there are none but something to ask."
)
@click.pass_context
def check(
    ctx: click.Context,
    text: tuple[str, ...],
    file: str | None,
    format_: str,
    output: str | None,
    details: bool,
    everything: bool,
    names: str | None,
    folder: str | None,
    as_of: "datetime | None",
    explain: bool,
    exit_code: bool,
) -> None:
    """Review a medicine list: TEXT, a file, or a paste on standard input (end with Ctrl-D).

    TEXT that names a file is that file.
    """
    from medcheck.checker import Checker

    if text and file:
        raise click.UsageError("give TEXT or --file, not both")
    if text and (named := _file_named(text)):
        tell(f"Notice: {named} is read as a file")
        text, file = (), named
    given = "\n".join(text) if text else _read(file)
    checker = Checker(names, tables=folder)
    for collision in checker.collisions:
        tell(f"Notice: {collision}")
    day = as_of.date() if as_of else None
    if explain and _is_resource(given):
        raise click.UsageError("--explain is for lists of text; what a FHIR resource says stands in its status")
    if explain:
        from medcheck.report.explanation import explanation

        _write(explanation(checker.explain(given, day)), output)
        return
    layout = _layout(output, everything, details)
    if _is_resource(given):
        from medcheck.fhir.checking import review_fhir

        found = review_fhir(given, day, checker)
        review = found.record
        layout = layout._replace(given=found.text, references=found.references, patient=found.listed.patient)
        for notice in found.listed.notices:
            tell(f"Notice: {notice}")
    else:
        review = checker.review_record(given, day)
        layout = layout._replace(given=given)
    _write(writer(format_)(review, checker.clinical.side_effect, layout), output)
    if exit_code:
        ctx.exit(_status(review))


@main.command(epilog=_epilog("medcheck drug furosemide", "medcheck drug Seretide"))
@click.argument("name", nargs=-1, required=True)
@tables_option
def drug(name: tuple[str, ...], folder: str | None) -> None:
    """What the tables say of one medicine, with its sources."""
    from medcheck.checker import Checker
    from medcheck.report.monograph import monograph

    _write(monograph(Checker(tables=folder), " ".join(name), _layout()), None)


@main.command(epilog=_epilog("medcheck classes"))
@tables_option
def classes(folder: str | None) -> None:
    """The curated classes and their evidence."""
    from medcheck.checker import Checker
    from medcheck.report.monograph import class_list

    _write(class_list(Checker(tables=folder), _layout()), None)


@main.command(epilog=_epilog("medcheck tables", "medcheck tables --lists"))
@click.option("--lists", is_flag=True, help="Coverage of each published list of medicines.")
@tables_option
def tables(lists: bool, folder: str | None) -> None:
    """What the tables hold, what is due for another look, and whether they are sound."""
    from pathlib import Path

    from medcheck.report.upkeep import coverage, upkeep

    where = Path(folder) if folder is not None else None
    _write(coverage(where) if lists else upkeep(folder=where), None)


def _layout(output: str | None = None, everything: bool = False, details: bool = False) -> Layout:
    """As wide as the terminal and in colour, but for a file, a pipe, NO_COLOR and a terminal without."""
    if output or not sys.stdout.isatty():
        return Layout(everything, details)
    import shutil

    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Layout(everything, details, shutil.get_terminal_size().columns, colour)


def _file_named(text: Sequence[str]) -> str | None:
    """The file that is meant where somebody gives its name for a list; one that is not there is an error later.

    Raises UsageError for several.
    """
    files = [one for one in text if os.path.isfile(one)]
    if len(text) == 1:
        return text[0] if files or re.fullmatch(_FILE_NAME, text[0]) else None
    if len(files) == len(text):
        raise click.UsageError("give one file")
    return None


def _is_resource(given: str) -> bool:
    """Whether a text is a FHIR resource in JSON, which no list of medicines looks like."""
    return given.lstrip().startswith("{") and '"resourceType"' in given


def _status(review: "ReviewRecord") -> int:
    if review.findings or review.combinations or review.alerts:
        return _FOUND
    doubtful = review.unrecognised or any(mention.status == "unclear" for mention in review.mentions)
    return _TO_ASK if doubtful else 0


def _read(file: str | None) -> str:
    """The text of a file or of standard input; a notice on standard error where it had to be read as Windows-1252."""
    from medcheck.document.files import decode, read_text

    if file is not None and file != "-":
        read = read_text(file)
    else:
        if sys.stdin is None:
            return ""
        if file is None and sys.stdin.isatty():
            tell("Paste the medicine list, then press Ctrl-D (Ctrl-Z and Enter on Windows).")
        read = decode(sys.stdin.buffer.read(), "standard input")
    if read.notice:
        tell(f"Notice: {read.notice}")
    return read.text


def _write(report: str, output: str | None) -> None:
    if output is None:
        click.echo(report, nl=False)
        return
    from pathlib import Path

    _replace(Path(output), lambda file: file.write_text(report, encoding="utf-8"))


def _replace(path: "Path", write: "Callable[[Path], object]") -> None:
    """Write beside the file and swap it in, so that a report is there whole or not at all.

    A file that is there keeps its permissions; a new one is for its owner only.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        if path.is_dir():
            raise OutputFileError(f"{path} is a directory; give a file")
        sweep(path.parent, f".{path.name}.", ".new")
        beside.touch(mode=0o600)
        write(beside)
        beside.chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o600)
        beside.replace(path)
    except OSError as error:
        raise OutputFileError(f"{path} cannot be written: {error.strerror}") from None
    finally:
        beside.unlink(missing_ok=True)
