"""Sources as a report shows them: cited on one line, with an address, under a number."""

from collections.abc import Iterable

from medcheck.records import Source


def cite(source: Source) -> str:
    """A source on one line, with the identifier to look it up by."""
    identifier = f"PMID {source.pmid}" if source.pmid else f"doi:{source.doi}" if source.doi else source.url or ""
    title = source.title if source.title.endswith(("?", "!", ".")) else f"{source.title}."
    when = source.year or f"undated, read {source.read}"
    return f"{title} {source.publisher}, {when}. {identifier}"


def address(source: Source) -> str:
    """Where to read it: PubMed before the DOI's page, which may ask for money, before any other."""
    if source.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{source.pmid}/"
    return f"https://doi.org/{source.doi}" if source.doi else source.url or ""


class References:
    """The sources of a report, each numbered from 1 when it is first cited."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._sources: list[Source] = []

    def numbers(self, sources: Iterable[Source]) -> tuple[int, ...]:
        """The numbers of these sources, in their order."""
        return tuple(self._number(source) for source in sources)

    def listed(self) -> tuple[Source, ...]:
        """All that were cited, by number."""
        return tuple(self._sources)

    def _number(self, source: Source) -> int:
        if source.id not in self._numbers:
            self._sources.append(source)
            self._numbers[source.id] = len(self._sources)
        return self._numbers[source.id]
