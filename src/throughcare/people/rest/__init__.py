"""People and needs for connected systems: the same queries and actions as the pages, so the same rules and sentences."""
