"""The network of partners at 5,000 organisations and 50,000 ties: the page with its map, a page of its tables, and networkx beside it."""
