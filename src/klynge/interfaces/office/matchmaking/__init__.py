"""How members find each other, seen from the office."""
