"""How wide a text is, about, and where its lines break.

What draws the page is not here to ask, and different machines have different letters. The widths are those of a common
sans serif rounded up, so that a text that fits here fits there.
"""

from collections.abc import Iterator
from unicodedata import combining, east_asian_width

# Parts of the size of the letters, by letter.
_WIDTHS = {
    letter: width
    for letters, width in (
        ("iljI.,:;'|!’", 0.3), ("ftr()[]/\\-\u2010 \u00a0\"”", 0.38), ("mwMW%@—…→↗↘", 0.98),
        ("ABCDEFGHJKLNOPQRSTUVXYZÅÄÖÉ&+−×=<>", 0.76),
    )
    for letter in letters
}
_OTHERS = 0.6


def width(text: str, size: float) -> float:
    """The width of a text in letters of a size, in the same unit."""
    return size * sum(map(_of, text))


def _of(letter: str) -> float:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if ord(letter) < 0x250:
        return _OTHERS
    return 0.0 if combining(letter) else 1.1 if east_asian_width(letter) in "WF" else 1.0


def wrapped(text: str, size: float, room: float) -> tuple[str, ...]:
    """The text as lines that are at most `room` wide; a word that is wider by itself is broken with a hyphen.

    Every line has at least one letter, however narrow the room is.
    """
    lines: list[str] = []
    held, used = "", 0.0
    for word, joint in _words(text):
        for part in _parts(word, size, room):
            wide = width(part, size)
            gap = width(joint, size) if held else 0.0
            if held and used + gap + wide > room:
                lines.append(held)
                held, used = part, wide
            else:
                held, used = (held + joint if held else "") + part, used + gap + wide
            joint = " "
    return (*lines, held) if held else tuple(lines)


def _words(text: str) -> Iterator[tuple[str, str]]:
    """The pieces that stay together, each with what stands before it: a line may also break after a hyphen."""
    for word in text.split(" "):
        joint, start = " ", 0
        for place, letter in enumerate(word[:-1], 1):
            if letter in "-/–" and word[place] not in "-/–" and place - start > 3:
                yield word[start:place], joint
                joint, start = "", place
        if word[start:]:
            yield word[start:], joint


def _parts(word: str, size: float, room: float) -> Iterator[str]:
    if width(word, size) <= room:
        yield word
        return
    hyphen = width("-", size)
    held, used = "", 0.0
    for letter in word:
        wide = width(letter, size)
        # Two letters at least on each line, where there is room for them: one alone is no part of a word.
        if held and used + wide + hyphen > room:
            yield held + "-"
            held, used = "", 0.0
        held, used = held + letter, used + wide
    yield held
