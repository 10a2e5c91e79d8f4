"""Lists of members as files: read, understood, compared with what is known."""
