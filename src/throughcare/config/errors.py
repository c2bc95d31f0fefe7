"""The one error of a wrong set-up."""


class ConfigError(Exception):
    """The surroundings are not fit to start in. `str()` is one sentence: what is wrong, where, what to do."""
