package pages

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

// caseloadBody is how many clients a therapist has, and those brought along as they were typed.
type caseloadBody struct {
	ID, Name, Caseload     string
	Brought, Etag, Request string
	Saved                  bool
}

// maxBrought is the most clients a therapist may have brought along.
const maxBrought = 500

// caseload shows how many of a therapist's clients were brought along.
func (s *site) caseload(w http.ResponseWriter, r *http.Request) {
	s.renderCaseload(w, r, http.StatusOK, caseloadBody{}, nil)
}

// renderCaseload shows what was typed, or what is so.
func (s *site) renderCaseload(w http.ResponseWriter, r *http.Request, status int, body caseloadBody, problems []problem) {
	reply, err := s.Therapists.GetTherapist(r.Context(), &matchingv1.GetTherapistRequest{Name: "therapists/" + r.PathValue("id")})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	t := reply.GetTherapist()
	brought := int(t.GetCapacity().GetBroughtClients())
	if problems == nil {
		body.Brought = strconv.Itoa(brought)
	}
	body.ID, body.Name, body.Etag, body.Request = r.PathValue("id"), t.GetDisplayName(), t.GetEtag(), newRequestID()
	body.Caseload = fmt.Sprintf("%s: %d brought along, %d paired here", rosterRowOf(t).Caseload, brought, int(t.GetCapacity().GetActiveClients())-brought)
	body.Saved = r.URL.Query().Get("done") == "saved"
	s.render(w, r, status, "caseload", view{Title: "Clients of " + body.Name, Section: "therapists", Private: true, Problems: problems, Body: body})
}

// saveCaseload notes how many of the clients brought along are still in care.
func (s *site) saveCaseload(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	body := caseloadBody{Brought: strings.TrimSpace(r.PostForm.Get("brought"))}
	brought, err := strconv.ParseInt(body.Brought, 10, 32)
	if err != nil || brought < 0 || brought > maxBrought {
		s.renderCaseload(w, r, http.StatusUnprocessableEntity, body, []problem{{"brought", fmt.Sprintf("Enter a whole number up to %d", maxBrought)}})
		return
	}
	_, err = s.Therapists.UpdateTherapist(r.Context(), &matchingv1.UpdateTherapistRequest{
		Therapist: &matchingv1.Therapist{
			Name: "therapists/" + r.PathValue("id"), Etag: r.PostForm.Get("etag"), Capacity: &matchingv1.Therapist_Capacity{BroughtClients: int32(brought)},
		},
		UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"capacity.brought_clients"}}, RequestId: r.PostForm.Get("request"),
	})
	if err == nil {
		http.Redirect(w, r, "/therapists/"+r.PathValue("id")+"/clients?done=saved", http.StatusSeeOther)
		return
	}
	if p, ok := refusal(err); ok {
		s.renderCaseload(w, r, statusOf(err), body, []problem{p})
		return
	}
	s.fail(w, r, err)
}
