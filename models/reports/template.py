"""The template that the work report is poured into, as a Word document.

`report.docx` beside this file is what `build` makes, part by part the same everywhere: a test
holds it. An office that wants another look edits a copy of it in Word; what stands in braces is
filled.
"""

import datetime as dt
import io
import zipfile
from pathlib import Path

from docx import Document
from docx.document import Document as Documented
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

HELD = Path(__file__).with_name("report.docx")
_MADE = dt.datetime(2022, 3, 20)
_STAMP = (2022, 3, 20, 0, 0, 0)
"""The moment that every file inside bears, so that two builds are the same."""


def build() -> bytes:
    """The template."""
    made = Document()
    _look(made)
    made.add_heading("{{ title }}", level=0)
    made.add_paragraph("{{ span }}")
    made.add_paragraph("{%p for part in parts %}")
    made.add_heading("{{ part.title }}", level=1)
    made.add_paragraph("{%p for sentence in part.sentences %}")
    made.add_paragraph("{{ sentence }}")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p endfor %}")
    made.add_heading("{{ charts_title }}", level=1)
    made.add_paragraph("{%p for chart in charts %}")
    made.add_paragraph("{{ chart.mark }}")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p for sentence in ending %}")
    made.add_paragraph("{{ sentence }}").runs[0].bold = True
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{{ stamp }}").runs[0].font.size = Pt(8)
    return _settled(made)


def _look(made: Documented) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    facts = made.core_properties
    facts.author, facts.title = "quanan", "report"
    facts.created = facts.modified = _MADE


def _settled(made: Documented) -> bytes:
    """The document with its parts in one order and of one moment."""
    written, settled = io.BytesIO(), io.BytesIO()
    made.save(written)
    with zipfile.ZipFile(written) as found, zipfile.ZipFile(settled, "w") as packed:
        for name in sorted(
            found.namelist(), key=lambda name: (name != "[Content_Types].xml", name)
        ):
            part = zipfile.ZipInfo(name, _STAMP)
            part.external_attr = 0o600 << 16
            packed.writestr(part, found.read(name), zipfile.ZIP_DEFLATED)
    return settled.getvalue()


if __name__ == "__main__":
    HELD.write_bytes(build())
