"""Partners and opportunities in the portal."""
