"""Who has asked to become a member."""
