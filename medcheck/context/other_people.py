"""Sentences of which another person is the subject: "Mother had breast cancer and is on X"."""

from bisect import bisect_left

from medcheck.context.compose import Cue
from medcheck.context.cue_in_sentence import CueInSentence
from medcheck.context.gaps import gap_forward
from medcheck.context.gathered import Gathered
from medcheck.context.groups import add_to_list
from medcheck.context.medicine_text import MedicineText

_TAKING = frozenset(("take", "weak", "keep", "was", "start"))
_NAME_WITHIN = 1  # words between a person and what is said of that person: "brother Tom is on"


def add_other_subject(seen: CueInSentence, gathered: Gathered) -> bool:
    """What a verb of taking says where the subject of its sentence is another person; a bracket names one, too."""
    cue, text = seen.cue, gathered.text
    if cue.act == "person" and seen.following and _is_in_bracket(seen, text):
        gathered.add(seen.following[0], "other_person", cue, "phrase")
        return True
    if cue.act == "person" and seen.following and _has(seen, text):
        add_to_list(gathered, "other_person", cue._replace(last=cue.last + 1), seen.following, "phrase")
        return True
    if cue.act not in _TAKING or seen.forward != "direct":
        return False
    subject = _subject(seen, text)
    if subject is None or not _goes_on_with(subject, cue, text):
        return False
    add_to_list(gathered, "other_person", subject._replace(last=cue.last), seen.following, "phrase")
    return True


def _is_in_bracket(seen: CueInSentence, text: MedicineText) -> bool:
    """ "(aunt, X)": a person and a medicine alone in a bracket."""
    cue = seen.cue
    number = seen.following[0]
    return (
        text.word(cue.first - 1) == "("
        and text.words_to(number, cue) in ([","], ["-"], [":"])
        and text.word(text.places[number][1]) == ")"
    )


def _has(seen: CueInSentence, text: MedicineText) -> bool:
    """ "Sister has X for asthma", of people who keep none for the patient; not "sister has his X"."""
    cue, language = seen.cue, text.language
    owned = text.word(cue.last + 1) in language.determiners - language.articles
    return (
        text.word(cue.first) in language.people_elsewhere
        and text.word(cue.last) in language.words_for_keeping
        and not owned
        and gap_forward(text, cue._replace(last=cue.last + 1), seen.following) == "direct"
    )


def _subject(seen: CueInSentence, text: MedicineText) -> Cue | None:
    """The other person with whom the sentence of a cue begins."""
    cues = seen.segment.cues
    before = cues[: bisect_left(cues, seen.cue.first, key=lambda cue: cue.first)]
    person = next((cue for cue in before if cue.act == "person"), None)
    if person is None or person.last - person.first > 1:
        return None
    opening = text.words(seen.segment.first, person.first)
    opens = all(word in text.language.words_before_person or not word.isalnum() for word in opening)
    return person if opens else None


def _goes_on_with(subject: Cue, cue: Cue, text: MedicineText) -> bool:
    """Whether a verb has the subject of the sentence: "mother had a stroke and takes", "brother Tom is on"."""
    language = text.language
    between = text.words(subject.last, cue.first)
    if text.word(cue.first) in language.words_for_reporting:
        return False  # "neighbour brings X"
    if between in ([":"], ["-"]):
        return True  # "Partner: takes X"
    if between[:1] == between[-1:] == [","] and len(between) > 1:
        return language.patient_pronouns.isdisjoint(between)  # "his wife, whom I also see, takes X"
    if len(between) <= _NAME_WITHIN:
        return all(word.isalpha() and word not in language.words_for_reporting for word in between)
    joins = language.words_for_and | {"&", "+"}
    died = between[0] in language.words_for_dying and not ({",", *language.words_for_and} & set(between))
    if not died and (between[0] not in language.verbs_of_illness or between[-1] not in joins):
        return False
    others = language.patient_pronouns | language.words_for_reporting
    return others.isdisjoint(between[died:]) and not {".", ";", ":"} & set(between)
