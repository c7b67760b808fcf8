"""What a file's name says for a title, and names that say nothing."""

from __future__ import annotations

import pytest

from egv.core.media.clip_names import propose_title

DEVICES = """\
IMG_1234|IMG_E1234|IMG-20240101-WA0003|img 1234|VID_20240101_101500|VID-20240101-WA0001|DSC0001
_DSC0001|DSCN0412|DSCF1020|DSC_0042|GX010023|GH020023|GOPR0012|GP010012|PXL_20240101_123456789
PXL_20240101_123456789.TS|MVI_0001|MOV_0032|MOV02345|P1000123|C0001|DJI_0042
DJI_20240101123456_0001_D|Screen Recording 2024-01-01 at 10.15.00
Screen Recording 2024-01-01 at 10.15.00 AM|Schermopname 2024-01-01 om 10.15.00
Screen_Recording_20240101_101500|WhatsApp Video 2024-01-01 at 10.15.00
WhatsApp Video 2024-01-01 at 10.15.00 (1)|Opname 12|Nieuwe opname|Opname 2024-01-01 101500|zoom_0
video1234567890|GMT20240101-101500_Recording_1920x1080|WIN_20240101_10_15_00_Pro
3f2504e0-4f89-11d3-9a0c-0305e82c3301|3f2504e04f8911d39a0c0305e82c3301|2024-01-01|20240101_101500
01-02-2024|00001|RPReplay_Final1700000000|FullSizeRender|trim.3F2504E0-4F89-11D3-9A0C-0305E82C3301
signal-2024-01-01-101500|a|clip|Untitled|Naamloos|video|Video (2)|A001_C001_0101AB
Kopie van IMG_1234|IMG_1234 copy 2|IMG_1234 kopie"""


@pytest.mark.parametrize("stem", DEVICES.replace("\n", "|").split("|"))
def test_what_a_device_calls_a_clip_is_no_title(stem: str) -> None:
    assert propose_title(stem) == ""


@pytest.mark.parametrize(
    ("stem", "title"),
    [
        ("onze_week", "Onze week"),
        ("onze-week", "Onze week"),
        ("Interview Jan de Vries", "Interview Jan de Vries"),
        ("2024-05-01_welkom Fatma", "Welkom Fatma"),
        ("welkom fatma (1)", "Welkom fatma"),
        ("IMG_1234 opening kantoor", "Opening kantoor"),
        ("Opname Rotterdam", "Opname Rotterdam"),
        ("5 tips voor veilig werken", "5 tips voor veilig werken"),
        ("vestiging.rotterdam", "Vestiging rotterdam"),
        ("Q3 resultaten", "Q3 resultaten"),
        ("één team", "Één team"),
        ("veilig werken in 2024", "Veilig werken in 2024"),
        ("ISO 27001 uitgelegd", "ISO 27001 uitgelegd"),
        ("團隊介紹", "團隊介紹"),
    ],
)
def test_what_a_person_calls_a_clip_is_a_title(stem: str, title: str) -> None:
    assert propose_title(stem) == title
