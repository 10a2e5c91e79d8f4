"""Components and formats that every template has at hand."""

from functools import lru_cache
from typing import Any

from django import template
from django.template import Context, Node, TemplateSyntaxError
from django.template.base import Parser, Token, Variable
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from lucide import IconDoesNotExist, _render_icon

from klynge.core.texts import in_language
from klynge.ui import formats
from klynge.ui.bundle import BUNDLE
from klynge.ui.catalogue import COMPONENTS
from klynge.ui.components import add, compile_fill

register = template.Library()
register.tag("fill", compile_fill)
for component in COMPONENTS:
    add(register, component)

for write in (formats.money, formats.plain, formats.percent, formats.day, formats.shortday, formats.moment, formats.period, formats.number):
    register.filter(write.__name__, write)


@register.filter
def money_short(value: Any, currency: str = "DKK") -> str:
    """Write minor units without decimals: 25.000 kr. or DKK 25,000."""
    return formats.money(value, currency, decimals=0)


@register.filter
def text(value: Any) -> str:
    """Pick the reader's language from a {da, en} text."""
    return in_language(value)


@lru_cache(maxsize=512)
def _drawn(name: str, size: int, label: str) -> SafeString:
    said = {"role": "img", "aria-label": str(conditional_escape(label))} if label else {"aria-hidden": "true"}
    return mark_safe(_render_icon(name, size, **{"class": "icon", **said}))  # noqa: S308  our own drawing


class IconNode(Node):
    def __init__(self, given: dict[str, Any]) -> None:
        self.given = given

    def render(self, context: Context) -> str:
        props = {name: value.resolve(context) for name, value in self.given.items()}
        return _drawn(str(props["name"]), int(props.get("size", 18)), str(props.get("label", "")))


@register.tag("icon")
def compile_icon(parser: Parser, token: Token) -> IconNode:
    """Read ``{% icon "users" size=20 label=_("Members") %}``: without a label it is decoration."""
    name, *rest = token.split_contents()[1:]
    given = {"name": parser.compile_filter(name)}
    for bit in rest:
        key, _, value = bit.partition("=")
        if key not in ("size", "label") or not value:
            raise TemplateSyntaxError(f"{{% icon %}} has no prop {key}; it has: label, size.")
        given[key] = parser.compile_filter(value)
    if not given["name"].filters and not isinstance(given["name"].var, Variable):
        try:
            _drawn(str(given["name"].var), 18, "")
        except IconDoesNotExist as missing:
            raise TemplateSyntaxError(str(missing)) from missing
    return IconNode(given)


@register.simple_tag
def ui_styles() -> SafeString:
    """Link the one stylesheet."""
    return format_html('<link rel="stylesheet" href="{}">', static(BUNDLE))


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """Return the page's query string with some parameters changed; None or "" takes one away."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        parameters.pop(name, None)
        if value not in (None, ""):
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


@register.simple_block_tag
def capture(content: str) -> str:
    """Keep what is inside under a name: ``{% capture as title %}…{% endcapture %}``."""
    return content.strip() if not isinstance(content, SafeString) else mark_safe(content.strip())  # noqa: S308
