"""What is read about people across the rooms."""
