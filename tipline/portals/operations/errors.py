"""Refusals of the operations portal."""

from tipline.foundation.errors import ConflictError


class OwnAccountError(ConflictError):
    """Operators who suspend themselves would lock the last door behind them."""

    code = "own-account"
    sentence = "You cannot suspend yourself or your own organization. Ask a colleague."
