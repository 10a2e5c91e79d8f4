"""Every component renders, and refuses what it doesn't know when the template is compiled."""

from datetime import UTC, datetime

import pytest
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory
from django.utils.translation import override

from klynge.ui.catalogue import COMPONENTS
from klynge.ui.components import REQUIRED


def render(source, path="/", **context):
    return engines["django"].from_string(source).render(context, RequestFactory().get(path))


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda c: c.name)
def test_an_unknown_prop_is_refused_at_compile_time(component):
    needed = " ".join(f"{name}=x" for name, default in component.props.items() if default is REQUIRED)
    end = f"{{% end{component.name} %}}" if component.is_block else ""
    with pytest.raises(TemplateSyntaxError, match="has no prop colour"):
        engines["django"].from_string(f"{{% {component.name} {needed} colour=1 %}}{end}")


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ('{% stat label="Members" %}', "needs value"),
        ('{% badge "Paid" tone="pink" %}', "tone is one of"),
        ('{% card "A" %}{% fill side %}x{% endfill %}{% endcard %}', "has no slot 'side'"),
        ("{% fill actions %}x{% endfill %}", "inside a component"),
        ('{% icon "no-such-drawing" %}', "does not exist"),
        ('{% icon "users" colour="red" %}', "no prop colour"),
        ('{% badge "Paid" "good" %}', "can't read"),
    ],
)
def test_a_misuse_is_refused_at_compile_time(source, why):
    with pytest.raises(TemplateSyntaxError, match=why):
        engines["django"].from_string(source)


def test_a_card_shows_its_slot_and_fills_and_nothing_leaks_between_nested_cards():
    html = render(
        '{% card title=name %}{% fill actions %}<b>go</b>{% endfill %}{% card "Inner" %}{{ name }}{% endcard %}{% endcard %}', name="A & B"
    )
    assert '<h2 class="card__title">A &amp; B</h2>' in html
    assert html.count("<b>go</b>") == 1
    assert '<div class="card__body">A &amp; B</div>' in html


def test_a_fill_may_depend_on_a_condition():
    source = '{% card "A" %}{% if yes %}{% fill footer %}foot{% endfill %}{% endif %}{% endcard %}'
    assert "card__foot" in render(source, yes=True)
    assert "card__foot" not in render(source, yes=False)


def test_pages_keep_the_other_parameters():
    page = Paginator(range(1200), 10).page(3)
    html = render("{% pagination page=page %}", "/?q=hav&page=3", page=page)
    assert 'href="?q=hav&amp;page=4"' in html
    assert 'aria-current="page">3<' in html


def test_a_sorted_column_says_so_and_turns_around():
    html = render('<table><tr>{% sort_header key="name" label="Name" %}</tr></table>', "/?sort=name&page=2&q=x")
    assert 'aria-sort="ascending"' in html
    assert 'href="?q=x&amp;sort=-name"' in html


def test_an_event_is_dated_in_danish_time():
    with override("da"):
        html = render(
            '{% timeline %}{% event "Joined" at=at %}{% endevent %}{% endtimeline %}', at=datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
        )
    assert "1. januar 2027 kl. 00.30" in html


def test_every_component_that_stands_alone_renders():
    page = Paginator([], 10).page(1)
    for source in (
        '{% empty "None yet" text="Add one" icon="users" %}<a href="/">x</a>{% endempty %}',
        '{% alert tone="bad" title="No" %}x{% endalert %}',
        '{% table "Members" stack=True %}<tbody></tbody>{% endtable %}',
        '{% filters clear="/" %}x{% endfilters %}',
        '{% tabs "Parts" %}x{% endtabs %}',
        '{% progress label="Billed" value=1500 max=3000 text="half" %}',
        '{% dialog id="d" title="Sure?" %}x{% fill footer %}y{% endfill %}{% enddialog %}',
        '{% copyable "71+" %}',
        "{% pagination page=page %}",
        '{% stat label="Members" value=3 href="/" %}',
    ):
        assert "<" in render(source, page=page)
