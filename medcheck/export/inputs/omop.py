"""What is special to OMOP's drug_exposure: medicines that no name is given for, and names that were cut."""

from collections.abc import Iterable, Iterator

from medcheck.counted import counted
from medcheck.export.lines.distinct_line import LineCount

# The name of its profile in data/exports/profiles.csv.
PROFILE = "OMOP drug_exposure"
# OMOP's drug_source_value holds this many characters; what is as long was cut most likely.
CUT = 50


def notices(lines: Iterable[tuple[LineCount, str]], has_dictionary: bool) -> Iterator[str]:
    """What an export does not say of its medicines, and where it may be found.

    ``lines`` are the distinct lines, each with the text that was read in its place.
    """
    cut = nameless = 0
    for count, text in lines:
        if not any(map(str.isalpha, text)):
            nameless += count.rows
        elif text == count.line.text and len(text) >= CUT:
            cut += count.rows
    rows = counted(nameless, "row names no medicine", "rows name no medicine")
    if nameless and has_dictionary:
        yield f"{rows}, neither in drug_source_value nor by drug_concept_id"
    elif nameless:
        yield f"{rows} in drug_source_value; give the CONCEPT.csv of your vocabularies, too"
    if cut:
        rows = counted(cut, "row has", "rows have")
        yield f"{rows} a drug_source_value of {CUT} characters, where OMOP cuts it; what followed is lost"
