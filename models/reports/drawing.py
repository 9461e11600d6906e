"""A bar a day as a chart of Word's own: it prints sharply and needs no library to be drawn.

The numbers are written into the chart itself, so the document stands alone. A colour is a phase,
and the legend says its word; a day of which nothing is known has no bar, a day without anything
has a nought.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from docx.document import Document as Documented
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from docx.text.paragraph import Paragraph

COLOURS = ("C55A11", "2E75B6", "548235", "7F7F7F")
"""Told apart in grey, too: the darkest is not the lightest's neighbour."""
_KIND = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WIDTH, _HEIGHT = Cm(16), Cm(6.2)
_LABELS = 11
"""Dates below a chart, at most."""
_SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


@dataclass(frozen=True, slots=True)
class Series:
    """The days of one phase; None where a day is another's or nothing is known of it."""

    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One measure, a bar a day."""

    title: str
    """What is counted, in which unit, from when to when."""
    unit: str
    days: tuple[str, ...]
    series: Sequence[Series]
    mark: str
    """What stands in the document where the chart is to be."""


def draw(document: Documented, charts: Sequence[Chart]) -> None:
    """Puts each chart in the place of its mark."""
    places = {paragraph.text: paragraph for paragraph in document.paragraphs}
    for number, one in enumerate(charts, 1):
        place = places.get(one.mark)
        if place is not None:  # an office's own template may leave the charts out
            _put(document, place, one, number)


def _put(document: Documented, place: Paragraph, one: Chart, number: int) -> None:
    name = PackURI(f"/word/charts/chart{number}.xml")
    part = Part(name, _KIND, _xml(one).encode(), document.part.package)
    link = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    for run in place.runs[1:]:
        run.text = ""
    run = place.runs[0]
    run.text = ""
    run._r.append(parse_xml(_frame(one, number, link)))


def _frame(one: Chart, number: int, link: str) -> str:
    title = escape(one.title, {'"': "&quot;"})
    return f"""<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" {_SPACES}>
<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{_WIDTH}" cy="{_HEIGHT}"/>
<wp:docPr id="{100 + number}" name="chart {number}" descr="{title}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">
<c:chart r:id="{link}"/></a:graphicData></a:graphic></wp:inline></w:drawing>"""


def _xml(one: Chart) -> str:
    series = "".join(_series(one, at, ser) for at, ser in enumerate(one.series))
    skip = -(-len(one.days) // _LABELS) or 1
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<c:chartSpace {_SPACES}><c:roundedCorners val="0"/><c:chart>
<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000" b="1"/></a:pPr>
<a:r><a:rPr sz="1000" b="1"/><a:t>{escape(one.title)}</a:t></a:r></a:p></c:rich></c:tx>
<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>
<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>{series}
<c:gapWidth val="30"/><c:overlap val="100"/><c:axId val="1"/><c:axId val="2"/></c:barChart>
<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling>
<c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/>
<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>{_small(700)}
<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>
<c:lblOffset val="100"/><c:tickLblSkip val="{skip}"/><c:noMultiLvlLbl val="1"/></c:catAx>
<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>
<c:delete val="0"/><c:axPos val="l"/><c:majorGridlines><c:spPr><a:ln w="3175"><a:solidFill>
<a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>
<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="800" b="0"/></a:pPr>
<a:r><a:rPr sz="800" b="0"/><a:t>{escape(one.unit)}</a:t></a:r></a:p></c:rich></c:tx>
<c:overlay val="0"/></c:title><c:numFmt formatCode="0" sourceLinked="0"/>
<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>
{_small(700)}<c:crossAx val="1"/><c:crosses val="autoZero"/><c:crossBetween val="between"/>
</c:valAx></c:plotArea><c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_small(800)}
</c:legend><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>"""


def _series(one: Chart, at: int, series: Series) -> str:
    days = "".join(
        f'<c:pt idx="{n}"><c:v>{escape(day)}</c:v></c:pt>' for n, day in enumerate(one.days)
    )
    values = "".join(
        f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>'
        for n, value in enumerate(series.values)
        if value is not None
    )
    count = f'<c:ptCount val="{len(one.days)}"/>'
    colour = COLOURS[at % len(COLOURS)]
    return f"""<c:ser><c:idx val="{at}"/><c:order val="{at}"/>
<c:tx><c:v>{escape(series.name)}</c:v></c:tx>
<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></c:spPr>
<c:invertIfNegative val="0"/><c:dLbls>{_small(600)}<c:dLblPos val="outEnd"/>
<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>
<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>
<c:cat><c:strLit>{count}{days}</c:strLit></c:cat>
<c:val><c:numLit><c:formatCode>0</c:formatCode>{count}{values}</c:numLit></c:val></c:ser>"""


def _small(size: int) -> str:
    """Letters of so many hundredths of a point."""
    return (
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{size}"/></a:pPr>'
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )
