"""Tables of a Word document: a marked head that comes again on every page, and columns as wide as what they hold."""

from collections.abc import Callable, Iterator, Sequence

from strategiplan.render.document import Grid, Text, plain
from strategiplan.render.docx_line import inert
from strategiplan.render.docx_package import Element, w
from strategiplan.render.docx_styles import TABLE, WIDTH

# A column's share is its longest cell, but neither so little that nothing fits nor so much that nothing else does.
_LEAST, _MOST, _FIGURES = 6, 34, 10
# A row that is longer may go on on the next page.
_WHOLE_ROW = 400
_CELL, _FIGURE = "PlanCell", "PlanCellFigure"
Setting = Callable[[Text, str], Iterator[Element]]


def table(grid: Grid, left: int, paragraphs: Setting) -> Element:
    """A table, `left` twentieths of a point in. `paragraphs` sets a cell's text in a style."""
    columns = len(grid.head)
    widths = _widths(grid, WIDTH - left)
    look = {"firstRow": 1, "lastRow": 0, "firstColumn": 0, "lastColumn": 0, "noHBand": 1, "noVBand": 1}
    properties = [
        w("tblStyle", val=TABLE), w("tblW", w=sum(widths), type="dxa"), w("tblInd", w=left, type="dxa"),
        w("tblLayout", type="fixed"), w("tblLook", val="0620", **look),
    ]  # fmt: skip
    if grid.caption:
        properties.append(w("tblCaption", val=inert(grid.caption)))
    styles = [_CELL, *[_FIGURE if grid.figures else _CELL] * (columns - 1)]
    rows = [_row(grid.head, [w("cantSplit"), w("tblHeader")], widths, styles, paragraphs)]
    for cells in grid.rows:
        # A row with too few cells would be no table to Word.
        whole = (*cells[:columns], *("",) * (columns - len(cells)))
        is_short = max(len(plain(cell)) for cell in whole) < _WHOLE_ROW
        rows.append(_row(whole, [w("cantSplit")] if is_short else [], widths, styles, paragraphs))
    return w("tbl", w("tblPr", *properties), w("tblGrid", *(w("gridCol", w=width) for width in widths)), *rows)


def _row(
    cells: Sequence[Text], properties: list[Element], widths: Sequence[int], styles: Sequence[str], paragraphs: Setting
) -> Element:
    held = (
        w("tc", w("tcPr", w("tcW", w=width, type="dxa")), *paragraphs(cell, style))
        for cell, width, style in zip(cells, widths, styles, strict=True)
    )
    return w("tr", *([w("trPr", *properties)] if properties else []), *held)


def _widths(grid: Grid, whole: int) -> list[int]:
    """How wide each column is: as it was asked for, else in proportion to what stands in it."""
    shares = list(grid.shares) or [
        min(max([_LEAST, *(len(plain(row[n])) for row in (grid.head, *grid.rows) if n < len(row))]), _MOST)
        for n in range(len(grid.head))
    ]
    if grid.figures and not grid.shares:
        # Columns of figures are alike, and those of several tables stand under each other.
        shares = [_MOST, *[max(_FIGURES, *shares[1:])] * (len(shares) - 1)]
    found = [whole * share // sum(shares) for share in shares]
    return [found[0] + whole - sum(found), *found[1:]]
