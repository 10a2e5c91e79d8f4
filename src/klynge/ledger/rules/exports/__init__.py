"""The journal in the formats of other programs; pure: rows in, lines of text out."""
