"""The rows of every service, one module each."""

from contract.matrix import accounts, board, board_desks, events, reception, wechat

ROWS = {**accounts.ROWS, **board.ROWS, **board_desks.ROWS, **events.ROWS, **reception.ROWS, **wechat.ROWS}
