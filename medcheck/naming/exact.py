"""The names that stand in a text as the tables have them, the longest at each place."""

from collections.abc import Collection, Sequence
from functools import lru_cache

from medcheck.knowledge.database import WORDS_KEPT
from medcheck.knowledge.names import CLEARLY_COMMONER, Commonness, Name
from medcheck.language import Language
from medcheck.naming.correct import exact_suggestion, most_edits, score
from medcheck.naming.evidence import has_dose_beside, is_directed
from medcheck.naming.found import Device, Found, Hit, Miss, OtherMeaning, UnfamiliarWord, hit
from medcheck.naming.lexicon import SHORTEST_PART
from medcheck.naming.meant import (
    has_company,
    is_food,
    is_meant_as_medicine,
    is_measured,
    is_result,
    is_short_and_scarce,
    is_written_as_name,
    needs_evidence,
)
from medcheck.naming.neighbours import (
    follows_prefix,
    has_dose,
    is_company,
    is_diagnosis,
    is_glued_to_number_after,
    is_glued_to_number_before,
    is_of_test,
    may_introduce_medicine,
)
from medcheck.naming.salts import end_with_salts, is_salt
from medcheck.naming.short_forms import settle_short_forms
from medcheck.naming.slips import edits, weight
from medcheck.naming.surroundings import read_surroundings
from medcheck.naming.text_context import TextContext, next_word_of_line
from medcheck.naming.unknown_word import CO
from medcheck.naming.written_names import follow, names_at

_NO_WORD = ("mark", "line")
_ADDS = ("+", "/", "&")
SHORTEST_BEGINNING = 3  # letters of a short form that is how a name begins
LONGEST_UNIT = 3  # letters after a number that may be its unit
# A shorter second word is no sure sign of a longer name misspelt.
SHORTEST_CONTINUED = 4


def find_exact_names(context: TextContext) -> list[Found]:
    """Every name, dressing and device, in the order of the text.

    A name that is also an ordinary word counts only where a medicine may be named.
    """
    found: list[Found] = []
    tokens = context.tokens
    context.lexicon.prepare([token.norm for token in tokens if token.kind not in _NO_WORD])
    cannot_start_a_name = context.lexicon.cannot_start_a_name
    values = {value.first: value.last for value in context.results} if context.may_hold_results else {}
    index = 0
    count = len(tokens)
    while index < count:
        token = tokens[index]
        if index in values:
            found.append(OtherMeaning(index, values[index]))
            index = values[index]
            continue
        entry = None if token.kind in _NO_WORD or cannot_start_a_name(token.norm) else _exact_at(context, index)
        if entry is None:
            index += 1
            continue
        found.append(entry)
        index = entry.last
    return settle_short_forms(context, _with_evidence(context, found))


def _with_evidence(context: TextContext, found: list[Found]) -> list[Found]:
    """What was found, less the names that mean something else here: a word, a laboratory result."""
    doubtful = {entry.first for entry in found if isinstance(entry, Hit) and needs_evidence(context, entry)}
    found = _less_lonely(context, found, doubtful)
    if not doubtful:
        return found
    sure = [entry for entry in found if entry.first not in doubtful]
    around = read_surroundings(context, sure)
    in_full = {(entry.names[0].meaning, entry.names[0].compact_key) for entry in sure if isinstance(entry, Hit)}
    result: list[Found] = []
    for entry in found:
        if entry.first not in doubtful or not isinstance(entry, Hit):
            result.append(entry)
        elif (
            is_measured(context, entry)
            and not has_dose_beside(context, entry.first, entry.last)
            and is_result(context, around, entry.first, entry.last)
        ):
            result.append(OtherMeaning(entry.first, entry.last))
        elif is_meant_as_medicine(context, around, entry) or _is_named_in_full(entry, in_full):
            result.append(entry)
        elif is_food(context, entry):
            if not context.lexicon.known(context.tokens[entry.first].norm):
                result.append(UnfamiliarWord(entry.first, entry.last))
        elif is_written_as_name(context, entry):
            result.append(UnfamiliarWord(entry.first, entry.last))
        elif entry.names[0].kind == "class":
            result.append(OtherMeaning(entry.first, entry.last))  # no word of another kind, and not to be guessed at
    return result


def _less_lonely(context: TextContext, found: list[Found], doubtful: Collection[int]) -> list[Found]:
    """What was found, less the short names that are all the medicines of a text with nothing that speaks for them."""
    sure = [entry for entry in found if isinstance(entry, Hit) and entry.first not in doubtful]
    if not sure or not all(map(is_short_and_scarce, sure)):
        return found
    around = read_surroundings(context, ())
    lonely = {entry.first for entry in sure if not has_company(context, around, entry)}
    return [entry for entry in found if entry.first not in lonely]


def _is_named_in_full(short_form: Hit, in_full: Collection[tuple[tuple[str, ...], str]]) -> bool:
    """Whether the name that a short form begins stands elsewhere in the text: "Dexamethasone ... Dex again"."""
    name = short_form.names[0]
    if name.kind != "abbreviation" or len(name.compact_key) < SHORTEST_BEGINNING:
        return False
    meanings = {meant.meaning for meant in short_form.names}
    return any(meaning in meanings and key.startswith(name.compact_key) for meaning, key in in_full)


def _exact_at(context: TextContext, index: int) -> Hit | Miss | Device | OtherMeaning | None:
    tokens, language = context.tokens, context.language
    token = tokens[index]
    names = names_at(context, index)
    if not names and context.lexicon.known(token.norm):
        return None
    if [before.norm for before in tokens[max(0, index - 2) : index]] == [CO, "-"]:
        return None  # "co-amox" is no amoxicillin: a co- name is one name
    after_metal = index > 0 and tokens[index - 1].norm in language.metals
    if after_metal and token.norm in language.salts and token.norm not in language.metals:
        return None  # "magnesium aspart" holds no insulin aspart
    longest, end = _longest(context, index, names)
    if not longest:
        return _split_in_two(context, index)
    medicines = [name for name in longest if name.kind != "not_medicine"]
    if not medicines:
        return Device(index, end)
    appliance = max((name.commonness for name in longest if name.kind == "not_medicine"), default=-1)
    if appliance >= max(name.commonness for name in medicines):
        # a plaster or a medicated one
        return Miss(index, end, tuple(map(exact_suggestion, medicines)), ambiguous=True)
    name = medicines[0]
    if (
        is_diagnosis(context, end)
        or is_company(context, name, end)
        or follows_prefix(context, index, end)
        or is_of_test(context, name, index, end)
    ):
        return OtherMeaning(index, end)
    longer = _with_next_word_inexact(context, index, end, name)
    if longer:
        return longer
    if len(name.words) == 1 and token.norm in language.metals and is_salt(context, end):
        return None
    end = end_with_salts(context, name, end)
    if _is_device_of_that_make(context, name, end):
        return Miss(index, end, (exact_suggestion(name),), ambiguous=True)
    return hit(index, end, tuple(medicines), "exact", 100.0)


def _longest(context: TextContext, index: int, names: Sequence[Name]) -> tuple[list[Name], int]:
    """The longest of these names that stand here and are meant, and their end."""
    longest: list[Name] = []
    end = 0
    for name in names:
        if longest and len(name.words) < len(longest[0].words):
            break
        reached = follow(context, index, name)
        if reached and _is_meant(context, name, index, reached):
            longest.append(name)
            end = reached
    return longest, end


def _is_device_of_that_make(context: TextContext, name: Name, end: int) -> bool:
    """Whether a syringe of some make may be meant: its maker took the name of a rare product of another route."""
    tokens = context.tokens
    if name.kind != "brand" or name.commonness > Commonness.LOCAL or name.route == "injection" or end >= len(tokens):
        return False
    return tokens[end].norm in context.language.device_words


def _split_in_two(context: TextContext, index: int) -> Hit | None:
    """A name that is written as two words, of which the first is no word at all ("hydrochloro thiazide")."""
    first = context.tokens[index].norm
    if len(first) < SHORTEST_PART or context.lexicon.known(first):
        return None
    after = next_word_of_line(context, index)
    if after is None or context.tokens[after].kind != "word":
        return None
    joined = context.lexicon.by_compact_key(first + context.tokens[after].norm)
    names = tuple(name for name in joined if name.kind != "not_medicine")
    return hit(index, end_with_salts(context, names[0], after + 1), names, "exact", 100.0) if names else None


@lru_cache(maxsize=WORDS_KEPT)
def reads_like_directions(words: tuple[str, ...], language: Language) -> bool:
    """Whether a name reads as directions do: "One A Day", "pen V"."""
    return all(word in language.sig_words or not word.isalpha() for word in words)


def _is_meant(context: TextContext, name: Name, first: int, last: int) -> bool:
    """Whether a name that is also a word of directions or an ordinary word is meant as a medicine here."""
    tokens, masses = context.tokens, context.language.masses
    if len(name.words) > 1 and name.words[-1].isdigit() and last < len(tokens) and tokens[last].norm in masses:
        return False  # "dex 4 mg": the number is a strength, no part of the name
    like_directions = reads_like_directions(name.words, context.language)
    if _is_cut_out(context, name, first, last):
        return False
    if len(name.words) > 1 and not like_directions:
        return True
    word = name.words[0]
    written = context.text[tokens[first].start : tokens[last - 1].end]
    if like_directions:
        return _is_meant_though_like_directions(context, name, first, last)
    is_code = is_glued_to_number_after(context, last) and not _begins_ingredient(name)
    if name.kind == "abbreviation" and (is_code or "'" in written):
        return False
    if len(word) <= 2:
        has_number = last < len(tokens) and tokens[last].kind == "number" and has_dose(context, last)
        return written == name.name and (has_number or may_introduce_medicine(context, first))
    if len(word) == 3 and name.kind == "abbreviation" and not may_introduce_medicine(context, first):
        return written.isupper()
    return True


def _begins_ingredient(name: Name) -> bool:
    """Whether a short form is how its ingredient begins, so that a number after it is a strength ("amox500")."""
    return len(name.compact_key) > LONGEST_UNIT and name.meaning[0].startswith(name.compact_key)


def _is_meant_though_like_directions(context: TextContext, name: Name, first: int, last: int) -> bool:
    """Whether a name that reads as directions do stands for itself by the way it is written or what follows it."""
    written = context.text[context.tokens[first].start : context.tokens[last - 1].end]
    introduced = may_introduce_medicine(context, first)
    if len(name.words) == 1:  # "INH 300 mg", "rifampicin + INH"
        as_a_name = introduced and written == name.name and written.isupper()
        return as_a_name and (_has_mass(context, last) or _is_joined_to_name(context, first, last))
    # A kind is a form of what stands before it: "timolol eye drops bd".
    dosed = has_dose(context, last) or (name.kind != "class" and is_directed(context, last))
    if len(name.words[-1]) == 1 and written[-1:].isupper() and not written.isupper():
        return dosed or written == name.name or written[:1].isupper()  # "pen V 250 qid", "pen V", "Pen V"
    if not introduced:
        return False
    # "One A Day", "Gastro-Stop"
    return (
        dosed
        or (len(name.words) > 2 and written[:1].isupper())
        or ("-" in written and written.replace("-", " ") == name.name.replace("-", " "))
    )


def _is_joined_to_name(context: TextContext, first: int, last: int) -> bool:
    """Whether a mark joins a name to another: "rifampicin + INH"; not "X INH + Y INH", where it is a form."""
    tokens, starting_with = context.tokens, context.lexicon.starting_with
    if first > 1 and tokens[first - 1].norm in _ADDS:
        return bool(starting_with(tokens[first - 2].norm))
    if first and tokens[first - 1].kind not in _NO_WORD:
        return False
    return last + 1 < len(tokens) and tokens[last].norm in _ADDS and bool(starting_with(tokens[last + 1].norm))


def _has_mass(context: TextContext, last: int) -> bool:
    """Whether a mass stands right after a name, which no word of directions has."""
    after = context.tokens[last : last + 2]
    return len(after) > 1 and after[0].kind == "number" and after[1].norm in context.language.masses


def _is_cut_out(context: TextContext, name: Name, first: int, last: int) -> bool:
    """Whether what reads like a name is a part of something longer: "6mos", "65k + 10", "II-B-2", "B2B", "A C L"."""
    tokens = context.tokens
    if len(name.words[0]) <= LONGEST_UNIT and is_glued_to_number_before(context, first):
        return True
    before = tokens[max(0, first - 2) : first]
    if len(name.compact_key) <= LONGEST_UNIT:
        hyphens = sum(token.norm == "-" for token in (*before, *tokens[first:last]))
        is_whole = context.text[tokens[first].start : tokens[last - 1].end] == name.name  # "M-M-R"
        if hyphens > 1 + is_whole:
            return True
    after = tokens[last] if last < len(tokens) else None
    glued = after is not None and after.kind == "word" and after.start == tokens[last - 1].end
    if glued and after is not None and name.words[-1].isdigit() and after.norm not in context.language.units:
        return True
    if len(name.words) == 1 or any(len(word) > 1 for word in name.words):
        return False
    return any(token is not None and token.kind == "word" and len(token.norm) == 1 for token in (*before[-1:], after))


def _with_next_word_inexact(context: TextContext, index: int, end: int, exact: Name) -> Hit | None:
    """A longer name of which only the next word is misspelt or cut short ("isosorbide mononitrat")."""
    lexicon = context.lexicon
    size = len(exact.words)
    after = next_word_of_line(context, end - 1)
    if after is None or context.tokens[after].kind != "word":
        return None
    written = context.tokens[after].norm
    known = lexicon.known(written)
    if len(written) < SHORTEST_CONTINUED or (known and written not in context.language.salts):
        return None  # a salt may be cut short, and make another medicine so: "hyoscine butylbrom"
    alone = {name.meaning for name in lexicon.starting_with(written) if len(name.words) == 1}
    near: list[tuple[float, Name, bool]] = []  # the weight of the slips, the name, whether it is misspelt
    for name in lexicon.starting_with(exact.words[0]):
        if len(name.words) != size + 1 or name.words[:size] != exact.words or name.kind == "not_medicine":
            continue
        if alone and name.meaning not in alone:
            continue  # the second word is another medicine
        word = name.words[size]
        most = most_edits(len(word))
        if word.startswith(written):
            near.append((0.0, name, False))
        elif not known and len(word) > 4 and edits(written, word, most) <= most:
            near.append((weight(written, word), name, True))
    if not near:
        return None
    near.sort(key=lambda entry: (entry[0], -entry[1].commonness))
    slips, name, misspelt = near[0]
    if any(
        other.meaning != name.meaning and far - slips < 1 and name.commonness - other.commonness < CLEARLY_COMMONER
        for far, other, _ in near
    ):
        return None
    if misspelt:
        return hit(index, after + 1, (name,), "fuzzy", score(slips, name))
    return hit(index, after + 1, (name,), "abbreviation", 100.0)
