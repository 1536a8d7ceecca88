package pages

import (
	"net/http"
	"regexp"
	"time"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// chooseBody is the first page: what the call is, and the open times.
type chooseBody struct {
	openTimes
	// Visit makes the requests of this page safe to repeat.
	Visit string
	// From is where the visitor came from, Topic the concern that came along.
	From, Topic, TopicLabel string
	// Nearest are offered when the chosen time was taken.
	Nearest []openTime
	// Down is set when the open times cannot be read.
	Down bool
}

// origins are the values the inquiry's origin may have.
var origins = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$`)

// cleanOrigin drops an origin the inquiry could not carry.
func cleanOrigin(from string) string {
	if !origins.MatchString(from) {
		return ""
	}
	return from
}

// home leads to the booking page.
func (s *site) home(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/book", http.StatusSeeOther)
}

// chooseTime shows the start page.
func (s *site) chooseTime(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	from := cleanOrigin(query.Get("from"))
	s.showTimes(w, r, http.StatusOK, times{
		zone: query.Get("zone"), day: query.Get("day"), from: from, topic: suggestedConcern(query.Get("topic"), from),
	})
}

// times is what the start page needs to know to show itself.
type times struct {
	zone, day, from, topic string
	problems               []problem
	nearest                []openTime
}

// showTimes renders the start page. When the open times cannot be read it says so and points to the other ways.
func (s *site) showTimes(w http.ResponseWriter, r *http.Request, status int, t times) {
	practice := s.practiceView(r.Context())
	zone := zoneOr(t.zone, practice.Zone)
	body := chooseBody{
		Visit: id.New(), From: t.from, Topic: t.topic, TopicLabel: concernLabel(t.topic), Nearest: t.nearest,
	}
	open, err := s.listOpenTimes(r.Context(), zone, practice.Zone, t.day)
	if err != nil {
		if errs.CodeOf(err) == errs.ResourceExhausted {
			s.fail(w, r, err)
			return
		}
		body.Down, status = true, http.StatusServiceUnavailable
		open = openTimes{Zone: zone, Practice: practice.Zone}
	}
	body.openTimes = open
	s.render(w, r, status, "choose", view{Title: "Book a free 10-minute call", Problems: t.problems, Body: body})
}

// Query is the part of the address that links of the page keep.
func (b chooseBody) Query() map[string]string {
	keep := map[string]string{}
	if b.Zone.String() != b.Practice.String() {
		keep["zone"] = b.Zone.String()
	}
	if b.From != "" {
		keep["from"] = b.From
	}
	if b.Topic != "" {
		keep["topic"] = slug(b.Topic)
	}
	return keep
}

// parseStamp reads RFC 3339; the zero time when it is none.
func parseStamp(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return at
}
