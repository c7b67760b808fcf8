"""Options of other tools that people try, and what egv has instead.

From ffmpeg, auto-editor, ffmpeg-normalize and editly, as documented in November 2026.
"""

from __future__ import annotations

from collections.abc import Mapping

_QUALITY = "egv chooses the settings of the encoder; --quality says draft, good or best"
_CODEC = (
    "egv writes H.264 with AAC sound in MP4, which plays everywhere; there is nothing to choose"
)
_SIZE = "egv keeps the size of the clip; --format says another shape, such as square"
_RATE = "egv keeps the frame rate of the clip, made constant"
_CORES = "egv uses every core; -j says how many clips are made at once"
_GPU = "egv encodes on the processor, so that the result is the same on every machine"
_LOUDNESS = "the step normalise has --lufs: the loudness to reach"
_PEAK = "the step normalise has --peak-dbtp: the true peak never to cross"
_PAUSES = "the step trim has --silence all, and --max-pause for the pause to leave"
_SPEED = "egv never changes the speed; 'trim --silence all' cuts out the silence instead"
_CUT = "the step trim has --cut: a stretch to take out"
_FILTER = "egv has steps instead of filters: egv list steps"
_MIX = "egv takes the sound as it is; the step voice-over has --file for another one"
_MUSIC = "the step music has --bed: a music file, repeated to the length of the video"
_OUTPUT = "-o says where it goes: a folder or a file.mp4"
_NO_SWITCH = "the steps on the line say what is done; leave this out"
_TRANSITION = "--join makes one video of several clips, with plain cuts between them"
_FONT = "the brand kit says the fonts: egv kit show KIT"
_LOGO = "the step brand adds the logo of the kit"
_UPRIGHT = "egv turns a picture upright by itself, as the camera recorded it"

_WORDS: Mapping[str, tuple[str, ...]] = {
    _QUALITY: ("crf", "cq", "qp", "q", "qscale", "preset", "tune", "pass", "profile", "level",
               "gop", "g", "b", "bitrate", "video-bitrate", "audio-bitrate", "maxrate", "bufsize",
               "fast"),
    _CODEC: ("c", "codec", "vcodec", "acodec", "scodec", "video-codec", "audio-codec", "pix-fmt",
             "pix_fmt", "f", "container", "extension", "ext", "ar", "sample-rate", "ac", "channels",
             "movflags"),
    _SIZE: ("resolution", "size", "scale", "resize", "width", "height", "s", "aspect", "crop"),
    _RATE: ("fps", "framerate", "frame-rate", "video-fps", "vsync", "fps_mode"),
    _CORES: ("threads", "workers", "parallel", "concurrency"),
    _GPU: ("gpu", "hwaccel", "nvenc", "cuda"),
    _LOUDNESS: ("target-level", "volume", "loudness", "normalization-type", "nt", "gain",
                "loudness-range-target", "lrt", "offset", "dual-mono", "audio-normalize"),
    _PEAK: ("true-peak", "tp", "peak", "limiter"),
    _PAUSES: ("margin", "frame-margin", "silent-threshold", "silence-threshold", "threshold",
              "min-clip", "min-cut", "mincut", "minclip", "edit"),
    _SPEED: ("silent-speed", "video-speed", "speed", "when-silent", "when-normal", "atempo"),
    _CUT: ("cut-out", "cut_out", "remove", "add-in"),
    _FILTER: ("vf", "af", "filter", "filter-complex", "filter_complex", "lavfi"),
    _MIX: ("an", "mute", "no-audio", "keep-source-audio", "map", "audio-file"),
    _MUSIC: ("audio-file-path", "loop-audio", "background-audio", "loop", "stream-loop",
             "stream_loop"),
    _OUTPUT: ("out", "output-folder", "output-dir", "outfile", "output-file", "destination"),
    _NO_SWITCH: ("no-open", "export", "progress-bar", "keep-original-audio", "hide_banner",
                 "hide-banner", "loglevel", "stats"),
    _TRANSITION: ("transition", "transition-name", "transition-duration", "clip-duration",
                  "concat"),
    _FONT: ("font", "font-path", "font-size", "fontfile"),
    _LOGO: ("watermark", "overlay", "logo-path"),
    _UPRIGHT: ("rotate", "noautorotate", "transpose", "rotation"),
    "the step trim has --start: where to begin": ("ss", "seek", "from-time"),
    "the step trim has --end: where to stop": ("to", "until"),
    "the step trim has --end for where to stop, normalise --lufs for the loudness": ("t",),
    "write the clip without an option before it": ("i", "input", "inputs"),
    "--overwrite replaces a file that egv did not make": ("y", "yes", "force-overwrite"),
    "the step subtitle makes them; --from takes a file": ("subtitles", "srt", "captions", "sub"),
    "egv removes what a camera wrote into the file, and keeps title and language": (
        "map_metadata", "metadata",
    ),
}  # fmt: skip
_INSTEAD = {word: instead for instead, words in _WORDS.items() for word in words}


def find_instead(option: str) -> str:
    """Find what egv has instead of the option of another tool, as a clause; "" for an unknown one.

    `-c:a` and `--bitrate=5M` are found by the word in front.
    """
    word = option.partition("=")[0].lstrip("-").lower()
    return _INSTEAD.get(word) or _INSTEAD.get(word.partition(":")[0], "")
