package edge

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/gateway/internal/problem"
)

// calendarPath begins the path of a calendar feed; the secret and calendarEnd follow. The path is never logged.
const (
	calendarPath = "/calendar/"
	calendarEnd  = ".ics"
)

// secretLength is that of a feed's secret; nothing shorter or longer is asked about.
const secretLength = 43

// calendars serves the feeds that phones subscribe to. Whoever has the secret may read; every path that does not work is
// answered alike.
type calendars struct {
	feeds schedulingv1.BookingServiceClient
	// admit lets a visitor in, within the limits.
	admit func(ctx context.Context) (context.Context, error)
}

// ServeHTTP implements http.Handler.
func (c *calendars) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	label(w, calendarPath+"{secret}"+calendarEnd)
	reading(w, r, c.read)
}

func (c *calendars) read(w http.ResponseWriter, r *http.Request) {
	ctx, err := c.admit(r.Context())
	if err != nil {
		problem.Write(w, r, err)
		return
	}
	secret, ok := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, calendarPath), calendarEnd)
	if !ok || len(secret) != secretLength || r.URL.RawQuery != "" || strings.Contains(secret, "/") {
		problem.Write(w, r, problem.NotFound())
		return
	}
	feed, err := c.feeds.ReadCalendarFeed(ctx, &schedulingv1.ReadCalendarFeedRequest{Secret: secret})
	if err != nil {
		problem.Write(w, r, feedProblem(err))
		return
	}
	tag := `"` + feed.GetEtag() + `"`
	h := w.Header()
	h.Set("Cache-Control", "private")
	h.Set("ETag", tag)
	h.Set("X-Robots-Tag", "noindex, nofollow")
	if matches(r.Header.Values("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Content-Disposition", `inline; filename="booked.ics"`)
	h.Set("Content-Length", strconv.Itoa(len(feed.GetContent())))
	_, _ = w.Write(feed.GetContent()) // a client that went away is no fault
}

// feedProblem makes an unknown, a revoked and a malformed secret look like an address that is not there.
func feedProblem(err error) error {
	switch errs.CodeOf(err) {
	case errs.NotFound, errs.InvalidArgument:
		return problem.NotFound()
	default:
		return err
	}
}
