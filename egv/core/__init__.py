"""Values and rules: no file is opened and no process started below this line."""
