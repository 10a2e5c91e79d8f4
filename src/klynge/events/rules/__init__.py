"""What a seat costs, and who gets one."""
