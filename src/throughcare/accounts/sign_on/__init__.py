"""Single sign-on: whoever a provider vouches for is let in to the account that is theirs here; nobody gets an account by it."""
