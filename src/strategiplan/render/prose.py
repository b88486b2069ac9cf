"""Markdown in a plan's texts as HTML that can do nothing but be read.

Two libraries share the work: markdown-it turns text into elements without letting raw HTML through, and nh3 lets only
elements through that are listed here. Either alone would do; a plan from a stranger deserves both.
"""

import re
from functools import cache, lru_cache
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from strategiplan.render.visible import visible

# Beyond this a text is shown as plain paragraphs: no description is a hundred pages long.
_MOST = 200_000
_TAGS = {
    "p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr",
    "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table")
    reader.validateLink = is_safe_link  # type: ignore[method-assign, assignment]
    return reader


def is_safe_link(address: str) -> bool:
    """Whether a link may stay one: to a page, to somebody's mail, or to a place in the plan."""
    return bool(re.match(r"(https?://|mailto:)[^\s<>]+$|#[a-z0-9-]+$", address))


def parsed(text: str, level: int) -> list[Token]:
    """The text's Markdown: CommonMark with tables, raw HTML as text, and headings from `level` on in order of rank.

    A picture becomes its description: a page that people decide on may not fetch anything.
    """
    tokens = _reader().parse(visible(text))
    ranks = sorted({token.tag for token in tokens if token.type == "heading_open"})
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, level + ranks.index(token.tag))}"
        if token.children:
            token.children = [_described(child) for child in token.children]
    return tokens


def _described(token: Token) -> Token:
    return Token("text", "", 0, content=token.content) if token.type == "image" else token


# A site shows the same text on every page of a revision, and in most revisions.
@lru_cache(maxsize=1024)
def html(text: str, level: int = 3, table: str = "") -> str:
    """The text as safe HTML. Its headings begin at `level`, and `table` names a table to somebody who listens."""
    if len(text) > _MOST:
        return "".join(f"<p>{escape(visible(part))}</p>" for part in text.split("\n\n") if part.strip())
    options: Any = _reader().options
    clean = nh3.clean(
        _reader().renderer.render(parsed(text, level), options, {}),
        tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer",
    )
    # A wide table scrolls by itself, and what scrolls must be reachable from the keyboard.
    wrapper = f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(table)}"><table>'
    return clean.replace("<table>", wrapper).replace("</table>", "</table></div>").strip()
