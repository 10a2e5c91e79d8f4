"""What is held about people: why, on what basis, for how long; handed out when they ask, and forgotten when it may be."""
