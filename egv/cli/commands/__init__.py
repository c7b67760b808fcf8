"""The commands beside the step chain: their options and printing; the work is done below."""
