package firstcall

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

// everyRole is every role a call can be made in; SERVICE is the calling service with nobody acting.
var everyRole = []identity.Role{
	identity.Visitor, identity.Client, identity.FrontDesk, identity.Clinician, identity.ClinicalLead, identity.Admin, identity.Service,
}

// everyCaller is every workload that can be at the other end, and one that is none of ours.
var everyCaller = []string{RoleGateway, RoleIntake, RoleMatching, RoleScheduling, "stranger"}

// TestAccess calls every method of every service as every workload in every role, and compares who is let in with the
// reviewed list in testdata/access.txt. Set UPDATE=1 to write the list anew, and review the difference.
func TestAccess(t *testing.T) {
	t.Parallel()
	p := running(t)
	signer := identity.NewSigner(p.keys.private, p.clock)
	conns := map[[2]string]*grpc.ClientConn{}
	var list strings.Builder
	for _, method := range everyMethod(t) {
		service := strings.Split(string(method.FullName()), ".")[1]
		for _, caller := range everyCaller {
			conn := conns[[2]string{caller, service}]
			if conn == nil {
				var err error
				conn, err = p.dial(caller, service)
				require.NoError(t, err)
				conns[[2]string{caller, service}] = conn
			}
			var letIn []string
			for _, role := range everyRole {
				err := tryMethod(t, conn, method, asRole(t, signer, role))
				if reason := errs.ReasonOf(err); reason != errs.ReasonPermissionDenied && reason != errs.ReasonUnauthenticated {
					letIn = append(letIn, string(role))
				}
			}
			if len(letIn) > 0 {
				fmt.Fprintf(&list, "%s\t%s\t%s\n", method.FullName(), caller, strings.Join(letIn, " "))
			}
		}
	}
	golden := filepath.Join("testdata", "access.txt")
	if os.Getenv("UPDATE") != "" {
		require.NoError(t, os.WriteFile(golden, []byte(list.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), list.String())
}

// TestEveryMethodHasPolicy holds the protos to the rules every method keeps.
func TestEveryMethodHasPolicy(t *testing.T) {
	t.Parallel()
	for _, method := range everyMethod(t) {
		policy, ok := proto.GetExtension(method.Options(), optionsv1.E_Policy).(*optionsv1.Policy)
		require.True(t, ok && policy != nil, "%s has no policy", method.FullName())
		require.NotEmpty(t, policy.GetCallers(), method.FullName())
		require.NotEmpty(t, policy.GetRoles(), method.FullName())
		require.NotZero(t, policy.GetIdempotency(), method.FullName())
		require.True(t, method.IsStreamingServer() || policy.GetDeadline() != nil, "%s has no deadline", method.FullName())
		if policy.GetIdempotency() == optionsv1.Policy_REQUEST_ID && !policy.GetNotBuilt() {
			require.NotNil(t, method.Input().Fields().ByName("request_id"), "%s takes no request_id", method.FullName())
		}
	}
}

// everyMethod lists the methods of all our services, by name.
func everyMethod(t *testing.T) []protoreflect.MethodDescriptor {
	t.Helper()
	var methods []protoreflect.MethodDescriptor
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if !strings.HasPrefix(string(file.Package()), "firstcall.") {
			return true
		}
		for i := range file.Services().Len() {
			for j := range file.Services().Get(i).Methods().Len() {
				methods = append(methods, file.Services().Get(i).Methods().Get(j))
			}
		}
		return true
	})
	require.Greater(t, len(methods), 50)
	slices.SortFunc(methods, func(a, b protoreflect.MethodDescriptor) int {
		return strings.Compare(string(a.FullName()), string(b.FullName()))
	})
	return methods
}

func asRole(t *testing.T, signer *identity.Signer, role identity.Role) context.Context {
	t.Helper()
	if role == identity.Service {
		return t.Context()
	}
	actor := identity.Actor{ID: "staff/test", Roles: []identity.Role{role}}
	if role == identity.Visitor {
		actor = identity.VisitorActor()
	}
	token, err := signer.Mint(actor, RoleIntake, RoleScheduling, RoleMatching)
	require.NoError(t, err)
	return identity.With(t.Context(), identity.Identity{Actor: actor, Token: token})
}

// tryMethod sends an empty request; only whether it was let in matters.
func tryMethod(t *testing.T, conn *grpc.ClientConn, method protoreflect.MethodDescriptor, ctx context.Context) error {
	t.Helper()
	path := fmt.Sprintf("/%s/%s", method.Parent().FullName(), method.Name())
	in, out := dynamicpb.NewMessage(method.Input()), dynamicpb.NewMessage(method.Output())
	if !method.IsStreamingServer() {
		return conn.Invoke(ctx, path, in, out)
	}
	// Whoever is let in would wait for something to happen: a cursor that is no cursor is refused at once, and after the caller.
	after := method.Input().Fields().ByName("after")
	require.NotNil(t, after, path)
	in.Set(after, protoreflect.ValueOfString(strings.Repeat("x", 65)))
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	stream, err := conn.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true}, path)
	if err != nil {
		return err
	}
	if err := stream.SendMsg(in); err != nil {
		return err
	}
	if err := stream.CloseSend(); err != nil {
		return err
	}
	return stream.RecvMsg(out)
}

// running is the product in this process, embedded, with the demo practice.
func running(t *testing.T, settings ...string) *process {
	t.Helper()
	p, err := newProcess(t.Context(), testConfig(t, settings...), zap.NewNop())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.stop()) })
	require.NoError(t, p.start(t.Context()))
	require.NoError(t, p.awaitReady(t.Context()))
	return p
}
