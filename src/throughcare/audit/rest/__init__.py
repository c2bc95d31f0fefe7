"""The audit, and whose record is erased or held, for connected systems."""
