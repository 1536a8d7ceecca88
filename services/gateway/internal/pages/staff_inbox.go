package pages

import (
	"net/http"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
)

const inboxPage = 25

// tab is one view of the inbox: its name in the address, its label, the filter and what to do when it is empty.
type tab struct {
	ID, Label, Filter, Empty string
	Chosen                   bool
}

func inboxTabs() []tab {
	return []tab{
		{ID: "", Label: "All", Empty: "Nobody has written yet. When someone books or phones, they appear here."},
		{
			ID: "to-call", Label: "To call", Filter: "state = NEW OR state = UNREACHED",
			Empty: "Nobody is waiting for a call. Booked calls are on the day’s page.",
		},
		{
			ID: "booked", Label: "Call booked", Filter: "state = CONSULTATION_BOOKED",
			Empty: "No call is booked. Enter a caller, or share the booking page.",
		},
		{
			ID: "to-match", Label: "Ready to match", Filter: "state = CONSULTED",
			Empty: "Nobody is waiting for a therapist. Record a call to bring someone here.",
		},
		{
			ID: "choosing", Label: "Choosing", Filter: "state = PROPOSED",
			Empty: "No proposal is open.",
		},
		{
			ID: "waiting", Label: "Waitlist", Filter: "state = WAITLISTED",
			Empty: "Nobody is on the waitlist.",
		},
		{
			ID: "paired", Label: "Paired", Filter: "state = PAIRED OR state = FIRST_SESSION_BOOKED OR state = IN_CARE",
			Empty: "Nobody is paired yet.",
		},
		{ID: "closed", Label: "Closed", Filter: "state = CLOSED", Empty: "Nothing is closed."},
	}
}

// inboxBody is a page of the inbox.
type inboxBody struct {
	Tabs  []tab
	Tab   tab
	Cards []card
	Next  string
	First bool
}

// inbox lists inquiries, newest first. The view and the page are in the address.
func (s *site) inbox(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	body := inboxBody{Tabs: inboxTabs(), First: query.Get("page") == ""}
	body.Tab = body.Tabs[0]
	for i, t := range body.Tabs {
		if t.ID == query.Get("show") {
			body.Tab = t
			body.Tabs[i].Chosen = true
		}
	}
	reply, err := s.Intake.ListInquiries(r.Context(), &intakev1.ListInquiriesRequest{
		Filter: body.Tab.Filter, PageSize: inboxPage, PageToken: query.Get("page"),
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	body.Next = reply.GetNextPageToken()
	zone := s.practiceView(r.Context()).Zone
	for _, q := range reply.GetInquiries() {
		c := s.cardOf(q)
		if at := q.GetConsultation().GetStartTime(); at != nil && q.GetState() == intakev1.Inquiry_CONSULTATION_BOOKED {
			c.When = momentWords(at.AsTime().In(zone))
		} else if at := q.GetNextAttemptTime(); at != nil && q.GetState() == intakev1.Inquiry_UNREACHED {
			c.When = "Try again " + momentWords(at.AsTime().In(zone))
		}
		body.Cards = append(body.Cards, c)
	}
	s.render(w, r, http.StatusOK, "inbox", view{Title: "Inbox", Section: "inbox", Body: body})
}
