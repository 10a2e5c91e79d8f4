"""The books: journal, chart of accounts, VAT, closing."""
