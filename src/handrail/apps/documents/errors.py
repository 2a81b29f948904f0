class DocumentError(Exception):
    """A document could not be made; the message is a sentence for the person who asked for it."""
