"""A published page made into a previewed one: the row above it, the script that shows it anew, and a policy for both.

The page itself is left as it is published. Its policy moves from the page to the response, where the hash of the one
script is added to it: whatever a page or a template holds, no other script runs.
"""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import unescape
from typing import NamedTuple

_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">\n?')
# A link past what is first on the page has to be first itself.
_BODY = re.compile(r'<body\b[^>]*>(\s*<a class="skip"[^<]*</a>)?')
_NOTHING = "'none'"
# For a page from a template that declares no policy: its style is let in, and nothing that asks or runs.
_LOOSE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


class Dressed(NamedTuple):
    """A page to be shown, and the policy that the browser is to hold it to."""

    html: str
    policy: str


@cache
def part(name: str) -> str:
    """One of the preview's own files."""
    from strategiplan.render.environment import builtin

    return (builtin() / "preview" / name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def dressed(page: str, bar: str, version: str, *, is_fault: bool = False) -> Dressed:
    """The page with `bar` above it. `version` is what the page shows, so that the browser can ask whether it is old."""
    found = _POLICY.search(page)
    policy = _policy(unescape(found[1]) if found else _LOOSE)
    if found:
        page = page[: found.start()] + page[found.end() :]
    style, script = f"<style>{part('preview.css')}</style>", f"<script>{part('preview.js')}</script>"
    fault = ' data-fault="yes"' if is_fault else ""
    host = f'<div id="_preview" data-version="{version}"{fault}>{bar}</div>'
    body = _BODY.search(page)
    at = body.end() if body else 0
    head, rest = page[:at], page[at:]
    before, closing, after = rest.rpartition("</body>") if "</body>" in rest else (rest, "", "")
    style = f'<link rel="icon" href="data:,">{style}'
    head = head.replace("</head>", f"{style}</head>", 1) if "</head>" in head else head + style
    return Dressed(f"{head}\n{host}{before}{script}{closing}{after}", policy)


def _policy(declared: str) -> str:
    """What the page declares, with our style and our script let in, our events, and no frame around it."""
    rules = dict(rule.strip().partition(" ")[::2] for rule in declared.split(";") if rule.strip())
    if "'unsafe-inline'" not in rules.get("style-src", ""):
        rules["style-src"] = f"{rules.get('style-src', '').removeprefix(_NOTHING)} {_hash(part('preview.css'))}".strip()
    from strategiplan.render.environment import page_script

    rules |= {
        "default-src": _NOTHING, "script-src": f"{_hash(part('preview.js'))} {_hash(page_script())}",
        "connect-src": "'self'",
        "base-uri": _NOTHING, "form-action": _NOTHING, "frame-ancestors": _NOTHING,
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
