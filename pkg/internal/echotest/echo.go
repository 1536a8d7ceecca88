// Package echotest is a small service for testing servers and clients. It is described at run time, so that no proto
// of a test is shipped.
package echotest

import (
	"context"
	"fmt"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	// The descriptors below name their options.
	_ "buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"

	_ "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
)

// The methods of the service, and the one method that nobody gave a policy.
const (
	Service = "firstcall.echotest.v1.EchoService"
	Read    = "/" + Service + "/Read"
	Write   = "/" + Service + "/Write"
	Planned = "/" + Service + "/Planned"
	Watch   = "/" + Service + "/Watch"

	BareService = "bare.echotest.v1.BareService"
)

// Handler answers a call of the given method.
type Handler func(ctx context.Context, method string, request *dynamicpb.Message) error

// Register adds the service; every call of it goes to handle and is answered with its own request.
func Register(r grpc.ServiceRegistrar, handle Handler) {
	desc := &grpc.ServiceDesc{ServiceName: Service, HandlerType: (*any)(nil)}
	for _, name := range []string{"Read", "Write", "Planned"} {
		desc.Methods = append(desc.Methods, unary(Service, name, handle))
	}
	desc.Streams = []grpc.StreamDesc{{StreamName: "Watch", ServerStreams: true, Handler: stream(handle)}}
	r.RegisterService(desc, struct{}{})
}

// RegisterBare adds the service whose method has no policy.
func RegisterBare(r grpc.ServiceRegistrar) {
	r.RegisterService(&grpc.ServiceDesc{
		ServiceName: BareService, HandlerType: (*any)(nil),
		Methods: []grpc.MethodDesc{unary(BareService, "Do", nil)},
	}, struct{}{})
}

// NewRequest returns a valid request after setting the given text.
func NewRequest(text string) *dynamicpb.Message {
	m := NewMessage()
	m.Set(m.Descriptor().Fields().ByName("text"), protoreflect.ValueOfString(text))
	return m
}

// NewMessage returns an empty message, which is not a valid request.
func NewMessage() *dynamicpb.Message {
	return dynamicpb.NewMessage(services.Messages().ByName("Echo"))
}

// WatchDesc describes the streaming method for clients.
func WatchDesc() *grpc.StreamDesc { return &grpc.StreamDesc{StreamName: "Watch", ServerStreams: true} }

func unary(service, name string, handle Handler) grpc.MethodDesc {
	full := "/" + service + "/" + name
	return grpc.MethodDesc{MethodName: name, Handler: func(
		srv any, ctx context.Context, decode func(any) error, intercept grpc.UnaryServerInterceptor,
	) (any, error) {
		in := NewMessage()
		if err := decode(in); err != nil {
			return nil, err
		}
		run := func(ctx context.Context, req any) (any, error) {
			return req, handle(ctx, full, req.(*dynamicpb.Message))
		}
		return intercept(ctx, in, &grpc.UnaryServerInfo{Server: srv, FullMethod: full}, run)
	}}
}

func stream(handle Handler) grpc.StreamHandler {
	return func(_ any, ss grpc.ServerStream) error {
		in := NewMessage()
		if err := ss.RecvMsg(in); err != nil {
			return err
		}
		if err := ss.SendMsg(in); err != nil {
			return err
		}
		return handle(ss.Context(), Watch, in)
	}
}

// The services are described to the global registry before any test runs: a validator reads the registry from within
// a walk over it, and a description added in between would wait for the walk while the walk waits for it.
var (
	_        = describe(bare)
	services = describe(echo)
)

func describe(text string) protoreflect.FileDescriptor {
	var fdp descriptorpb.FileDescriptorProto
	if err := prototext.Unmarshal([]byte(text), &fdp); err != nil {
		panic(fmt.Sprintf("echotest: %v", err))
	}
	fd, err := protodesc.NewFile(&fdp, protoregistry.GlobalFiles)
	if err != nil {
		panic(fmt.Sprintf("echotest: %v", err))
	}
	if err := protoregistry.GlobalFiles.RegisterFile(fd); err != nil {
		panic(fmt.Sprintf("echotest: %v", err))
	}
	return fd
}
