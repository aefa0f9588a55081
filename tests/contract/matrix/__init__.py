"""The rows of every service, one module each."""

from contract.matrix import accounts, board, board_desks, duty, duty_assessments, duty_projects, duty_study, events, reception, wechat

ROWS = {**accounts.ROWS, **board.ROWS, **board_desks.ROWS, **duty.ROWS, **duty_assessments.ROWS, **duty_projects.ROWS, **duty_study.ROWS, **events.ROWS, **reception.ROWS, **wechat.ROWS}
