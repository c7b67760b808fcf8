"""Everything people see and are asked during a run; it decides nothing about the videos."""
