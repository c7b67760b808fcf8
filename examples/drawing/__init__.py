"""The drawn presenter of the sample clip, and the room she sits in."""
