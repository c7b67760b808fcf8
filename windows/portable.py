"""The zip of a portable egv for Windows: unpacked anywhere, it runs without an installation."""

from __future__ import annotations

import shutil
import time
import zipfile
from pathlib import Path

from windows.measure import measure_video, write_clip
from windows.places import BUILD, DRIVES, PORTABLE
from windows.table import Row, add_row
from windows.wine import add_crutches, run_program

ZIP = BUILD / "egv-windows.zip"
TOP = "egv-windows"
START = "egv.cmd"
DROP = "Sleep een map hierheen - Drop a folder here.cmd"
README = "LEES-MIJ - README.txt"
STAMPS = (".assembled", ".egv")
FIRST_PLACE = DRIVES["d:"] / "Mijn vidéo's" / "egv zonder installatie"  # spaces, and an accent

# Batch files are read in the code page of the console: they hold ASCII alone. -X utf8 keeps accents
# whole where the output goes to a file or another program.
START_TEXT = """\
@echo off
"%~dp0python\\python.exe" -X utf8 -m egv %*
"""
DROP_TEXT = """\
@echo off
rem Drop a folder of clips, or one clip, on this file. The videos come in "out" beside it.
if "%~1"=="" (
    echo Sleep een map met clips op dit bestand. Drop a folder of clips on this file.
    pause
    exit /b 2
)
rem pushd also gives a network share a drive letter, without which cmd cannot be there.
pushd "%~dp1"
"%~dp0python\\python.exe" -X utf8 -m egv run "%~1"
set code=%errorlevel%
popd
echo.
if "%code%"=="0" (
    echo Klaar: de video's staan in "%~dp1out". Done: the videos are in "%~dp1out".
) else (
    echo Niet alles is gelukt, zie hierboven. Not all went well: see above.
)
pause
exit /b %code%
"""
README_TEXT = """\
EGV VOOR WINDOWS, ZONDER INSTALLATIE

1. Pak dit zipbestand helemaal uit, waar u maar wilt. Beheerdersrechten zijn niet nodig.
2. Sleep een map met clips op "Sleep een map hierheen". Het venster blijft open en zegt wat er
   gemaakt is; de video's staan in de map "out" naast uw map.
3. Meer kan in een opdrachtvenster: egv.cmd --help

Windows kan bij de eerste keer waarschuwen voor een onbekende uitgever: python.exe is ondertekend
door de Python Software Foundation, de twee .cmd-bestanden zijn leesbare tekst. Alles gebeurt op uw
eigen computer. Weg ermee? Verwijder de map; de tussenresultaten staan in %LOCALAPPDATA%\\egv.
Een map met een & in de naam: gebruik egv.cmd run "MAP".


EGV FOR WINDOWS, WITHOUT AN INSTALLER

1. Unpack this zip completely, anywhere. You need no administrator's rights.
2. Drop a folder of clips on "Drop a folder here". The window stays open and says what was made;
   the videos are in the folder "out" beside yours.
3. There is more in a command window: egv.cmd --help

Windows may warn of an unknown publisher the first time: python.exe is signed by the Python Software
Foundation, and the two .cmd files are text that you can read. All is done on your own computer. To
be rid of it, delete the folder; what egv keeps between runs is in %LOCALAPPDATA%\\egv.
For a folder with & in its name, use egv.cmd run "FOLDER".
"""


def write_zip(portable: Path = PORTABLE) -> Path:
    """Write the zip anew where egv or a package has changed since; return it."""
    state = "".join((portable / name).read_text() for name in STAMPS) + DROP_TEXT + README_TEXT
    stamp = ZIP.with_suffix(".made")
    if ZIP.exists() and stamp.exists() and stamp.read_text() == state:
        return ZIP
    part = ZIP.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for name, text in ((START, START_TEXT), (DROP, DROP_TEXT), (README, README_TEXT)):
            packed.writestr(f"{TOP}/{name}", text.replace("\n", "\r\n"))
        for path in sorted(portable.rglob("*")):
            inside = path.relative_to(portable)
            if path.is_file() and inside.parts[0] in {"python", "lib"} and path.suffix != ".pyc":
                packed.write(path, f"{TOP}/{inside.as_posix()}")
    part.replace(ZIP)
    stamp.write_text(state)
    return ZIP


def start_portable_once(rows: list[Row]) -> None:
    """Unpack the zip in an odd folder and drop a folder of clips on it, as its user would."""
    with add_row(rows, "portable egv: unpacked in an odd folder, a folder dropped on it") as row:
        packed = write_zip()
        row.expect(True, f"{packed.name}: {packed.stat().st_size / 1e6:.0f} MB")
        shutil.rmtree(FIRST_PLACE.parent, ignore_errors=True)
        with zipfile.ZipFile(packed) as opened:
            opened.extractall(FIRST_PLACE)
        place = FIRST_PLACE / TOP
        add_crutches(place)
        # `call` keeps cmd from taking off the outer quotes of two quoted words.
        version = run_program("cmd", "/c", "call", place / START, "--version")
        row.expect(version.code == 0 and version.out.strip(), f"egv.cmd: {version.out.strip()}")
        clips = FIRST_PLACE.parent / "ruwe clips"
        write_clip(clips / "één.mp4", 4, 440)
        began = time.monotonic()
        ran = run_program("cmd", "/c", "call", place / DROP, clips)
        row.expect(ran.code == 0, f"the drop target: exit code {ran.code}")
        row.expect("Klaar:" in ran.out, f"its summary, after {time.monotonic() - began:.0f} s")
        videos = list((FIRST_PLACE.parent / "out").rglob("*.mp4"))
        row.expect(len(videos) == 1, f"{len(videos)} video")
        for video in videos:
            row.expect(measure_video(video).frames > 100, f"{measure_video(video)}")
