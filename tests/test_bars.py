"""Pictures: what is drawn, and that words of others stay words."""

from medcheck.report.bars import Bar, bars
from medcheck.report.svg import box, picture, share, text


def test_two_bars_in_full() -> None:
    assert bars([Bar("furosemide", 1234, "#a3161b"), Bar("statin", 617, "#0b4f8a")], "Medicines by rows") == (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Medicines by rows" width="100%" height="68">'
        '<text x="0" y="14" font-size="13" fill="currentColor">furosemide</text>'
        '<text x="100%" y="14" font-size="13" fill="currentColor" text-anchor="end">1,234</text>'
        '<rect x="0" y="19" width="100%" height="8" rx="4" fill="var(--line)"/>'
        '<rect x="0" y="19" width="100%" height="8" rx="4" fill="#a3161b"/>'
        '<text x="0" y="48" font-size="13" fill="currentColor">statin</text>'
        '<text x="100%" y="48" font-size="13" fill="currentColor" text-anchor="end">617</text>'
        '<rect x="0" y="53" width="100%" height="8" rx="4" fill="var(--line)"/>'
        '<rect x="0" y="53" width="50%" height="8" rx="4" fill="#0b4f8a"/></svg>'
    )


def test_no_bars_are_no_picture() -> None:
    assert bars([], "Medicines by rows") == ""


def test_words_and_title_stay_text() -> None:
    assert text("0", 10, '<b>"&') == '<text x="0" y="10" font-size="13" fill="currentColor">&lt;b&gt;&quot;&amp;</text>'
    assert 'aria-label="a &quot;b&quot; &lt;c"' in picture('a "b" <c', 10, [])


def test_a_box_has_round_corners_only_where_asked() -> None:
    assert box("10%", 2.5, "20%", 8, "#000") == '<rect x="10%" y="2.5" width="20%" height="8" fill="#000"/>'


def test_a_share_of_nothing_is_nothing() -> None:
    assert [share(part, whole) for part, whole in ((1, 3), (3, 3), (0, 3), (0, 0))] == ["33.33%", "100%", "0%", "0%"]
