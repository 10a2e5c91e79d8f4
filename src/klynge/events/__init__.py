"""Events: who comes, who waits, who came."""
