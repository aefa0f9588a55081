"""The rows of every service, one module each."""

from contract.matrix import accounts, board, board_desks, events, wechat

ROWS = {**accounts.ROWS, **board.ROWS, **board_desks.ROWS, **events.ROWS, **wechat.ROWS}
