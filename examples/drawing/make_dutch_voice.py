"""Make the Dutch voice of the demo from sentences of the voice *nathalie* (Rhasspy, CC0 1.0).

In examples/:
python -m drawing.make_dutch_voice FOLDER     FOLDER holds the recordings, as 134.flac
"""

import argparse
import subprocess
from pathlib import Path

import imageio_ffmpeg

from drawing.make_sample import FPS, FRAMES, HERE, ROOM_TONE_RMS_DB

# The recordings, each with the moment, s, at which the presenter begins a sentence.
SENTENCES = {134: 3.0, 550: 5.84, 95: 9.22, 929: 12.5, 284: 18.4, 793: 22.1}
OUT = HERE / "voice.nl.m4a"
VOICE_GAIN_DB = -6.0  # as quiet as the English voice in the sample


def main() -> None:
    """Read the command line and write the voice."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    folder = parser.parse_args().folder
    inputs = [word for number in SENTENCES for word in ("-i", str(folder / f"{number}.flac"))]
    placed = "".join(
        f"[{n}:a]volume={VOICE_GAIN_DB}dB,adelay={start * 1000:.0f}[s{n}];"
        for n, start in enumerate(SENTENCES.values())
    )
    hiss = 10 ** ((ROOM_TONE_RMS_DB + 5.2) / 20) * 3**0.5
    tone = f"anoisesrc=r=48000:d={FRAMES / FPS:g}:a={hiss:.6f}:c=white:seed=7,lowpass=f=7000[tone];"
    names = "".join(f"[s{n}]" for n in range(len(SENTENCES)))
    mixed = f"{names}[tone]amix=inputs={len(SENTENCES) + 1}:duration=longest:normalize=0"
    command = [
        *(imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *inputs),
        *("-filter_complex", f"{placed}{tone}{mixed}", "-map_metadata", "-1"),
        *("-c:a", "aac", "-b:a", "56k", "-ac", "1", "-t", f"{FRAMES / FPS:g}"),
        *("-fflags", "+bitexact", "-flags:a", "+bitexact", str(OUT)),
    ]
    subprocess.run(command, check=True)
    print(f"{OUT}: {FRAMES / FPS:g} s, {OUT.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
