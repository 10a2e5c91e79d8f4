"""The arithmetic of bringing companies together; the product and the benchmark use the same."""
