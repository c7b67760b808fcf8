"""Titles: letters, cards and lower thirds measured, placed and moved; not who asks for them."""
