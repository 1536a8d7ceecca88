package pages

import (
	"net/http"
	"slices"
	"strings"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
)

const (
	// waitingPage is how many who wait one page shows.
	waitingPage = 100
	// namesAtOnce is how many clients are asked about in one go.
	namesAtOnce = 200
)

// waitingBody is who waits for a therapist, and the way to a plan for all of them.
type waitingBody struct {
	Entries []waitingRow
	Next    string
	First   bool
	// Request makes working out a plan again safe.
	Request string
}

// waitingRow is one client who waits.
type waitingRow struct {
	Client  clientLink
	Since   string
	Offered bool
	marks
}

// clientLink leads to a client. Whoever may not read who the client is sees only that it is one.
type clientLink struct{ Name, Link string }

// waiting lists who waits, the longest first.
func (s *site) waiting(w http.ResponseWriter, r *http.Request) {
	reply, err := s.Therapists.ListWaitlist(r.Context(), &matchingv1.ListWaitlistRequest{
		PageSize: waitingPage, PageToken: r.URL.Query().Get("page"),
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	var who []string
	for _, e := range reply.GetEntries() {
		who = append(who, e.GetInquiry())
	}
	names, err := s.namesOf(r, who)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	flags, err := s.flagged(r.Context(), who)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	body := waitingBody{Next: reply.GetNextPageToken(), First: r.URL.Query().Get("page") == "", Request: newRequestID()}
	for _, e := range reply.GetEntries() {
		body.Entries = append(body.Entries, waitingRow{
			Client: names.of(e.GetInquiry()), Since: s.since(r, e.GetSinceTime()), Offered: e.GetState() == matchingv1.WaitlistEntry_OFFERED,
			marks: marksOf(e.GetNeed(), flags[e.GetInquiry()]),
		})
	}
	s.render(w, r, http.StatusOK, "waiting", view{Title: "Waitlist", Section: "waitlist", Private: true, Body: body})
}

// clientNames are those of inquiries, where the person may read them.
type clientNames struct {
	known map[string]string
	may   bool
}

// namesOf reads who the clients of the inquiries are.
func (s *site) namesOf(r *http.Request, inquiries []string) (clientNames, error) {
	names := clientNames{known: map[string]string{}, may: s.has(r, optionsv1.Policy_FRONT_DESK)}
	if !names.may {
		return names, nil
	}
	for some := range slices.Chunk(inquiries, namesAtOnce) {
		reply, err := s.Intake.ListInquiries(r.Context(), &intakev1.ListInquiriesRequest{Names: some, PageSize: namesAtOnce})
		if err != nil {
			return names, err
		}
		for _, q := range reply.GetInquiries() {
			names.known[q.GetName()] = personName(q.GetContact())
		}
	}
	return names, nil
}

// of is the link to an inquiry's client.
func (n clientNames) of(inquiry string) clientLink {
	switch name := n.known[inquiry]; {
	case !n.may:
		return clientLink{Name: "Client " + shortID(inquiry)}
	case name == "":
		return clientLink{"Client " + shortID(inquiry), "/" + inquiry}
	default:
		return clientLink{name, "/" + inquiry}
	}
}

// shortID is enough of a resource's id to tell clients of one page apart.
func shortID(name string) string {
	const enough = 6
	_, id, _ := strings.Cut(name, "/")
	return strings.ToUpper(id[:min(enough, len(id))])
}

// SeesWaitlist reports whether the signed-in person works with the waitlist.
func (v view) SeesWaitlist() bool {
	return v.hasAny(optionsv1.Policy_FRONT_DESK, optionsv1.Policy_ADMIN)
}
