"""Money as the bank tells it: accounts, statements and their entries; knows nothing of invoices."""
