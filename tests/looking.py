"""What a browser is asked about a page: what axe finds, what does not fit, and where the keyboard leads."""

from typing import Any

# Only what is wrong is collected, which takes half the time.
_ALL: dict[str, Any] = {"resultTypes": ["violations"]}
# What has been looked at in the light differs in the dark by its colours alone.
_COLOURS = {**_ALL, "runOnly": ["color-contrast", "link-in-text-block"]}

# Boxes that hide some of their words, where nobody can scroll to them. What is made for the ear alone is left out, and
# so is a fraction of a pixel.
_CUT_OFF = """() => [...document.querySelectorAll('body *')].filter(e => {
  if (!(e instanceof HTMLElement) || !e.textContent.trim() || !e.checkVisibility()) return false
  const style = getComputedStyle(e)
  return style.clipPath === 'none' && !(e.matches('.skip'))
    && ((['hidden', 'clip'].includes(style.overflowX) && e.scrollWidth > e.clientWidth + 1)
      || (['hidden', 'clip'].includes(style.overflowY) && e.scrollHeight > e.clientHeight + 1))
}).map(e => e.outerHTML.slice(0, 160))"""

_WIDER = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
  [...document.querySelectorAll('body *')].filter(e => e.checkVisibility()
    && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(e => e.outerHTML.slice(0, 160)).slice(0, 5)"""

# All that a reader can act on, in the order of the page. Of some radio buttons the keyboard reaches the one chosen.
_ACTIVE = """() => {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled && (e.type !== 'radio' || e.checked))
  all.forEach((e, at) => e.dataset.at = at)
  return all.map(e => e.outerHTML.slice(0, 100))
}"""

# Which of them has the focus, and whether it can be seen: a frame around it or its label, on the screen, uncovered.
_FOCUSED = """() => {
  const e = document.activeElement
  if (e === document.body) return null
  const shown = [e, ...(e.labels || [])].filter(one => {
    const style = getComputedStyle(one), box = one.getBoundingClientRect()
    const framed = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
    return framed && box.width > 4 && box.height > 4 && box.bottom > 0 && box.top < innerHeight && box.right > 0
      && box.left < innerWidth
  })
  const first = shown[0], boxes = first ? [...first.getClientRects()] : []
  const free = boxes.some(box => {
    const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)]
    const [right, bottom] = [Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)]
    const on = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
    return on && (first.contains(on) || on.contains(first))
  })
  return {at: Number(e.dataset.at ?? -1), framed: !!first, free, html: e.outerHTML.slice(0, 160)}
}"""


def violations(page: Any, *, colours_only: bool = False) -> list[tuple[str, str, str]]:
    """What axe finds: the rule, the first place, and what is wrong there."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=_COLOURS if colours_only else _ALL).response["violations"]
    return [(v["id"], v["nodes"][0]["html"][:300], v["nodes"][0].get("failureSummary", "")) for v in found]


def too_wide(page: Any) -> list[str]:
    """What makes the page scroll sideways."""
    return page.evaluate(_WIDER)


def cut_off(page: Any) -> list[str]:
    """Boxes with words that do not show."""
    return page.evaluate(_CUT_OFF)


def enlarge(page: Any, times: float) -> None:
    """Let all text be this many times its size, as a reader who has chosen larger letters has it."""
    page.evaluate("times => document.documentElement.style.fontSize = `${100 * times}%`", times)


def tabbed(page: Any, most: int) -> tuple[list[str], list[dict[str, Any]]]:
    """What a reader can act on, in order, and where the Tab key leads from the top, at `most` so many times."""
    expected = page.evaluate(_ACTIVE)
    reached: list[dict[str, Any]] = []
    for _ in range(min(most, len(expected) + 5)):
        page.keyboard.press("Tab")
        found = page.evaluate(_FOCUSED)
        if found is None:
            break
        reached.append(found)
    return expected, reached
