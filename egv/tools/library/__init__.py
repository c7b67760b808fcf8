"""Files that people write, found by name and read strictly; none of them is changed."""
