"""The colours of the two certificates: told apart across a room, printed well on any printer."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor

from app.certificates.rules import CertificateKind


@dataclass(frozen=True, slots=True)
class Palette:
    """`ink` for words, `soft` for lesser ones, `accent` for rules and the seal, `tint` and `mist` for grounds."""

    ink: Color
    soft: Color
    accent: Color
    tint: Color
    mist: Color


PALETTES = {
    CertificateKind.ACHIEVEMENT: Palette(
        ink=HexColor(0x14213D),
        soft=HexColor(0x4A5266),
        accent=HexColor(0xA57C2B),
        tint=HexColor(0xD9C48F),
        mist=HexColor(0xF6F0E0),
    ),
    CertificateKind.PARTICIPATION: Palette(
        ink=HexColor(0x12343B),
        soft=HexColor(0x4B5F63),
        accent=HexColor(0x2F7A78),
        tint=HexColor(0x9CC7C2),
        mist=HexColor(0xE9F3F1),
    ),
}
