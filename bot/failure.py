"""What the log says of a failure that nobody foresaw."""


def where(failure: BaseException) -> str:
    """The kind of a failure and the line it came from; not its text, which may quote a person."""
    trace = failure.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    return type(failure).__name__ + place
