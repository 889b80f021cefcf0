"""The caption under the code is seen whole: nothing cuts it at the edge of the text's measure."""

from dataclasses import replace

import pypdfium2
import pytest
from PIL import ImageOps

from app.certificates.documents import render_certificate
from tests.certificates.samples import FACTS

CODE_MIDDLE, BELOW_CODE, HALF_WIDTH = 719, (514, 524), 55
"""Where the code stands on the page, in points from the left, and the strip under it, in points from the top."""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_caption_reaches_as_far_to_the_right_of_the_code_as_to_the_left(language: str) -> None:
    paper = render_certificate(replace(FACTS, language=language))
    page = pypdfium2.PdfDocument(paper)[0].render(scale=1).to_pil().convert("L")
    strip = page.crop((CODE_MIDDLE - HALF_WIDTH, BELOW_CODE[0], CODE_MIDDLE + HALF_WIDTH, BELOW_CODE[1]))
    ink = ImageOps.invert(strip).point(lambda grey: 255 if grey > 60 else 0).getbbox()
    assert ink is not None
    left, right = HALF_WIDTH - ink[0], ink[2] - HALF_WIDTH
    assert abs(left - right) <= 4
    assert left + right > 40
