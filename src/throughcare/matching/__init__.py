"""Which service fits a person, and why: pure functions over plain facts."""
