"""What was sent, looked into: a kind of file that is taken, with nothing in it that runs. What is kept may be other bytes than came."""

from throughcare.files.readers.looking import Looked, look

__all__ = ["Looked", "look"]
