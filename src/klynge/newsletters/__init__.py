"""Messages to many: who gets them, what they say, and that whoever said no is left alone."""
