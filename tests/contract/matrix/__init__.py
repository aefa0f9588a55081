"""The rows of every service, one module each."""

from contract.matrix import accounts, board, events, reception, wechat

ROWS = {**accounts.ROWS, **board.ROWS, **events.ROWS, **reception.ROWS, **wechat.ROWS}
