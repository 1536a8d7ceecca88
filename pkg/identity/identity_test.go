package identity_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

func TestContext(t *testing.T) {
	t.Parallel()
	require.Equal(t, identity.Identity{}, identity.From(t.Context()))
	want := identity.Identity{Caller: "gateway", Actor: identity.VisitorActor(), Token: "t"}
	require.Equal(t, want, identity.From(identity.With(t.Context(), want)))
}

func TestActors(t *testing.T) {
	t.Parallel()
	require.True(t, identity.VisitorActor().IsVisitor())
	require.True(t, identity.VisitorActor().Has(identity.Visitor))
	require.False(t, identity.VisitorActor().Has(identity.Client))
	require.Equal(t, "clients/abc", identity.ClientActor("inquiries/abc").ID)
	require.Equal(t, identity.ClientActor("abc"), identity.ClientActor("inquiries/abc"))
	require.Equal(t, "services/intake", identity.ServiceActor("intake").ID)
	require.False(t, identity.ServiceActor("intake").IsVisitor())
	require.False(t, identity.Actor{}.Has(""))
}

func TestRolesAreTheProtos(t *testing.T) {
	t.Parallel()
	roles := []identity.Role{
		identity.Visitor, identity.Client, identity.FrontDesk, identity.Clinician,
		identity.ClinicalLead, identity.Admin, identity.Service,
	}
	require.Len(t, optionsv1.Policy_Role_value, len(roles)+1)
	for _, r := range roles {
		require.Contains(t, optionsv1.Policy_Role_value, string(r))
	}
}
