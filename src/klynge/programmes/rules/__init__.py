"""How much aid an undertaking may still get."""
