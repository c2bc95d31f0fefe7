"""How Throughcare is set up and started: settings, root addresses, the embedded database and the `throughcare` command."""
