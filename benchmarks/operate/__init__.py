"""How long the operator of a site waits: backup, restore, an incident."""
