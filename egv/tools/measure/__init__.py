"""Measurements of picture and sound: values come out, and no decision about them is made here."""
