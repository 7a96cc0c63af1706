"""Write data/words.csv: the words that are not medicines, with their frequency. README.md says where each comes from.

python tools/words/build.py --scowl FOLDER            writes data/words.csv
python tools/words/build.py --scowl FOLDER --report   also prints what was removed, and why
"""

from __future__ import annotations

import argparse
import csv
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import english
from english_words import get_english_words_set  # type: ignore[import-not-found]
from rapidfuzz.distance import OSA

ROOT = Path(__file__).resolve().parents[2]
HAND = Path(__file__).resolve().parent / "hand"
DATA = ROOT / "data"
VOCABULARY = ROOT / "tools" / "vocabulary" / "hand"
TARGET = DATA / "words.csv"

PLAIN = re.compile(r"[a-z]+\Z")
SHORTHAND = re.compile(r"[a-z][a-z0-9]*\Z")  # "hba1c"
TOKEN = re.compile(r"[a-z]+")
COMMON = 3
CENSUS = (("dist.all.last", 2000), ("dist.female.first", 1100), ("dist.male.first", 700))
CENSUS_SHORTEST = 3
FUZZY_SHORTEST = 5
CUT_SHORTEST = 5  # letters of a name cut short: "salic" for salicylic acid


@dataclass(frozen=True)
class Medicines:
    """The medicine names that a word must not be, and the common ones that it must not be a slip for.

    ``shared`` are those of ``whole`` that a word may be all the same: brand names and abbreviations. ``cut``: the
    words of common ingredients, which systems cut short.
    """

    whole: frozenset[str]
    shared: frozenset[str]
    parts: frozenset[str]
    common: frozenset[str]
    cut: frozenset[str]


def lines(name: str) -> Iterator[str]:
    """The lines of a hand list, without its comments."""
    for line in (HAND / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text:
            yield text


def words(name: str) -> frozenset[str]:
    """The words of a hand list that has any number of words on a line."""
    return frozenset(word for line in lines(name) for word in line.split())


def marked(entries: Iterable[str]) -> Iterator[str]:
    """The forms of entries written as a word and, after a slash or a space, the marks of the forms it takes."""
    for entry in entries:
        word, _, marks = entry.replace("/", " ").partition(" ")
        for form in english.forms(word, marks):
            yield form
            yield from english.british(form)


def web2() -> frozenset[str]:
    """The words that web2 writes in lower case."""
    return frozenset(word for word in get_english_words_set(["web2"]) if PLAIN.match(word))


def census() -> Iterator[str]:
    """The commonest surnames and given names of the 1990 census, as the names package carries them."""
    for table, top in CENSUS:
        text = (files("names") / table).read_text(encoding="ascii")
        for line in text.splitlines()[:top]:
            name = line.split()[0].lower()
            if len(name) >= CENSUS_SHORTEST:
                yield name


def ordinary() -> frozenset[str]:
    """Every ordinary word."""
    dictionary = web2()
    chosen = [line for line in lines("common") if line.split()[0] in dictionary]
    found = set(marked(chosen))
    found.update(marked(entry for line in lines("modern") for entry in line.split()))
    found.update(marked(entry for line in lines("everyday") for entry in line.split()))
    found.update(census())
    for name in ("irregular", "spelling", "people", "places", "short", "french"):
        found.update(words(name))
    found.update(words("kept"))
    return frozenset(found - words("never"))


def clinical() -> frozenset[str]:
    """Every word of medical notes and of packaging, in American and British spelling."""
    dictionary = web2()
    found = {word for word in words("clinical_web2") if word in dictionary}
    found.update(marked(entry for line in lines("clinical") for entry in line.split()))
    found.update(words("packaging"))
    found.update(words("surgical"))
    found.update(medical_by_ending(dictionary))
    found.update(spelling for word in tuple(found) for spelling in british_medical(word))
    found.update(plurals for word in tuple(found) for plurals in medical_plurals(word))
    return frozenset(found - words("never"))


# What a word of web2 ends with that is a finding, a procedure, a specialty or a part of the body.
MEDICAL_ENDING = re.compile(
    r".{3,}(itis|itic|osis|oses|otic|oma|omata|emia|emic|uria|uric|pathy|pathic|pathies|algia|algic|ectomy|otomy|ostomy|"
    r"oscopy|oscopic|oscope|ography|ographic|ogram|ometry|ometric|ometer|ology|ological|ologist|plasty|plegia|plegic|"
    r"paresis|paretic|esthesia|esthetic|opia|opsia|phagia|phasia|phobia|phobic|pnea|pneic|rrhea|rrhage|rrhagic|sclerosis|"
    r"stenosis|trophy|trophic|megaly|malacia|genic|genesis|iatric|iatry|iatrics|odynia|penia|penic|ptosis|spasm|spastic|"
    r"tonia|tonic|edema|edematous|cele|cytosis|cytic|blast|philia|kinesia|kinetic|ventricular|articular|vascular|muscular|"
    r"cutaneous|costal|vertebral|spinal|spinals|cranial|facial|fascial|femoral|tibial|fibular|ulnar|radial|carpal|tarsal|"
    r"phalangeal|clavicular|scapular|sternal|orbital|bronchial|tracheal|gastric|enteric|hepatic|renal|pulmonary|cardiac|"
    r"cardial|thoracic|lumbar|sacral|iliac|rectal|vaginal|uterine|cervical|nasal|aural|ocular|lingual|labial|laryngeal|"
    r"pharyngeal|lateral|medial|anterior|posterior|lesional|nodular|papular|vesicular|macular|follicular|glandular)\Z"
)


def medical_by_ending(dictionary: Iterable[str]) -> Iterator[str]:
    """The words of a dictionary that are medical by their ending ("monoarthritis", "myofascial")."""
    return (word for word in dictionary if MEDICAL_ENDING.match(word))


BRITISH_MEDICAL = (
    (re.compile(r"^(.*)emia(s?)\Z"), r"\1aemia\2"),
    (re.compile(r"^(.*)emic\Z"), r"\1aemic"),
    (re.compile(r"^hem(?=[aiorst])(.*)\Z"), r"haem\1"),
    (re.compile(r"^(.*)rrhea(l|s?)\Z"), r"\1rrhoea\2"),
    (re.compile(r"^(.*?)edema(.*)\Z"), r"\1oedema\2"),
    (re.compile(r"^(.*?)estrogen(.*)\Z"), r"\1oestrogen\2"),
    (re.compile(r"^(.*?)esophag(.*)\Z"), r"\1oesophag\2"),
    (re.compile(r"^fet(al|us|uses|o.*)\Z"), r"foet\1"),
    (re.compile(r"^(.*)orthopedic(.*)\Z"), r"\1orthopaedic\2"),
    (re.compile(r"^pediatri(.*)\Z"), r"paediatri\1"),
    (re.compile(r"^gynec(.*)\Z"), r"gynaec\1"),
    (re.compile(r"^an(?:e)sthe(.*)\Z"), r"anaesthe\1"),
    (re.compile(r"^(.*)esthesia\Z"), r"\1aesthesia"),
    (re.compile(r"^leuk(.*)\Z"), r"leuc\1"),
    (re.compile(r"^(.*?)cec(al|um|o.*)\Z"), r"\1caec\2"),
    (re.compile(r"^fec(al|es)\Z"), r"faec\1"),
    (re.compile(r"^celiac(.*)\Z"), r"coeliac\1"),
    (re.compile(r"^etiolog(.*)\Z"), r"aetiolog\1"),
    (re.compile(r"^dyspnea\Z"), r"dyspnoea"),
    (re.compile(r"^(.*)pnea\Z"), r"\1pnoea"),
    (re.compile(r"^tumor(.*)\Z"), r"tumour\1"),
    (re.compile(r"^goiter(s?)\Z"), r"goitre\1"),
)


def british_medical(word: str) -> Iterator[str]:
    """The British spelling of a medical word, where there is one."""
    for pattern, ours in BRITISH_MEDICAL:
        if pattern.match(word) and not ("aem" in word or "oed" in word or "oes" in word):
            yield pattern.sub(ours, word)
    yield from english.british(word)


MEDICAL_PLURALS = (("sis", "ses"), ("oma", "omas"), ("pathy", "pathies"), ("tomy", "tomies"), ("graphy", "graphies"))
MEDICAL_PLURALS += (("gram", "grams"), ("scopy", "scopies"), ("plasty", "plasties"), ("logist", "logists"))


def medical_plurals(word: str) -> Iterator[str]:
    """The plural of a medical word whose ending says what it is."""
    for one, many in MEDICAL_PLURALS:
        if word.endswith(one):
            yield word.removesuffix(one) + many


def medicines() -> Medicines:
    """The medicine names of the project's own tables."""
    whole: set[str] = set()
    shared: set[str] = set()
    own: set[str] = set()
    cut: set[str] = set()
    parts: set[str] = set()
    common: set[str] = set()
    tables = [DATA / "vocabulary.csv", DATA / "names.csv", *sorted(VOCABULARY.glob("*.csv"))]
    for table in tables:
        with table.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                commonness = int(row.get("commonness") or COMMON)
                kind = row["kind"]
                if kind == "not_medicine" or (kind == "brand" and commonness == 0):
                    continue
                name = row["name"].lower()
                tokens = TOKEN.findall(name)
                if PLAIN.match(name):
                    whole.add(name)
                    rare = kind in ("ingredient", "synonym") and commonness <= 1 and "commonness" in row
                    (shared if rare or kind in ("brand", "abbreviation") else own).add(name)
                    if commonness >= COMMON:
                        common.add(name)
                        if kind in ("ingredient", "synonym"):
                            cut.add(name)
                elif len(tokens) > 1:
                    parts.update(tokens)
                    if commonness >= COMMON and kind in ("ingredient", "synonym"):
                        cut.update(token for token in tokens if len(token) > CUT_SHORTEST)
    return Medicines(
        frozenset(whole), frozenset(shared - own), frozenset(parts - whole), frozenset(common), frozenset(cut)
    )


def near(word: str, names: Set[str], index: dict[str, set[str]]) -> str | None:
    """A common medicine name that is one edit from the word, or that the word is a long fragment of."""
    if len(word) < FUZZY_SHORTEST:
        return None
    candidates = {name for key in deletions(word) for name in index.get(key, ())}
    for name in sorted(candidates & names):
        if len(name) >= FUZZY_SHORTEST and OSA.distance(word, name) <= 1:
            return name
    return None


def deletions(word: str) -> Iterator[str]:
    """The word, and the word without each of its letters: two words within one edit share one of these."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


SCOWL_LARGEST = 60  # what the larger lists add and nobody counted is hardly ever written
# In how many of the lists of SCOWL's sizes a word stands says roughly how frequent it is, where nothing was counted.
FREQUENCY_BY_SIZE = {10: 4, 20: 4, 35: 3, 40: 2, 50: 2, 55: 2, 60: 2}
FREQUENCY_BY_HAND = 2
FREQUENT = 3  # once in a million words: such a word is itself, whatever medicine is one edit away
LOOKALIKE = "lookalike"  # a word that in a list may be a slip for a common medicine
FREQUENT_PART = 4  # of a longer medicine name: "benzoyl" must stay open to "benzoyl perox"
COUNTS = "frequency_dictionary_en_82_765.txt"


def scowl(folder: Path) -> Iterator[tuple[str, int, bool]]:
    """The words of SCOWL up to a size: each with its size, and whether it is a name of a person or place."""
    for path in sorted(folder.iterdir()):
        category, _, size = path.name.rpartition(".")
        kind = category.rpartition("-")[2]
        if not size.isdigit() or int(size) > SCOWL_LARGEST or category.startswith("special"):
            continue
        if kind not in ("words", "upper", "names", "contractions"):
            continue
        for word in path.read_text(encoding="iso-8859-1").split():
            folded = word.lower().replace("'", "")
            if PLAIN.match(folded):
                yield folded, int(size), kind in ("upper", "names")


def counts() -> dict[str, int]:
    """How often each word stands among a thousand million, to the nearest power of ten, as symspellpy carries it."""
    text = (files("symspellpy") / COUNTS).read_text(encoding="utf-8-sig")
    counted = {word: int(number) for word, _, number in (line.partition(" ") for line in text.splitlines()) if number}
    total = sum(counted.values())
    return {word: max(0, round(math.log10(number / total * 1e9))) for word, number in counted.items()}


def build(folder: Path) -> tuple[dict[str, tuple[str, int]], dict[str, str]]:
    """The kind and frequency of every word that is kept, and the reason for every word that is removed."""
    known = medicines()
    kept = words("kept")
    never = words("never")
    makers = words("manufacturers") - never
    alike = words("lookalike")
    judged = words("frequent") | kept | makers
    for name in ("everyday", "modern", "clinical"):
        judged |= frozenset(marked(entry for line in lines(name) for entry in line.split()))
    for name in ("irregular", "spelling", "people", "places", "packaging", "surgical", "shorthand", "french"):
        judged |= words(name)
    notes = clinical()
    counted = counts()
    sizes: dict[str, int] = {}
    named: set[str] = set(census()) | words("people") | words("places")
    common: set[str] = set()
    for word, size, name in scowl(folder):
        sizes[word] = min(size, sizes.get(word, size))
        if not name:
            common.add(word)
        elif word not in known.whole:  # "Valium" stands among them
            named.add(word)
    everyday = ordinary()
    kinds = dict.fromkeys(named, "name") | dict.fromkeys(words("shorthand"), "shorthand")
    kinds |= dict.fromkeys(everyday - named, "ordinary") | dict.fromkeys(common, "ordinary")
    kinds |= dict.fromkeys((word for word in counted if PLAIN.match(word) and word not in kinds), "ordinary")
    kinds |= dict.fromkeys(notes - common, "clinical") | dict.fromkeys(makers, "manufacturer")
    kinds |= dict.fromkeys(alike, LOOKALIKE)
    index: dict[str, set[str]] = {}
    for name in known.common:
        for key in deletions(name):
            index.setdefault(key, set()).add(name)
    beginnings = {name[:size] for name in known.cut for size in range(CUT_SHORTEST, len(name))}
    removed: dict[str, str] = {}
    result: dict[str, tuple[str, int]] = {}
    for word, kind in sorted(kinds.items()):
        frequency = counted.get(word, FREQUENCY_BY_SIZE.get(sizes.get(word, 0), FREQUENCY_BY_HAND))
        sure = word in judged or frequency >= FREQUENT
        if not SHORTHAND.match(word) or len(word) < 2 or word in never:
            removed[word] = "not a plain word, or left out by hand"
        elif word in kept or word in alike:
            pass
        elif word in known.whole and not (word in known.shared and _also_a_word(word, kind, frequency, common)):
            removed[word] = "a medicine"
        elif word in known.parts and word not in judged and frequency < FREQUENT_PART and word not in notes:
            removed[word] = "part of a medicine's name"
        elif not sure and word in beginnings:
            removed[word] = "the beginning of a medicine's name"
        elif not sure and (other := near(word, known.common, index)):
            if word.startswith(other):
                removed[word] = f"a form of {other}"
            kind = LOOKALIKE
        if word not in removed:
            result[word] = (kind, frequency)
    return result, removed


def _also_a_word(word: str, kind: str, frequency: int, common: Set[str]) -> bool:
    """Whether a brand name or abbreviation is a word of its own as well: it then needs evidence to be the medicine."""
    return kind in ("shorthand", "name") or (word in common and frequency >= FREQUENT)


def main() -> None:
    """Build the table and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--report", action="store_true", help="print every word removed, and why")
    parser.add_argument("--scowl", type=Path, required=True, help="the folder usr/share/dict/scowl of Debian's scowl")
    given = parser.parse_args()
    kinds, removed = build(given.scowl)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("word", "kind", "frequency"))
        writer.writerows((word, kind, frequency) for word, (kind, frequency) in kinds.items())
    if given.report:
        for word, reason in removed.items():
            print(f"{word}\t{reason}")
    for kind, count in sorted(Counter(kind for kind, _ in kinds.values()).items()):
        print(f"{kind}: {count}")


if __name__ == "__main__":
    main()
