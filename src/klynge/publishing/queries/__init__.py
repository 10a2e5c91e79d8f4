"""What is read of what a cluster publishes."""
