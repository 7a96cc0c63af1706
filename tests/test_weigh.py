"""What all that is said of one medicine comes to: the nearest decides, in it the last words."""

from itertools import pairwise

import pytest

from medcheck.context.evidence import ORDER, Evidence
from medcheck.context.weigh import MEANINGS, weigh

Piece = tuple[str, str] | tuple[str, str, str]  # an act, how near it stands and, where there is one, a doubt


def decided(*pieces: Piece) -> tuple[str, str | None, int | None]:
    """The status, its reason and the number of the piece that decided; the pieces stand in the order of the text."""
    evidence = [Evidence(act, number, number + 1, near, *doubt) for number, (act, near, *doubt) in enumerate(pieces)]
    decision = weigh(evidence)
    return decision.status, decision.reason, decision.because.first if decision.because else None


STATUSES = {
    "stop": ("stopped", "ended"),
    "past": ("stopped", "ended"),
    "failed": ("stopped", "ended"),
    "tried": ("stopped", "ended"),
    "switched": ("stopped", "switched"),
    "expired": ("stopped", "expired"),
    "finish": ("stopped", "course_completed"),
    "once": ("stopped", "given_once"),
    "hold": ("held", None),
    "never": ("not_taken", "never"),
    "unused": ("not_taken", "never"),
    "unneeded": ("stopped", "ended"),
    "no": ("not_taken", "advice_only"),
    "avoid": ("not_taken", "advice_only"),
    "info": ("not_taken", "advice_only"),
    "declined": ("not_taken", "declined"),
    "planned": ("not_taken", "planned"),
    "await": ("not_taken", "planned"),
    "may": ("not_taken", "planned"),
    "conditional": ("not_taken", "conditional"),
    "not_dispensed": ("not_taken", "not_dispensed"),
    "other_person": ("not_taken", "other_person"),
    "allergy": ("allergy", None),
    "doubt": ("unclear", None),
    "prn": ("as_needed", None),
    "take": ("current", None),
    "keep": ("current", None),
    "start": ("current", None),
    "restart": ("current", None),
    "kept": ("current", None),
    "dose": ("current", None),
    "request": ("current", None),
    "weak": ("current", None),
}


def test_every_act_has_its_meaning_here() -> None:
    assert STATUSES.keys() == MEANINGS.keys()


@pytest.mark.parametrize("near", ORDER)
@pytest.mark.parametrize("act", STATUSES)
def test_a_piece_alone_decides_wherever_it_stands(act: str, near: str) -> None:
    assert decided((act, near)) == (*STATUSES[act], 0)


def test_where_nothing_is_said_or_nothing_with_a_meaning_it_is_taken() -> None:
    assert decided() == ("current", None, None)
    assert decided(("neg", "phrase"), ("supply", "cell")) == ("current", None, None)
    assert weigh([]).weighed == ()


@pytest.mark.parametrize(("nearer", "further"), [*pairwise(ORDER), (ORDER[0], ORDER[-1])])
def test_the_nearer_piece_decides_whichever_comes_first(nearer: str, further: str) -> None:
    if "doubtful" in (nearer, further):
        return
    assert decided(("stop", nearer), ("take", further))[0] == "stopped"
    assert decided(("take", further), ("stop", nearer))[0] == "stopped"
    assert decided(("take", nearer), ("stop", further)) == ("current", None, 0)
    assert decided(("stop", further), ("take", nearer)) == ("current", None, 1)


@pytest.mark.parametrize("near", ORDER)
def test_of_two_that_are_as_near_the_last_decides(near: str) -> None:
    assert decided(("take", near), ("stop", near)) == ("stopped", "ended", 1)
    if near in ("struck", "cell", "label", "section", "date", "row", "nature", "weak", "doubtful"):
        assert decided(("stop", near), ("take", near)) == ("current", None, 1)


@pytest.mark.parametrize("near", ["cell", "phrase", "list", "loose", "note"])
def test_a_weak_word_or_a_dose_after_it_undoes_nothing(near: str) -> None:
    assert decided(("stop", near), ("weak", near)) == ("stopped", "ended", 0)
    assert decided(("stop", near), ("dose", near)) == ("stopped", "ended", 0)
    assert decided(("hold", near), ("dose", near), ("weak", near)) == ("held", None, 0)
    assert decided(("dose", near), ("weak", near)) == ("current", None, 0)
    assert decided(("weak", near), ("weak", near)) == ("current", None, 1)


@pytest.mark.parametrize("near", ["struck", "label", "section", "date", "row", "nature", "weak"])
def test_elsewhere_the_last_is_the_last(near: str) -> None:
    assert decided(("stop", near), ("weak", near)) == ("current", None, 1)
    assert decided(("allergy", near), ("take", near)) == ("current", None, 1)


@pytest.mark.parametrize("near", ["cell", "phrase", "list", "loose", "note"])
@pytest.mark.parametrize(("act", "status"), [("allergy", "allergy"), ("other_person", "not_taken")])
def test_an_allergy_or_another_person_is_undone_by_nothing_as_near(near: str, act: str, status: str) -> None:
    assert decided((act, near), ("take", near))[::2] == (status, 0)
    assert decided(("stop", near), (act, near), ("restart", near))[::2] == (status, 1)
    assert decided((act, near), (act, near))[2] == 1


@pytest.mark.parametrize("act", ["stop", "hold", "finish", "expired", "doubt"])
@pytest.mark.parametrize("near", ["phrase", "list", "loose", "note"])
def test_a_restart_after_an_end_counts_also_from_a_little_further_away(act: str, near: str) -> None:
    for other in ("phrase", "list", "loose", "note"):
        assert decided((act, near), ("restart", other)) == ("current", None, 1)
    for other in ("label", "section", "row", "weak"):
        assert decided((act, near), ("restart", other)) == (*STATUSES[act], 0)
    assert decided((act, near), ("restart", "loose"), ("restart", "loose"))[2] == 2
    assert decided(("restart", "loose"), (act, "phrase")) == (*STATUSES[act], 1)  # before the end


def test_a_restart_further_away_undoes_nothing_in_a_cell_and_no_other_act() -> None:
    assert decided(("stop", "cell"), ("restart", "loose")) == ("stopped", "ended", 0)
    assert decided(("once", "phrase"), ("restart", "loose")) == ("stopped", "given_once", 0)
    assert decided(("never", "phrase"), ("restart", "loose")) == ("not_taken", "never", 0)
    assert decided(("take", "phrase"), ("restart", "loose")) == ("current", None, 0)


def test_as_needed_is_said_of_what_is_taken() -> None:
    assert decided(("prn", "weak")) == ("as_needed", None, 0)
    assert decided(("take", "phrase"), ("prn", "phrase")) == ("as_needed", None, 1)
    assert decided(("prn", "phrase"), ("take", "phrase")) == ("as_needed", None, 0)
    assert decided(("stop", "phrase"), ("prn", "phrase")) == ("stopped", "ended", 0)
    assert decided(("hold", "section"), ("prn", "phrase")) == ("held", None, 0)
    assert decided(("prn", "phrase"), ("prn", "phrase"))[2] == 0


@pytest.mark.parametrize(
    ("act", "alone"), [("unused", "not_taken"), ("unneeded", "stopped"), ("failed", "stopped"), ("may", "not_taken")]
)
def test_what_has_not_been_used_yet_is_as_needed_where_that_is_said(act: str, alone: str) -> None:
    assert decided((act, "phrase"), ("prn", "section")) == ("as_needed", None, 1)
    assert decided((act, "phrase"))[0] == alone


@pytest.mark.parametrize("act", ["never", "planned", "await"])
def test_what_was_never_or_is_not_yet_taken_is_not(act: str) -> None:
    assert decided((act, "phrase"), ("prn", "phrase"))[0] == "not_taken"


def test_doubtful_words_are_weighed_after_a_heading_and_make_it_unclear() -> None:
    assert decided(("stop", "phrase", "date")) == ("unclear", None, 0)
    assert decided(("stop", "phrase", "date"), ("take", "section")) == ("current", None, 1)
    assert decided(("stop", "phrase", "date"), ("take", "row")) == ("unclear", None, 0)
    assert decided(("take", "phrase", "date")) == ("current", None, 0)
    assert decided(("stop", "phrase", "date"), ("prn", "phrase")) == ("unclear", None, 0)


def test_all_that_has_a_meaning_was_weighed_the_nearest_first_and_the_last_words_before_others() -> None:
    pieces = [
        Evidence("take", 0, 1, "loose"),
        Evidence("neg", 1, 2, "phrase"),
        Evidence("stop", 2, 3, "phrase"),
        Evidence("hold", 3, 4, "phrase"),
        Evidence("prn", 4, 5, "cell"),
        Evidence("start", 5, 6, "cell", "date"),
    ]
    assert [one.first for one in weigh(pieces).weighed] == [4, 3, 2, 0, 5]
