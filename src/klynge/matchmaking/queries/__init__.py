"""What members offer and seek, and how companies are matched."""
