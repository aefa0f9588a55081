"""The rows of every service, one module each."""

from contract.matrix import accounts, board, board_desks, duty, duty_study, events, reception, wechat

ROWS = {**accounts.ROWS, **board.ROWS, **board_desks.ROWS, **duty.ROWS, **duty_study.ROWS, **events.ROWS, **reception.ROWS, **wechat.ROWS}
