"""What other programs may ask and do."""
