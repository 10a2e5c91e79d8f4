"""What is read about messages."""
