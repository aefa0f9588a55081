from contract.matrix.row import INTERNAL

ROWS = {
    "deputies.events.v1.EventConsumerService.DeliverEvents": INTERNAL,
}  # fmt: skip
