"""Bar charts as SVG that stands in a page by itself: no script, no style sheet or font from elsewhere."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import pygal
from pygal.style import Style


class Bar(NamedTuple):
    """One bar of a chart."""

    label: str
    number: int
    colour: str


_ROW = 26


def bars(bars: Sequence[Bar], title: str) -> str:
    """A chart of horizontal bars, the first on top, each with its number; nothing for no bars.

    The numbers stand in a table of the page, too: for those who hear the page, the chart is one picture with a title.
    """
    if not bars:
        return ""
    style = Style(
        background="transparent",
        plot_background="transparent",
        foreground="#1d2733",
        foreground_strong="#1d2733",
        foreground_subtle="#d8dee5",
        font_family="system-ui,-apple-system,Segoe UI,Roboto,sans-serif",
        label_font_size=13,
        major_label_font_size=13,
        value_font_size=12,
        value_colors=("#1d2733",),
        colors=("#0b4f8a",),
        transition="0s",
    )
    most = max(bar.number for bar in bars) * 1.2  # room for the number behind the longest bar
    chart = pygal.HorizontalBar(
        style=style, show_legend=False, print_values=True, print_values_position="top", show_x_guides=False,
        show_y_guides=False, show_x_labels=False, js=(), width=520, height=30 + _ROW * len(bars), margin=4, spacing=4,
        rounded_bars=2, truncate_label=30, disable_xml_declaration=True, range=(0, most),
    )  # fmt: skip
    chart.value_formatter = lambda number: f"{round(number):,}"
    chart.x_labels = [bar.label for bar in reversed(bars)]
    chart.add("", [{"value": bar.number, "color": bar.colour} for bar in reversed(bars)])
    return _still(chart.render(is_unicode=True), title)


def _still(svg: str, title: str) -> str:
    """The chart without what belongs to its interactive form, and under the page's own content security policy."""
    svg = re.sub(r"<script.*?</script>|<!--.*?-->|<desc class=.*?</desc>|<title>.*?</title>", "", svg, flags=re.DOTALL)
    chart_id = "chart-" + re.sub(r"\W+", "-", title.lower())
    svg = re.sub(r"chart-[0-9a-f]{8}-[0-9a-f-]{27}", chart_id, svg)
    svg = svg.replace('text-anchor="middle"', 'text-anchor="start" dx="5"')  # a number behind its bar, not upon its end
    return svg.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)
