"""The machine: processes, signals, memory and clocks; nothing about videos is known here."""
