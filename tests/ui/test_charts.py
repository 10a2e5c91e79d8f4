"""A chart can be read by eye, by ear and as a table, and holds nothing the security policy forbids."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.template import engines
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from klynge.ui.charts import HEIGHT, bars

BARS = '{% bar_chart title="Dues" desc="By category." series=series format="money" unit="kr." %}'
LINES = '{% line_chart title="Members" desc="Over the years." series=series %}'


def draw(source, series):
    with override("da"):
        return engines["django"].from_string(source).render({"series": series})


@pytest.mark.parametrize(
    ("source", "series", "shown"),
    [
        (BARS, [("A", 1_250_000_00), ("B", 0)], ["1.250.000\u00a0kr.", "1,5\u00a0mio."]),
        (LINES, [("Members", [("2025", 90), ("2026", 1234)]), ("Left", [("2025", 3)])], ["1.234", "2.000"]),
        (BARS, [], []),
        (LINES, [], []),
        (BARS, [("A", 0)], ["0\u00a0kr."]),
        (BARS, [("A", -500), ("B", 300)], ["-5\u00a0kr."]),
    ],
)
def test_it_has_a_title_a_description_and_a_table(source, series, shown):
    html = draw(source, series)
    ET.fromstring(html.replace("&nbsp;", " "))
    labelled = re.search(r'role="img" aria-labelledby="(\S+) (\S+)"', html)
    assert f'<title id="{labelled[1]}">' in html
    assert f'<desc id="{labelled[2]}">' in html
    assert "<caption" in html
    assert [text for text in shown if text not in html] == []
    assert "style=" not in html


@given(st.lists(st.integers(-(10**12), 10**12), max_size=40))
def test_every_bar_stays_inside_the_picture(values):
    drawn = bars({"series": [("x", v) for v in values], "format": "number", "title": "t", "unit": ""}, None)["bars"]
    assert all(float(bar["y"]) >= 0 and float(bar["y"]) + float(bar["height"]) <= HEIGHT for bar in drawn)
