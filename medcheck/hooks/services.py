"""The services: what they say of themselves, and their answer to a call."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from medcheck.checker import Checker
from medcheck.fhir.names import Namer
from medcheck.hooks.cards import Card, Frame, cards
from medcheck.hooks.effect import effect
from medcheck.hooks.given import Call, Given, given
from medcheck.hooks.tables import HookTables, hook_tables
from medcheck.side_effect import begin


class Lacking(NamedTuple):
    """That a call lacks what an answer needs, and in words what that is."""

    what: str


class HookServices:
    """The services over one checker; ``base`` is the address under which our own pages are, if they are known.

    It keeps the names that codes have, which are the same for every call, and nothing of any.
    """

    def __init__(self, checker: Checker, base: str = "") -> None:
        self._checker = checker
        self._base = base.rstrip("/")
        self._namer = Namer(checker.lexicon, checker.database)
        self._side_effect = checker.clinical.side_effect
        self.tables: HookTables = hook_tables()

    def described(self) -> list[dict[str, Any]]:
        """What each service is for, as a client asks for it before it calls any."""
        prefetch = {row.key: row.template for row in self.tables.prefetch.values()}
        return [
            {
                "hook": row.hook,
                "title": self._filled(row.title),
                "description": self._filled(row.description),
                "id": row.id,
                "prefetch": prefetch,
                "usageRequirements": self._filled(row.usage),
            }
            for row in self.tables.services.values()
        ]

    def answer(self, id_: str, call: Call, day: date | None = None) -> list[Card] | Lacking:
        """The cards of a service for a call, none where there is nothing to say; periods are held against ``day``.

        Without the medicines taken, or with the first pages of them alone, nothing can be all there is to say.
        Raises ResourceError where the patient is not given, or a resource is about another.
        """
        service = self.tables.services[id_]
        found = given(call, service, self.tables, day)
        if service.orders and not found.selected:
            return []
        if "medicines" not in found.had:
            return Lacking(f"{self.tables.words.needed}: {self.tables.words.medicines}.")
        taken_already = service.taken_already == "yes"
        result = effect(found, self._checker, self._namer, day, taken_already=taken_already)
        frame = Frame(service, call.instance, self._base, self._not_looked_at(found))
        made = cards(result, self._side_effect, self.tables, frame)
        return made if made or found.is_whole else Lacking(self.tables.words.not_whole)

    def _not_looked_at(self, found: Given) -> list[str]:
        words = self.tables.words
        others: Mapping[str, str] = {"allergies": words.allergies, "results": words.results}
        missing = ", ".join(said for part, said in others.items() if part not in found.had)
        return [
            *([f"{words.not_given}: {missing}."] if missing else []),
            *([] if found.is_whole else [words.not_whole]),
        ]

    def _filled(self, words: str) -> str:
        return begin(words.format(**self._side_effect._asdict()))
