"""Commands about how partnerships go."""
