// Package identity says who makes a call: the workload at the other end of the connection and the person it acts for.
package identity

import (
	"context"
	"slices"
	"strings"
)

// Metadata is the gRPC metadata key that carries the identity token.
const Metadata = "firstcall-identity"

// VisitorID is the actor id every anonymous visitor shares.
const VisitorID = "visitor"

// Role is what the acting person is. Roles are a set; none implies another.
type Role string

// The roles, named as in firstcall.options.v1.Policy.Role.
const (
	Visitor      Role = "VISITOR"
	Client       Role = "CLIENT"
	FrontDesk    Role = "FRONT_DESK"
	Clinician    Role = "CLINICIAN"
	ClinicalLead Role = "CLINICAL_LEAD"
	Admin        Role = "ADMIN"
	Service      Role = "SERVICE"
)

// Actor is the person acting, or the service itself when no person is.
type Actor struct {
	// ID is "visitor", "staff/<id>", "clients/<inquiry id>" or "services/<name>".
	ID string
	// Roles are what the actor may act as; read-only.
	Roles []Role
	// Provider is the resource name of a clinician's own calendar, "" for everybody else.
	Provider string
}

// Has reports whether the actor has the role.
func (a Actor) Has(role Role) bool { return slices.Contains(a.Roles, role) }

// IsVisitor reports whether the actor is an anonymous visitor.
func (a Actor) IsVisitor() bool { return a.ID == VisitorID }

// VisitorActor is the anonymous visitor of the practice's website.
func VisitorActor() Actor { return Actor{ID: VisitorID, Roles: []Role{Visitor}} }

// ClientActor is the holder of a manage link of the inquiry, given as its bare id or as "inquiries/<id>".
func ClientActor(inquiry string) Actor {
	return Actor{ID: "clients/" + strings.TrimPrefix(inquiry, "inquiries/"), Roles: []Role{Client}}
}

// ServiceActor is a service that acts for nobody but itself.
func ServiceActor(name string) Actor {
	return Actor{ID: "services/" + name, Roles: []Role{Service}}
}

// Identity is who makes the call being served.
type Identity struct {
	// Caller is the workload: gateway, intake, matching or scheduling.
	Caller string
	// Actor is on whose behalf.
	Actor Actor
	// Token proves the actor to the next service; "" when the actor is the caller itself. Never logged.
	Token string
}

type key struct{}

// With returns a context that carries the identity. Outgoing calls made with it act for the same person.
func With(ctx context.Context, id Identity) context.Context {
	return context.WithValue(ctx, key{}, id)
}

// From returns the identity of ctx; the zero Identity, which may do nothing, when it has none.
func From(ctx context.Context) Identity {
	id, _ := ctx.Value(key{}).(Identity)
	return id
}
