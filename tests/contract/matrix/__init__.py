"""The rows of every service, one module each."""

from contract.matrix import accounts, board, board_desks, duty, events, reception, wechat

ROWS = {**accounts.ROWS, **board.ROWS, **board_desks.ROWS, **duty.ROWS, **events.ROWS, **reception.ROWS, **wechat.ROWS}
