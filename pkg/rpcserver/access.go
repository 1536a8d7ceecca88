package rpcserver

import (
	"context"
	"net"
	"slices"

	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/inproc"
	"github.com/firstcall-health/firstcall/pkg/policy"
	"github.com/firstcall-health/firstcall/pkg/tlsconf"
)

var (
	errUnauthenticated = errs.New(errs.Unauthenticated, errs.ReasonUnauthenticated, "valid credentials are required")
	errDenied          = errs.New(errs.PermissionDenied, errs.ReasonPermissionDenied, "you may not do this")
)

// checkAccess asks in this order: is the workload known, may it call this, is the person proven, may the person do
// this. A method that is promised and not built says so only to those who may call it.
func (s *Server) checkAccess(ctx context.Context, c *call, next func(context.Context) error) error {
	c.identity.Caller = caller(ctx)
	if c.method == nil {
		if service(c.name) {
			return next(ctx)
		}
		return errDenied
	}
	if c.identity.Caller == "" {
		return errUnauthenticated
	}
	if !slices.Contains(c.method.Callers, c.identity.Caller) {
		return errDenied
	}
	if err := s.identify(ctx, &c.identity); err != nil {
		return err
	}
	if !allowed(c.method.Method, c.identity.Actor) {
		return errDenied
	}
	if c.method.NotBuilt {
		return errs.NotBuilt()
	}
	return next(identity.With(ctx, c.identity))
}

// identify fills in the actor: the one the token proves, or the calling service itself.
func (s *Server) identify(ctx context.Context, who *identity.Identity) error {
	switch tokens := metadata.ValueFromIncomingContext(ctx, identity.Metadata); {
	case len(tokens) == 0:
		who.Actor = identity.ServiceActor(who.Caller)
		return nil
	case len(tokens) > 1 || s.cfg.Verifier == nil:
		return errUnauthenticated
	default:
		actor, err := s.cfg.Verifier.Verify(tokens[0])
		if err != nil {
			return errUnauthenticated.Wrap(err)
		}
		who.Actor, who.Token = actor, tokens[0]
		return nil
	}
}

func allowed(p policy.Method, actor identity.Actor) bool {
	return slices.ContainsFunc(actor.Roles, func(r identity.Role) bool { return slices.Contains(p.Roles, r) })
}

// service reports whether the method belongs to one of the exempt services.
func service(fullMethod string) bool {
	return len(fullMethod) > 0 && exempt(fullMethod[1:])
}

// caller is the name of the workload at the other end, proven by its certificate or by living in this process.
func caller(ctx context.Context) string {
	p, ok := peer.FromContext(ctx)
	if !ok {
		return ""
	}
	switch info := p.AuthInfo.(type) {
	case inproc.AuthInfo:
		return info.Caller
	case credentials.TLSInfo:
		return tlsconf.Caller(info.State)
	default:
		return ""
	}
}

// transport accepts in-process connections as such and everything else by mutual TLS or, without a certificate, not
// at all.
func transport(source *tlsconf.Source) credentials.TransportCredentials {
	t := mixed{TransportCredentials: inproc.Credentials("")}
	if source != nil {
		t.tls = tlsconf.ServerCredentials(source, policy.Workloads()...)
	}
	return t
}

// mixed chooses by the connection's type, which the listener decides and no client can.
type mixed struct {
	credentials.TransportCredentials
	tls credentials.TransportCredentials
}

// ServerHandshake implements credentials.TransportCredentials.
func (m mixed) ServerHandshake(conn net.Conn) (net.Conn, credentials.AuthInfo, error) {
	if m.tls == nil || inproc.Is(conn) {
		return m.TransportCredentials.ServerHandshake(conn)
	}
	return m.tls.ServerHandshake(conn)
}

// Clone implements credentials.TransportCredentials.
func (m mixed) Clone() credentials.TransportCredentials { return m }
