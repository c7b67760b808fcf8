"""The guards before every input: which containers and decoders ffmpeg may use to open a clip."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

# A clip may be a playlist in disguise, or name a codec that only attackers use. So ffmpeg is told,
# before every input, which containers it may open and which decoders it may start, and that it may
# open nothing else from inside the clip.
FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,dv,flv,asf,ogg,wav,w64,aiff,"
    "caf,au,flac,mp3,aac,mxf,srt"
)
CODECS = (  # decoders for the formats of phones, cameras, webcams, screen recorders and editors
    "h264,hevc,av1,libdav1d,libaom-av1,vp8,vp9,libvpx,libvpx-vp9,apv,"
    "mpeg1video,mpeg2video,mpeg4,h263,mjpeg,dvvideo,"
    "prores,prores_raw,dnxhd,cfhd,ffv1,ffvhuff,huffyuv,utvideo,qtrle,png,rawvideo,v210,"
    "wmv1,wmv2,wmv3,vc1,msmpeg4v2,msmpeg4,flv,theora,"
    "aac,aac_latm,mp1float,mp2,mp2float,mp3,mp3float,ac3,eac3,dca,opus,libopus,vorbis,libvorbis,"
    "flac,alac,amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,wmav1,wmav2,wmapro,"
    "pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,"
    "pcm_f32be,pcm_f64le,pcm_f64be,pcm_alaw,pcm_mulaw,pcm_dvd,pcm_bluray,"
    "adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,speex,nellymoser,"
    "mov_text,subrip,srt,webvtt,ass,ssa,text"
)
MAX_PIXELS = 70_000_000
GUARDS = {
    "protocol_whitelist": "file,pipe",
    "format_whitelist": FORMATS,
    "codec_whitelist": CODECS,
    "max_pixels": str(MAX_PIXELS),
}
DECODERS = tuple(CODECS.split(","))
SAME_CODEC = (  # the decoders of one codec, of which each build of ffmpeg has its own favourite
    {"av1", "libdav1d", "libaom-av1"},
    {"vp8", "libvpx"},
    {"vp9", "libvpx-vp9"},
    {"mp2", "mp2float"},
    {"mp3", "mp3float"},
    {"opus", "libopus"},
    {"vorbis", "libvorbis"},
    {"amrnb", "libopencore_amrnb"},
    {"amrwb", "libopencore_amrwb"},
)


_SHOWN = re.compile(rf" -(?:{'|'.join(GUARDS)}) '?[a-z0-9_,-]+'?(?= )")


def hide_guards(line: str) -> str:
    """Leave the guards out of a command line that is shown to people; it works without them."""
    return _SHOWN.sub("", line)


def narrow_guards(decoders: Collection[str]) -> Mapping[str, str]:
    """Return guards that are shorter than `GUARDS`: of the codecs, only those of `decoders`.

    They are all that is read of a clip. Where there is none, or an unknown one, it is `GUARDS`.
    """
    if not decoders or not {*decoders} <= {*DECODERS}:
        return GUARDS
    wanted = {*decoders}.union(*(group for group in SAME_CODEC if group & {*decoders}))
    return {**GUARDS, "codec_whitelist": ",".join(name for name in DECODERS if name in wanted)}
