"""Play sound on whose packets are stamped early or late; only a gap that stays is filled.

Browsers and meeting bots stamp a packet when it arrived. So a packet follows the one before it,
and the stamps only steer: a slow loop takes their mean up, and a drift with it.
"""

from __future__ import annotations

from egv.core.graph.pads import Pad, apply_filter
from egv.core.media.timing import Seconds

STAYS_S = 0.02  # a mean error over this is a gap: the allowed difference of picture and sound
MEAN_S = 0.5  # over so long is the mean taken
FOLLOW_S = 2.0  # the loop takes an error up in so long: 0.2 % of drift is then 4 ms behind
SETTLED = 1000  # frames: the start is known, so the loop starts slow
CLIPPED_S = 2 * STAYS_S  # one packet's error counts for no more, so that a stall is no gap
CERTAIN = 1.25  # times the jitter seen: no jitter reaches that
SAMPLES_PER_S = 1000  # a soft correction stretches by at most 2 %
SOFTLY = {"comp_duration": 2, "flags": "res"}  # over 2 s, where a stretch is not heard
HARD_S = 0.015  # below `STAYS_S`, over what stays in the loop at 0.5 % of drift


def follow_stamps(sound: Pad, jitter: Seconds, first_late: Seconds) -> Pad:
    """Stamp the frames of `sound` one after another, steered by the mean of their stamps.

    `jitter`, s, is how far stamps are early or late, and `first_late` how late the first one is. A
    larger error is a gap at once, and a smaller one where its mean stays.
    """
    expression = _build_expression(float(jitter), float(first_late))
    return apply_filter(sound, "asetpts", expr=expression)


def _build_expression(jitter_s: float, first_late_s: float) -> str:
    """Build the loop. 0: time of the next frame; 1: frames since a gap; 2: the mean error."""
    length, gap = "(NB_SAMPLES/SR)", f"{CERTAIN * jitter_s + STAYS_S / 2:.4f}"
    error = f"st(3,clip(T-ld(0),-{CLIPPED_S},{CLIPPED_S}))"
    mean = f"st(2,ld(2)+(ld(3)-ld(2))*min(1,{length}/{MEAN_S}))"
    restart = "st(1,0)+st(2,0)"
    taken = f"st(4,ld(3)*max(min(1,{length}/{FOLLOW_S}),1/(ld(1)+2)))"
    follow = f"({taken};st(0,ld(0)+ld(4));st(2,ld(2)-ld(4));st(1,ld(1)+1))"
    steer = f"if(gt(abs(ld(2)),{STAYS_S}),(st(0,ld(0)+ld(2));{restart}),{follow})"
    steered = (
        f"if(gt(abs(T-ld(0)),max({gap},{STAYS_S})),(st(0,T);{restart}),({error};{mean};{steer}))"
    )
    begun = f"(st(0,T-{first_late_s:.4f});st(1,{SETTLED}))"
    loop = f"if(not(N),{begun},{steered})"
    return f"({loop};st(0,ld(0)+{length});(ld(0)-{length})/TB)"
