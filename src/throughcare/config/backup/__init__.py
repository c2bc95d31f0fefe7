"""A site in one encrypted file, and back: what is in it, how it is sealed, and how it is put in place."""

BACKED_UP = "site.backed-up"  # the verb of its audit row
