"""A text in Markdown as HTML that can do no harm."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "hr", "code", "pre", "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip
_READER = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])


def rendered(text: str) -> SafeString:
    """Return the text as HTML; its headings come below the page's own. Pictures and HTML in it are not taken over."""
    tokens = _READER.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(4, max(2, int(token.tag[1])))}"
    html = _READER.renderer.render(tokens, _READER.options, {})
    clean = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"}, link_rel="noopener")
    return mark_safe(clean)  # noqa: S308  cleaned on the line above
