"""Who gets a seat, and who hosts next."""
