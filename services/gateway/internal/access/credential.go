package access

import (
	"context"
	"crypto/sha256"
	"net/http"
	"strings"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

// Bearer returns the token of the Authorization header, "" unless there is exactly one of the Bearer scheme.
func Bearer(h http.Header) string {
	values := h.Values("Authorization")
	if len(values) != 1 {
		return ""
	}
	scheme, token, _ := strings.Cut(values[0], " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// Actor is the member of staff as the services know them.
func Actor(member *intakev1.StaffMember) identity.Actor {
	actor := identity.Actor{ID: member.GetName(), Provider: member.GetProvider()}
	for _, role := range member.GetRoles() {
		actor.Roles = append(actor.Roles, identity.Role(role.String()))
	}
	return actor
}

// AsGateway returns a context in which calls are made for nobody but the gateway itself.
func AsGateway(ctx context.Context) context.Context {
	return identity.With(ctx, identity.Identity{Caller: caller, Actor: identity.ServiceActor(caller)})
}

func (c Credential) length() int { return len(c.Token) + len(c.Session) }

// key is what is remembered instead of the secret.
func (c Credential) key() [sha256.Size]byte {
	if c.Session != "" {
		return sha256.Sum256([]byte("session " + c.Session))
	}
	return sha256.Sum256([]byte("token " + c.Token))
}

func (c Credential) request() *intakev1.AuthenticateRequest {
	if c.Session != "" {
		return &intakev1.AuthenticateRequest{Credential: &intakev1.AuthenticateRequest_Session{Session: c.Session}}
	}
	return &intakev1.AuthenticateRequest{Credential: &intakev1.AuthenticateRequest_Token{Token: c.Token}}
}
