"""Template tags that declare their props and slots; an unknown one is an error when the template is compiled."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.template import Context, Engine, Library, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, Variable
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

REQUIRED = object()
NAMED = re.compile(r"^([a-z_]+)=(.+)$", re.DOTALL)
OPEN = "_klynge_open_components"  # on the parser: which components surround the tag being read
FILLS = "_fills"


@dataclass(frozen=True)
class Component:
    """A tag with a template ``ui/<name>.html``; ``first`` is the prop that may stand without its name."""

    name: str
    props: Mapping[str, object] = field(default_factory=dict)
    fills: tuple[str, ...] = ()
    is_block: bool = True
    first: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    prepare: Callable[[dict[str, Any], Context], Mapping[str, Any]] | None = None
    is_pure: bool = False  # looks the same for the same props and language: drawn once, then remembered

    def check(self, given: Mapping[str, FilterExpression]) -> None:
        """Refuse unknown, missing and impossible props. Raises: TemplateSyntaxError."""
        if unknown := sorted(set(given) - set(self.props)):
            raise TemplateSyntaxError(f"{{% {self.name} %}} has no prop {', '.join(unknown)}; it has: {', '.join(sorted(self.props))}.")
        if missing := sorted(name for name, default in self.props.items() if default is REQUIRED and name not in given):
            raise TemplateSyntaxError(f"{{% {self.name} %}} needs {', '.join(missing)}.")
        for name, allowed in self.choices.items():
            value = given.get(name)
            if value is not None and not value.filters and not isinstance(value.var, Variable) and value.var not in allowed:
                raise TemplateSyntaxError(f"{{% {self.name} %}}: {name} is one of {', '.join(filter(None, allowed))}.")


class ComponentNode(Node):
    """Renders a component's template with its props, its slot and its fills, and nothing else from the page."""

    def __init__(self, component: Component, given: Mapping[str, FilterExpression], nodelist: NodeList) -> None:
        self.component, self.given, self.nodelist = component, given, nodelist

    def render(self, context: Context) -> str:
        props = {name: default for name, default in self.component.props.items() if default is not REQUIRED}
        props |= {name: value.resolve(context) for name, value in self.given.items()}
        if self.component.is_pure:
            return _remembered(context.template.engine, self.component.name, get_language(), *_key(props))
        with context.push(**{FILLS: {}}):
            slot = self.nodelist.render(context)
            fills = context[FILLS]
        if self.component.prepare:
            props |= self.component.prepare(props, context)
        surroundings = {name: context.get(name) for name in ("request", "csrf_token")}
        template = context.template.engine.get_template(f"ui/{self.component.name}.html")
        return template.render(context.new({**surroundings, **props, "slot": slot, "fills": fills})).strip()


def _key(props: Mapping[str, Any]) -> tuple[tuple[tuple[str, str], ...], tuple[bool, ...]]:
    """Return the props as texts, and which of them are safe: two that are equal but for that are drawn differently."""
    said = tuple((name, value if isinstance(value, str) else str(value)) for name, value in props.items())
    return said, tuple(isinstance(value, SafeString) for _name, value in said)


@lru_cache(maxsize=4096)
def _remembered(
    engine: Engine, name: str, _language: str | None, said: tuple[tuple[str, str], ...], _is_safe: tuple[bool, ...]
) -> SafeString:
    return mark_safe(engine.get_template(f"ui/{name}.html").render(Context(dict(said))).strip())  # noqa: S308  a template of ours


class FillNode(Node):
    """Hands its content to the component around it."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> str:
        context[FILLS][self.name] = self.nodelist.render(context)
        return ""


def _read(component: Component, parser: Parser, token: Token) -> dict[str, FilterExpression]:
    given: dict[str, FilterExpression] = {}
    for place, bit in enumerate(token.split_contents()[1:]):
        match = NAMED.match(bit)
        name = match[1] if match else component.first if place == 0 else ""
        if not name or name in given:
            raise TemplateSyntaxError(f"{{% {component.name} %}} can't read {bit!r}: write prop=value, each once.")
        given[name] = parser.compile_filter(match[2] if match else bit)
    component.check(given)
    return given


def add(library: Library, component: Component) -> None:
    """Register the component as a tag of its own name."""

    def compile_component(parser: Parser, token: Token) -> ComponentNode:
        given = _read(component, parser, token)
        if not component.is_block:
            return ComponentNode(component, given, NodeList())
        around = parser.__dict__.setdefault(OPEN, [])
        around.append(component)
        nodelist = parser.parse((f"end{component.name}",))
        parser.delete_first_token()
        around.pop()
        return ComponentNode(component, given, nodelist)

    library.tag(component.name, compile_component)


def compile_fill(parser: Parser, token: Token) -> FillNode:
    """Read ``{% fill actions %}…{% endfill %}``. Raises: TemplateSyntaxError for a slot the component doesn't have."""
    around = parser.__dict__.get(OPEN) or []
    name = " ".join(token.split_contents()[1:]).strip("\"'")
    if not around:
        raise TemplateSyntaxError("{% fill %} stands inside a component.")
    if name not in around[-1].fills:
        raise TemplateSyntaxError(f"{{% {around[-1].name} %}} has no slot {name!r}; it has: {', '.join(around[-1].fills) or 'none'}.")
    nodelist = parser.parse(("endfill",))
    parser.delete_first_token()
    return FillNode(name, nodelist)
