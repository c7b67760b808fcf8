"""The Windows rig: the real Windows Python under Wine, egv's lines measured there, and a portable egv."""
