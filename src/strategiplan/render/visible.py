"""Characters that steer instead of being read: shown, never obeyed.

A text can hold characters that turn the direction of writing, hide each other or take no room. In a document that
people decide on, what is read has to be what is written.
"""

import re

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff\ud800-\udfff]"
)


def visible(text: str) -> str:
    """The text with every steering character written out, as `⟨U+202E⟩`."""
    # Most texts are one printable line, and that is soon seen.
    return text if text.isprintable() else _STEERING.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text)
