"""The project's protos in Python, read from the descriptor set that the build makes (no generated code)."""

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory


class Method:
    """One RPC: its names, its types, its route and its access rule."""

    def __init__(self, descriptor, protos):
        self.full_name = descriptor.full_name
        self.path = f"/{descriptor.containing_service.full_name}/{descriptor.name}"
        self.request_type = protos.message_class(descriptor.input_type)
        self.response_type = protos.message_class(descriptor.output_type)
        form = descriptor_pb2.MethodDescriptorProto()
        descriptor.CopyToProto(form)
        self.streams = form.server_streaming
        # Options come back from the default pool without our extensions: read them again with ours.
        options = protos.message("google.protobuf.MethodOptions")
        options.ParseFromString(descriptor.GetOptions().SerializeToString())
        rule = options.Extensions[protos.pool.FindExtensionByName("deputies.common.v1.method")]
        access_enum = protos.pool.FindEnumTypeByName("deputies.common.v1.Access")
        self.access = [access_enum.values_by_number[number].name for number in rule.access]
        http = options.Extensions[protos.pool.FindExtensionByName("google.api.http")]
        self.verb = http.WhichOneof("pattern")
        self.route = getattr(http, self.verb) if self.verb else None
        if self.verb:
            self.verb = self.verb.upper()

    @property
    def internal(self):
        return self.access == ["INTERNAL"]


class Protos:
    def __init__(self, descriptor_set_file):
        files = descriptor_pb2.FileDescriptorSet()
        with open(descriptor_set_file, "rb") as source:
            files.ParseFromString(source.read())
        self.pool = descriptor_pool.DescriptorPool()
        self._file_names = [file.name for file in files.file]
        for file in files.file:
            self.pool.AddSerializedFile(file.SerializeToString())
        self._factory = message_factory.MessageFactory(self.pool)
        for name in self._file_names:
            file = self.pool.FindFileByName(name)
            for message_type in file.message_types_by_name.values():
                self._factory.GetPrototype(message_type)
            for extension in file.extensions_by_name.values():
                extended = self._factory.GetPrototype(extension.containing_type)
                if extension.message_type is not None:
                    self._factory.GetPrototype(extension.message_type)
                extended.RegisterExtension(extension)

    def message_class(self, descriptor):
        return self._factory.GetPrototype(descriptor)

    def message(self, full_name, **fields):
        return self.message_class(self.pool.FindMessageTypeByName(full_name))(**fields)

    def enum_names(self, full_name):
        return [value.name for value in self.pool.FindEnumTypeByName(full_name).values]

    def enum_value(self, full_name, name):
        return self.pool.FindEnumTypeByName(full_name).values_by_name[name].number

    def methods(self):
        """Every RPC of the project, by full name."""
        found = {}
        for file_name in self._file_names:
            for service in self.pool.FindFileByName(file_name).services_by_name.values():
                if service.full_name.startswith("deputies."):
                    for method in service.methods:
                        found[method.full_name] = Method(method, self)
        return found
