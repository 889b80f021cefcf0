#!/bin/sh
# Makes the font files of this folder again, byte for byte. Not needed to run or test e-Campus.
#
# Needs Debian 12's fonts-noto-core (20201225-1) and fonts-noto-cjk (20220127), and in a virtual environment fonttools
# 4.68.0 and fontpkg-eb-garamond 1.3 (both from PyPI). Run it in this folder: sh make.sh
set -eu
garamond=$(python3 -c 'import pathlib, fontpkg_eb_garamond as font; print(pathlib.Path(font.__file__).parent / "files")')
noto=/usr/share/fonts/truetype/noto
cjk=/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Latin with every extension, phonetics and clicks, combining marks, Greek, Cyrillic, punctuation, currencies.
alphabets=U+0020-007E,U+00A0-036F,U+0370-052F,U+1E00-1EFF,U+2000-206F,U+20A0-20BF,U+2116,U+2C60-2C7F,U+A720-A7FF

garamond() { # file, weight, upright or italic source
    fonttools varLib.instancer "$garamond/$3" "wght=$2" --static --update-name-table --no-recalc-timestamp -q -o "$work/$1"
    pyftsubset "$work/$1" --output-file="$1" --unicodes="$alphabets" --layout-features=kern,mark,mkmk,ccmp,locl,liga \
        --no-hinting --notdef-outline
}
garamond EBGaramond-Regular.ttf 400 'EBGaramond[wght].ttf'
garamond EBGaramond-Medium.ttf 500 'EBGaramond[wght].ttf'
garamond EBGaramond-SemiBold.ttf 600 'EBGaramond[wght].ttf'
garamond EBGaramond-Italic.ttf 400 'EBGaramond-Italic[wght].ttf'

# The same characters in a font that knows where to put a mark on any letter, as Yoruba, Igbo and Ewe names need.
pyftsubset "$noto/NotoSerif-Regular.ttf" --output-file=NotoSerif.ttf --unicodes="$alphabets" \
    --layout-features=kern,mark,mkmk,ccmp,locl --no-hinting --notdef-outline

# Whole fonts, with every rule for joining and stacking letters, without hints for screens.
for script in NaskhArabic SerifEthiopic SerifHebrew SerifArmenian SerifGeorgian SerifDevanagari SerifBengali SerifGujarati \
    SerifGurmukhi SerifTamil SerifTelugu SerifKannada SerifMalayalam SerifSinhala SerifThai SerifLao SerifKhmer \
    SerifMyanmar SansTifinagh SansNKo SansVai SansAdlam; do
    pyftsubset "$noto/Noto$script-Regular.ttf" --output-file="Noto$script.ttf" --unicodes='*' --layout-features='*' \
        --no-hinting --notdef-outline
done

# The characters of GB 2312, Big5 level 1, JIS X 0208 and KS X 1001, and both kana: 12,900 of 65,000.
python3 - "$work/characters" <<'PYTHON'
import sys
from itertools import product

def pairs(codec, leads, trails):
    for pair in product(leads, trails):
        yield bytes(pair).decode(codec, "ignore")

ideographs = {
    *pairs("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF)),
    *pairs("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)]),
    *pairs("euc_jp", range(0xB0, 0xF5), range(0xA1, 0xFF)),
    *pairs("euc_kr", range(0xB0, 0xC9), range(0xA1, 0xFF)),
}
kana = {chr(code) for code in (*range(0x3000, 0x3030), *range(0x3041, 0x3130))}
with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.write("".join(sorted(ideographs | kana)))
PYTHON
pyftsubset "$cjk" --font-number=2 --output-file=NotoSerifCJK.otf --text-file="$work/characters" --layout-features='' \
    --drop-tables+=vmtx,vhea,VORG,BASE --no-hinting --notdef-outline

# One empty glyph under every character that the fonts above draw: the searchable text behind outlined letters.
python3 - <<'PYTHON'
from pathlib import Path
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.ttLib.tables._g_l_y_f import Glyph

codes = {code for path in Path().glob("[EN]*.?tf") for code in TTFont(path).getBestCmap() if code <= 0xFFFF}
builder = FontBuilder(1000, isTTF=True)
builder.setupGlyphOrder([".notdef", "empty"])
table = CmapSubtable.newSubtable(13)  # many characters to one glyph
table.platformID, table.platEncID, table.language, table.cmap = 3, 10, 0, dict.fromkeys(codes, "empty")
builder.font["cmap"] = newTable("cmap")
builder.font["cmap"].tableVersion, builder.font["cmap"].tables = 0, [table]
builder.setupGlyf({".notdef": Glyph(), "empty": Glyph()})
builder.setupHorizontalMetrics({".notdef": (500, 0), "empty": (500, 0)})
builder.setupHorizontalHeader(ascent=800, descent=-200)
builder.setupNameTable({"familyName": "Searchable", "styleName": "Regular", "psName": "Searchable"})
builder.setupOS2()
builder.setupPost()
builder.font["head"].created = builder.font["head"].modified = 0
builder.font.recalcTimestamp = False
builder.save("Searchable.ttf")
PYTHON
