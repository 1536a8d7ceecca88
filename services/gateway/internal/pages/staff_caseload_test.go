package pages_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

func (p *practice) UpdateTherapist(
	_ context.Context, req *matchingv1.UpdateTherapistRequest, _ ...grpc.CallOption,
) (*matchingv1.UpdateTherapistResponse, error) {
	if err := p.trip("UpdateTherapist"); err != nil {
		return nil, err
	}
	p.updated = append(p.updated, req)
	return &matchingv1.UpdateTherapistResponse{}, nil
}

func TestCaseloadPage(t *testing.T) {
	t.Parallel()
	const page = "/therapists/t1/clients"
	p := newPractice()
	b := staff(t, p)
	require.NotContains(t, b.get("/therapists").body, page, "the practice manager's")
	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_ADMIN}
	require.Contains(t, b.get("/therapists").body, page)

	got := b.get(page)
	require.Contains(t, got.body, "19 clients of 20 places: 12 brought along, 7 paired here.")
	require.Contains(t, got.body, `value="12"`)
	form := got.hidden()
	require.Equal(t, "e3", form.Get("etag"))

	for _, wrong := range []string{"", "-1", "501", "eleven"} {
		form.Set("brought", wrong)
		got = b.post(page, form)
		require.Equal(t, http.StatusUnprocessableEntity, got.status)
		require.Contains(t, got.body, "Enter a whole number up to 500")
		require.Contains(t, got.body, `value="`+wrong+`"`)
	}
	require.Empty(t, p.updated)

	form.Set("brought", "11")
	p.fail["UpdateTherapist"] = []error{errs.New(errs.Aborted, errs.ReasonETagMismatch, "changed since")}
	got = b.post(page, form)
	require.Equal(t, http.StatusConflict, got.status)
	require.Contains(t, got.body, `value="11"`)
	got = b.post(page, form)
	require.Equal(t, page+"?done=saved", got.header.Get("Location"))
	require.Contains(t, b.get(page+"?done=saved").body, "The number is saved.")
	require.Len(t, p.updated, 1)
	req := p.updated[0]
	require.Equal(t, "therapists/t1", req.GetTherapist().GetName())
	require.Equal(t, "e3", req.GetTherapist().GetEtag())
	require.Equal(t, form.Get("request"), req.GetRequestId())
	require.Equal(t, []string{"capacity.brought_clients"}, req.GetUpdateMask().GetPaths())
	require.EqualValues(t, 11, req.GetTherapist().GetCapacity().GetBroughtClients())
	require.Equal(t, http.StatusNotFound, b.get("/"+goneTherapist+"/clients").status)
}
