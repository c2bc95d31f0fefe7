"""Measurements beside a peer, in one run. They print ratios, and gate nothing by time."""
