"""Method options, read from the compiled descriptors."""

import functools
import pathlib
import subprocess
import tempfile

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from lint.tree import Finding

_IMPORTS = ("/usr/share/gocode/src/github.com/gogo/googleapis", "/usr/share/grpc-proto")
_OPTION = "deputies.common.v1.method"
_EFFECT_READ, _EFFECT_WRITE = 1, 2

# Writes over HTTP that are safe to repeat as they stand, and so carry no request_id.
REPEATABLE_WRITES = {
    "deputies.accounts.v1.AuthService.WechatLogin": "a repeat makes another session",
    "deputies.accounts.v1.AuthService.PasswordLogin": "a repeat makes another session",
    "deputies.accounts.v1.AuthService.DeleteCurrentSession": "ends what is ended",
    "deputies.accounts.v1.AuthService.RevokeSessions": "ends what is ended",
    "deputies.accounts.v1.AuthService.RevokeSession": "ends what is ended",
    "deputies.accounts.v1.AuthService.BeginSecondFactor": "a repeat makes another secret, and none binds unconfirmed",
    "deputies.accounts.v1.AuthService.ConfirmSecondFactor": "a password of the app is good once",
    "deputies.accounts.v1.PhoneService.SendSmsCode": "a repeat sends another code, within the number's limits",
    "deputies.accounts.v1.PhoneService.SmsLogin": "a code is good once; another one is sent",
    "deputies.accounts.v1.CodeService.ScanCode": "a repeat counts as another scan",
    "deputies.wechat.v1.PushService.ReceivePush": "WeChat's pushes tell themselves apart",
}


def check_method_rules(tree):
    for file, method in _methods(tree):
        rule = _rule(method)
        if not rule.access:
            yield Finding(file, 0, f"{method.full_name} says nobody's access")
        if rule.effect not in (_EFFECT_READ, _EFFECT_WRITE):
            yield Finding(file, 0, f"{method.full_name} says neither READ nor WRITE")
        http = _option(method, "google.api.http")
        if http.ByteSize() and not rule.rate_class:
            yield Finding(file, 0, f"{method.full_name} has a route but no rate_class")
        if http.ByteSize() and http.WhichOneof("pattern") == "patch":
            yield Finding(file, 0, f"{method.full_name}: WeChat's client cannot send PATCH")


def check_request_ids(tree):
    for file, method in _methods(tree):
        routed = _option(method, "google.api.http").ByteSize() > 0
        if _rule(method).effect != _EFFECT_WRITE or not routed or method.full_name in REPEATABLE_WRITES:
            continue
        if "request_id" not in method.input_type.fields_by_name:
            yield Finding(file, 0, f"{method.full_name} writes, so {method.input_type.name} needs a request_id")


def _rule(method):
    return _option(method, _OPTION)


def _option(method, extension):
    """Read with the pool that knows our extensions."""
    pool = method.containing_service.file.pool
    options = _factory(pool).GetPrototype(pool.FindMessageTypeByName("google.protobuf.MethodOptions"))()
    options.ParseFromString(method.GetOptions().SerializeToString())
    return options.Extensions[pool.FindExtensionByName(extension)]


@functools.lru_cache(maxsize=8)
def _factory(pool):
    factory = message_factory.MessageFactory(pool)
    for name in ("deputies/common/v1/options.proto", "google/api/annotations.proto"):
        for extension in pool.FindFileByName(name).extensions_by_name.values():
            factory.GetPrototype(extension.message_type)
            factory.GetPrototype(extension.containing_type).RegisterExtension(extension)
    return factory


@functools.lru_cache(maxsize=8)
def _methods(tree):
    """[(file, method descriptor)] of every service under proto/."""
    protos = [file[len("proto/"):] for file in tree.below("proto", ".proto")]
    if not protos:
        return []
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder) / "set"
        subprocess.run(["protoc", f"-I{tree.root / 'proto'}", *(f"-I{path}" for path in _IMPORTS),
                        "--include_imports", f"--descriptor_set_out={target}", *protos], check=True)
        files = descriptor_pb2.FileDescriptorSet.FromString(target.read_bytes())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    return [(f"proto/{proto}", method) for proto in protos
            for service in pool.FindFileByName(proto).services_by_name.values()
            for method in service.methods]
