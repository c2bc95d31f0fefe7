"""What an import of services costs, beside COPY into bare tables and beside bulk_create into the same tables."""
