// Package policy reads the access rule and calling contract of every method from its proto descriptor.
package policy

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

// ErrIncomplete is behind the refusal of a method that says too little about itself to be offered.
var ErrIncomplete = errors.New("method policy is missing or incomplete")

// Method is the policy of one method, in the product's own words.
type Method struct {
	// FullName is the gRPC path, such as /firstcall.intake.v1.InquiryService/GetInquiry.
	FullName string
	// Callers are the names of the workloads that may call.
	Callers []string
	// Roles are the roles of which the actor needs one.
	Roles []identity.Role
	// Personal says that the answer holds personal data.
	Personal bool
	// Deadline is the longest time the method may take. Only streams may have none.
	Deadline time.Duration
	// Idempotency says what a repeated call does.
	Idempotency optionsv1.Policy_Idempotency
	// NotBuilt says that the method is promised and not offered yet.
	NotBuilt bool
	// Stream says that either side may send several messages.
	Stream bool
	// Input describes the request.
	Input protoreflect.MessageDescriptor
}

// ReadOnly reports whether the method changes nothing.
func (m Method) ReadOnly() bool { return m.Idempotency == optionsv1.Policy_READ }

// Workloads returns the names of all workloads that any policy may allow, in the proto's order.
func Workloads() []string {
	values := optionsv1.Policy_CALLER_UNSPECIFIED.Descriptor().Values()
	names := make([]string, 0, values.Len())
	for i := range values.Len() {
		if value := values.Get(i); value.Number() != 0 {
			names = append(names, strings.ToLower(string(value.Name())))
		}
	}
	return names
}

// Of returns the policies of the linked proto service, such as firstcall.intake.v1.InquiryService. It fails with
// ErrIncomplete when a method has none or only part of one.
func Of(service string) ([]Method, error) {
	descriptor, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(service))
	if err != nil {
		return nil, fmt.Errorf("policy of %s: %w", service, err)
	}
	sd, ok := descriptor.(protoreflect.ServiceDescriptor)
	if !ok {
		return nil, fmt.Errorf("policy of %s: not a service", service)
	}
	return read(sd)
}

// Linked returns the policies of every service linked into this program whose proto package starts with prefix.
func Linked(prefix string) ([]Method, error) {
	var all []Method
	var failed error
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if !strings.HasPrefix(string(file.Package()), prefix) {
			return true
		}
		for i := range file.Services().Len() {
			methods, err := read(file.Services().Get(i))
			failed = errors.Join(failed, err)
			all = append(all, methods...)
		}
		return true
	})
	return all, failed
}

func read(sd protoreflect.ServiceDescriptor) ([]Method, error) {
	var failed error
	methods := make([]Method, 0, sd.Methods().Len())
	for i := range sd.Methods().Len() {
		m, err := readMethod(sd, sd.Methods().Get(i))
		failed = errors.Join(failed, err)
		methods = append(methods, m)
	}
	return methods, failed
}

func readMethod(sd protoreflect.ServiceDescriptor, md protoreflect.MethodDescriptor) (Method, error) {
	m := Method{
		FullName: fmt.Sprintf("/%s/%s", sd.FullName(), md.Name()),
		Stream:   md.IsStreamingClient() || md.IsStreamingServer(),
		Input:    md.Input(),
	}
	p, _ := proto.GetExtension(md.Options(), optionsv1.E_Policy).(*optionsv1.Policy)
	for _, c := range p.GetCallers() {
		m.Callers = append(m.Callers, strings.ToLower(c.String()))
	}
	for _, r := range p.GetRoles() {
		m.Roles = append(m.Roles, identity.Role(r.String()))
	}
	m.Personal = p.GetPersonal()
	m.Deadline = p.GetDeadline().AsDuration()
	m.Idempotency = p.GetIdempotency()
	m.NotBuilt = p.GetNotBuilt()
	return m, check(m, p)
}

func check(m Method, p *optionsv1.Policy) error {
	var missing []string
	if len(m.Callers) == 0 {
		missing = append(missing, "callers")
	}
	if len(m.Roles) == 0 {
		missing = append(missing, "roles")
	}
	if m.Deadline < 0 || (m.Deadline == 0 && !m.Stream) {
		missing = append(missing, "deadline")
	}
	if m.Idempotency == optionsv1.Policy_IDEMPOTENCY_UNSPECIFIED {
		missing = append(missing, "idempotency")
	}
	for _, c := range p.GetCallers() {
		if known(c) == "" {
			missing = append(missing, "known callers")
		}
	}
	for _, r := range p.GetRoles() {
		if known(r) == "" {
			missing = append(missing, "known roles")
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("%w: %s lacks %s", ErrIncomplete, m.FullName, strings.Join(missing, ", "))
	}
	return nil
}

// known returns the name of a declared enum value other than the unspecified one, and "" otherwise.
func known(e protoreflect.Enum) string {
	value := e.Descriptor().Values().ByNumber(e.Number())
	if value == nil || e.Number() == 0 {
		return ""
	}
	return string(value.Name())
}
