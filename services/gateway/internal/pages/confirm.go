package pages

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
)

// confirmBody is the page after a booking, a move or a wish to be called.
type confirmBody struct {
	// Code is shown 4-4; empty after a move, when it stays what it was.
	Code string
	// When is set for a booked call.
	When moment
	// Start and End are RFC 3339, for the calendar file.
	Start, End, Zone string
	Booked           bool
	// Windows are the wished times of a call back, in words.
	Windows []string
	// ManageLink is the link with its secret in the fragment.
	ManageLink string
	// Phone is the number we will call, as typed.
	Phone string
	// Email says that a mail is on its way.
	Email bool
	// Moved says that it is a new time for a call booked before.
	Moved bool
	// MayMessage says whether we leave a message when nobody answers.
	MayMessage bool
}

// showConfirmation renders the last page of a booking.
func (s *site) showConfirmation(w http.ResponseWriter, r *http.Request, d details, reply *intakev1.SubmitInquiryResponse) {
	body := confirmBody{
		Code: reply.GetConfirmationCode(), ManageLink: manageLink(reply.GetManageUrl()), Phone: d.Phone,
		Email: d.Email != "", MayMessage: d.Message != "none",
	}
	title := "We will call you"
	if c := reply.GetConsultation(); c != nil {
		title = "Your call is booked"
		body.book(c, d.zoneOf(s.practiceView(r.Context()).Zone), s.practiceView(r.Context()).Zone)
	}
	for _, window := range reply.GetCallback().GetWindows() {
		for _, c := range (detailsBody{}).CallWindows() {
			if c.Value == window.String() {
				body.Windows = append(body.Windows, c.Label)
			}
		}
	}
	s.render(w, r, http.StatusOK, "confirm", view{
		Title: title, Private: true, CrisisOpen: reply.GetCrisisBlockExpanded(), Body: body,
	})
}

// book fills in the time of the call.
func (b *confirmBody) book(c *intakev1.BookedConsultation, zone, practice *time.Location) {
	b.Booked = true
	b.When = momentIn(c.GetStartTime().AsTime(), zone, practice)
	b.Start = c.GetStartTime().AsTime().UTC().Format(time.RFC3339)
	b.End = c.GetEndTime().AsTime().UTC().Format(time.RFC3339)
	b.Zone = zone.String()
}

// manageLink takes the path and fragment of a manage URL, so that the link stays on the host the visitor is on.
func manageLink(full string) string {
	u, err := url.Parse(full)
	if err != nil || u.Fragment == "" {
		return ""
	}
	return "/manage#" + strings.TrimPrefix(u.EscapedFragment(), "#")
}
