"""The rows of every service, one module each."""

from contract.matrix import accounts, board, events, wechat

ROWS = {**accounts.ROWS, **board.ROWS, **events.ROWS, **wechat.ROWS}
