"""The ways to read a word that the tables do not have as it is written, in the order in which they are tried."""

from collections.abc import Callable

from medcheck.naming.codes import code_name
from medcheck.naming.cut_short import co_name, cut_short_name, salt_of_metal
from medcheck.naming.found import Hit, Miss
from medcheck.naming.joined import joined_or_split_name
from medcheck.naming.misspelt import dosed_short_form, misspelt_name
from medcheck.naming.short_forms import settled_short_form
from medcheck.naming.text_context import TextContext
from medcheck.naming.unknown_word import UnknownWord

Strategy = Callable[[TextContext, UnknownWord], Hit | Miss | None]
# In the order in which they are tried: what leaves least doubt comes first, and a misspelling, which may lead to any
# name, last. Each looks at the kinds of words that it is for and gives None for all others.
STRATEGIES: tuple[Strategy, ...] = (
    settled_short_form,  # "met 1 g bd"
    co_name,  # "co-amox", "co-amilozid": by the second part alone
    joined_or_split_name,  # "cocodamol", "furo semide"
    cut_short_name,  # "Spironol_Tab", "Isosorbide Mononit_Tab"
    salt_of_metal,  # "potassium cit"
    dosed_short_form,  # "xyz 5 mg": too short to correct
    code_name,  # "MK-0000"
    misspelt_name,  # "furosemde", "metoclop"; what is like no name is an unknown word
)
# Those that look at a word of directions or an ordinary word, too, as most words of a list are: with its neighbours it
# may be a name all the same.
OF_KNOWN_WORDS: tuple[Strategy, ...] = (settled_short_form, joined_or_split_name, code_name)


def by_strategies(context: TextContext, word: UnknownWord) -> Hit | Miss | None:
    """What the first strategy that finds something makes of a word."""
    for strategy in OF_KNOWN_WORDS if word.known and not (word.is_salt or word.is_co_name) else STRATEGIES:
        found = strategy(context, word)
        if found:
            return found
    return None
