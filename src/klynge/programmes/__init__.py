"""Innovation programmes: calls, applications, intakes, hours and outcomes."""
