"""The members' side: what a company's people see and keep right themselves."""
