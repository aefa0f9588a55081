"""Calls at the private gRPC ports, in the name of a service or of whoever a test wants to be."""

import hashlib
import hmac
import time
import uuid

import grpc

METADATA_KEY = "x-deputies-caller-bin"


class CallerKey:
    """The first key of a caller-keys file: the one that signs."""

    def __init__(self, key_file):
        with open(key_file, encoding="ascii") as source:
            lines = [line.split("#")[0].split() for line in source]
        key_id, key = next(parts for parts in lines if len(parts) == 2)
        self.key_id = int(key_id)
        self.key = bytes.fromhex(key)


class Internal:
    """`addresses` maps a service's full proto name to the gRPC address of its process."""

    def __init__(self, protos, key, addresses):
        self.protos = protos
        self.key = key
        self._addresses = addresses
        self._channels = {}

    def caller(self, kind="SERVICE", **fields):
        number = self.protos.enum_value("deputies.common.v1.Caller.Kind", kind)
        if kind == "SERVICE":
            fields.setdefault("service", "tests")
        return self.protos.message("deputies.common.v1.Caller", kind=number, **fields)

    def sign(self, caller, lifetime_seconds=60, key=None, key_id=None, **fields):
        """What the gateway would put in the metadata: crypto_auth is HMAC-SHA-512 cut to 256 bits."""
        envelope = self.protos.message(
            "deputies.common.v1.CallerEnvelope",
            caller=caller,
            expire_unix_ms=int((time.time() + lifetime_seconds) * 1000),
            request_id=str(uuid.uuid4()),
            **fields,
        ).SerializeToString()
        mac = hmac.new(key or self.key.key, envelope, hashlib.sha512).digest()[:32]
        return self.protos.message(
            "deputies.common.v1.SignedCaller",
            envelope=envelope,
            mac=mac,
            key_id=self.key.key_id if key_id is None else key_id,
        ).SerializeToString()

    def call(self, method, request, signed=None, timeout=10, metadata=None):
        """Calls `method` (protos.Method) as the service "tests", or with the given signed context.

        Of a stream, its first message. `metadata` replaces the metadata altogether. Raises grpc.RpcError.
        """
        if metadata is None:
            metadata = [(METADATA_KEY, signed if signed is not None else self.sign(self.caller()))]
        channel = self._channel(method)
        stub = (channel.unary_stream if method.streams else channel.unary_unary)(
            method.path,
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=method.response_type.FromString,
        )
        answer = stub(request, timeout=timeout, metadata=metadata)
        if not method.streams:
            return answer
        try:
            return next(answer)
        finally:
            answer.cancel()

    def serves(self, method):
        return method.path.split("/")[1] in self._addresses

    def _channel(self, method):
        address = self._addresses[method.path.split("/")[1]]
        if address not in self._channels:
            # Reconnects at once after a restart of the process.
            options = [("grpc.max_reconnect_backoff_ms", 500), ("grpc.initial_reconnect_backoff_ms", 50)]
            self._channels[address] = grpc.insecure_channel(address, options=options)
        return self._channels[address]

    def close(self):
        for channel in self._channels.values():
            channel.close()


def reason_of(protos, error):
    """The `reason` in the google.rpc.Status details of a failed call; "" when there is none."""
    for key, value in error.trailing_metadata() or []:
        if key == "grpc-status-details-bin":
            status = protos.message("google.rpc.Status")
            status.ParseFromString(value)
            for detail in status.details:
                if detail.type_url.endswith("google.rpc.ErrorInfo"):
                    info = protos.message("google.rpc.ErrorInfo")
                    info.ParseFromString(detail.value)
                    return info.reason
    return ""
