"""Privacy papers: what people in view are told and sign, the record, and what is about to end."""
