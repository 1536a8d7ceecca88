package pages

import (
	"net/http"
	"slices"
	"strings"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

const (
	// waitingPage is how many who wait one page shows.
	waitingPage = 100
	// namesAtOnce is how many clients' names are read at once.
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
	// SpeakFirst says that a licensed person speaks with them before anything is offered.
	SpeakFirst bool
	// Pressing says how soon they must be seen; "" when routine.
	Pressing string
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
	names, err := s.waitingNames(r, who)
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
		row := waitingRow{
			Client: names.of(e.GetInquiry()), Since: s.since(r, e.GetSinceTime()), Offered: e.GetState() == matchingv1.WaitlistEntry_OFFERED,
			SpeakFirst: flags[e.GetInquiry()],
		}
		if tier := e.GetNeed().GetTier(); tier > typev1.Urgency_ROUTINE {
			row.Pressing = words(tier.String())
		}
		body.Entries = append(body.Entries, row)
	}
	s.render(w, r, http.StatusOK, "waiting", view{Title: "Waitlist", Section: "waitlist", Private: true, Body: body})
}

// clientNames are those of inquiries, where the person may read them.
type clientNames struct {
	known map[string]string
	may   bool
}

// waitingNames reads who those are, of whoever waits or chooses.
func (s *site) waitingNames(r *http.Request, who []string) (clientNames, error) {
	names := clientNames{known: map[string]string{}, may: s.has(r, optionsv1.Policy_FRONT_DESK)}
	unnamed := func(inquiry string) bool { return names.known[inquiry] == "" }
	req := &intakev1.ListInquiriesRequest{Filter: "state = WAITLISTED OR state = PROPOSED", PageSize: namesAtOnce}
	for names.may {
		reply, err := s.Intake.ListInquiries(r.Context(), req)
		if err != nil {
			return names, err
		}
		for _, q := range reply.GetInquiries() {
			names.known[q.GetName()] = personName(q.GetContact())
		}
		if req.PageToken = reply.GetNextPageToken(); req.GetPageToken() == "" || !slices.ContainsFunc(who, unnamed) {
			break
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
