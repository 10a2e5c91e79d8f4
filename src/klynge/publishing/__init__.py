"""News and press releases: written, published, found again at the same address for ever."""
