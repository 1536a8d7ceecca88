package e2e

import (
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/firstcall/demo"
)

// TestCalendarFeeds subscribes a phone to the call desk's calendar and sees a call come, move and go, with nothing in it
// that says whose it is.
func TestCalendarFeeds(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p *product) {
		desk := p.tokens.FrontDesk
		made := call(t, 200, "POST", p.staff+"/v1/calendarFeeds", desk, object{"label": "tablet", "requestId": requestID()})
		path, feed := at[string](t, made, "path"), at[string](t, made, "calendarFeed", "name")
		require.Empty(t, p.feed(t, path))

		slots := p.openSlots(t)
		form := inquiryForm()
		form["slot"] = at[string](t, slots, 2, "slot")
		token := manageToken(t, call(t, 200, "POST", p.public+"/v1/inquiries", "", form))
		events := p.feed(t, path)
		require.Len(t, events, 1)
		uid := events[0].Props.Get("UID").Value
		requireBooked(t, events[0], "CONFIRMED", "0", at[string](t, slots, 2, "startTime"))

		moved := call(t, 200, "POST", p.public+"/v1/consultations:reschedule", "",
			object{"token": token, "slot": at[string](t, slots, 7, "slot"), "requestId": requestID()})
		events = p.feed(t, path)
		require.Equal(t, uid, events[0].Props.Get("UID").Value)
		requireBooked(t, events[0], "CONFIRMED", "1", at[string](t, slots, 7, "startTime"))
		call(t, 200, "POST", p.public+"/v1/consultations:cancel", "", object{"token": manageToken(t, moved), "requestId": requestID()})
		requireBooked(t, p.feed(t, path)[0], "CANCELLED", "2", at[string](t, slots, 7, "startTime"))

		data, err := demo.Load()
		require.NoError(t, err)
		own, other := "/v1/providers/"+data.Therapists[0].ID+"/calendarFeeds", "/v1/providers/"+data.Therapists[1].ID+"/calendarFeeds"
		mine := call(t, 200, "POST", p.staff+own, p.tokens.Clinician, object{"requestId": requestID()})
		require.Empty(t, p.feed(t, at[string](t, mine, "path")))
		refused(t, 404, "NOT_FOUND", "POST", p.staff+other, p.tokens.Clinician, object{"requestId": requestID()})
		refused(t, 403, "PERMISSION_DENIED", "GET", p.staff+own, desk, nil)

		call(t, 200, "POST", p.staff+"/v1/"+feed+":revoke", desk, object{})
		refused(t, 404, "NOT_FOUND", "GET", p.public+path, "", nil)
		refused(t, 404, "NOT_FOUND", "GET", p.public+"/calendar/"+strings.Repeat("x", 43)+".ics", "", nil)
		list := call(t, 200, "GET", p.staff+"/v1/calendarFeeds", p.tokens.Admin, nil)
		require.NotEmpty(t, at[string](t, list, "calendarFeeds", 0, "revokeTime"))
		for _, secret := range []string{at[string](t, made, "secret"), at[string](t, mine, "secret")} {
			require.NotContains(t, string(mustJSON(t, list)), secret)
			require.NotContains(t, p.logs(), secret)
		}
	})
}

// feed reads a feed as a phone does.
func (p *product) feed(t *testing.T, path string) []ical.Event {
	t.Helper()
	got, err := send("GET", p.public+path, "", nil)
	require.NoError(t, err)
	require.Equal(t, 200, got.status, "%s", got.raw)
	require.Equal(t, "text/calendar; charset=utf-8", got.header.Get("Content-Type"))
	require.Equal(t, "private", got.header.Get("Cache-Control"))
	require.NotEmpty(t, got.header.Get("ETag"))
	for _, word := range []string{"Ruiz", "Ana", "example.com", "BETRAYAL", "consultation", "providers", "ATTENDEE"} {
		require.NotContains(t, string(got.raw), word)
	}
	cal, err := ical.NewDecoder(strings.NewReader(string(got.raw))).Decode()
	require.NoError(t, err)
	return cal.Events()
}

func requireBooked(t *testing.T, e ical.Event, status, sequence, begin string) {
	t.Helper()
	require.Equal(t, "Booked", e.Props.Get("SUMMARY").Value)
	require.Equal(t, "PRIVATE", e.Props.Get("CLASS").Value)
	require.Equal(t, status, e.Props.Get("STATUS").Value)
	require.Equal(t, sequence, e.Props.Get("SEQUENCE").Value)
	start, err := e.DateTimeStart(nil)
	require.NoError(t, err)
	require.True(t, parseTime(t, begin).Equal(start))
}

// TestBusyCalendars lets a calendar on another host block a coordinator's slots.
func TestBusyCalendars(t *testing.T) {
	t.Parallel()
	var busy atomic.Int64 // Unix time; the product asks from a process of its own
	host := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:canary-dentist\r\nDTSTART:%s\r\nDURATION:PT10M\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
			time.Unix(busy.Load(), 0).UTC().Format("20060102T150405Z"))
	}))
	t.Cleanup(host.Close)
	roots := filepath.Join(t.TempDir(), "roots.pem")
	require.NoError(t, os.WriteFile(roots, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: host.Certificate().Raw}), 0o600))
	for _, layout := range []topology{allInOne, fourRoles} {
		t.Run(string(layout), func(t *testing.T) {
			p := start(t, "sqlite", layout, "FIRSTCALL_CALENDAR_NETWORKS=127.0.0.1/32", "SSL_CERT_FILE="+roots)
			provider := coordinators(t)[0]
			var begin string
			explain := func() string {
				return at[string](t, call(t, 200, "POST", p.staff+"/v1/slots:explain", p.tokens.FrontDesk, object{
					"appointmentType": "consultation", "provider": provider, "startTime": begin,
				}), "reason")
			}
			slots := p.openSlots(t)
			offered := slices.IndexFunc(slots, func(slot any) bool { // in the evening and at the weekend others take the calls
				begin = at[string](t, slot, "startTime")
				return explain() == "OFFERED"
			})
			require.NotEqual(t, -1, offered)
			busy.Store(parseTime(t, begin).Unix())
			collection := p.staff + "/v1/" + provider + "/busyCalendars"
			for _, wrong := range []string{"http://calendar.example.org/x", "https://10.0.0.1/x", "https://169.254.169.254/latest", "https://localhost/x"} {
				refused(t, 400, "INVALID_FIELDS", "POST", collection, p.tokens.Admin, object{"url": wrong, "requestId": requestID()})
			}
			refused(t, 403, "PERMISSION_DENIED", "POST", collection, p.tokens.FrontDesk, object{"url": host.URL, "requestId": requestID()})
			made := call(t, 200, "POST", collection, p.tokens.Admin, object{"url": host.URL + "/private-canary/basic.ics", "requestId": requestID()})
			name := at[string](t, made, "name")
			require.Equal(t, "127.0.0.1", made["host"])
			require.Eventually(t, func() bool {
				call(t, 200, "POST", p.staff+"/v1/"+name+":refresh", p.tokens.FrontDesk, object{})
				return explain() == "BUSY"
			}, 20*time.Second, 50*time.Millisecond)
			listed := call(t, 200, "GET", p.staff+"/v1/providers/-/busyCalendars", p.tokens.FrontDesk, nil)
			require.Equal(t, false, at[bool](t, listed, "busyCalendars", 0, "stale"))
			require.NotEmpty(t, at[string](t, listed, "busyCalendars", 0, "successTime"))
			require.NotContains(t, string(mustJSON(t, listed)), "canary")

			call(t, 200, "DELETE", p.staff+"/v1/"+name, p.tokens.Admin, nil)
			require.Equal(t, "OFFERED", explain())
			require.NotContains(t, p.logs(), "canary")
			logs := p.logs()
			p.stop(t)
			require.NotContains(t, logs, "private-canary")
			require.NoError(t, filepath.WalkDir(p.dir, func(path string, entry os.DirEntry, err error) error {
				if err != nil || entry.IsDir() {
					return err
				}
				content, err := os.ReadFile(path)
				require.NotContains(t, string(content), "canary", path)
				return err
			}))
		})
	}
}
