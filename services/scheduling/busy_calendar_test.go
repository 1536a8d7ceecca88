package scheduling_test

import (
	"crypto/x509"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling"
)

// elsewhere is a host of one calendar.
type elsewhere struct {
	*httptest.Server
	content, etag         atomic.Value
	asked, whole, failing atomic.Int32
}

const secretPath = "/private-abcdefgh/basic.ics"

func newElsewhere(t *testing.T) *elsewhere {
	t.Helper()
	e := &elsewhere{}
	e.set("1", "")
	e.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.asked.Add(1)
		switch {
		case r.URL.Path != secretPath:
			w.WriteHeader(http.StatusNotFound)
		case e.failing.Load() != 0:
			w.WriteHeader(int(e.failing.Load()))
		case r.Header.Get("If-None-Match") == e.etag.Load():
			w.WriteHeader(http.StatusNotModified)
		default:
			e.whole.Add(1)
			w.Header().Set("ETag", e.etag.Load().(string))
			fmt.Fprint(w, e.content.Load())
		}
	}))
	t.Cleanup(e.Close)
	return e
}

// set replaces the events; each is a start and an end.
func (e *elsewhere) set(version, events string) {
	e.content.Store("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + events + "END:VCALENDAR\r\n")
	e.etag.Store(`"` + version + `"`)
}

func elsewhereEvent(lines ...string) string {
	return "BEGIN:VEVENT\r\nSUMMARY:canary-dentist\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\n"
}

// allow lets the service ask on loopback, where the test's host is.
func (e *elsewhere) allow(c *scheduling.Config) {
	c.Outside.Allowed = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	c.Outside.Roots = x509.NewCertPool()
	c.Outside.Roots.AddCert(e.Certificate())
}

// add adds the host's calendar to the provider's and waits until it was looked at.
func (b *bundle) add(e *elsewhere, provider string) *schedulingv1.BusyCalendar {
	b.t.Helper()
	r, err := b.staff.CreateBusyCalendar(b.clinician(provider), &schedulingv1.CreateBusyCalendarRequest{
		Provider: "providers/" + provider, Url: e.URL + secretPath, Label: "private", RequestId: uuid.NewString(),
	})
	require.NoError(b.t, err)
	require.Equal(b.t, "127.0.0.1", r.GetBusyCalendar().GetHost())
	require.True(b.t, r.GetBusyCalendar().GetStale(), "nothing is known yet")
	require.Eventually(b.t, func() bool { return b.busy(provider).GetAttemptTime() != nil }, 20*time.Second, 5*time.Millisecond)
	return b.busy(provider)
}

// busy reads the provider's one calendar.
func (b *bundle) busy(provider string) *schedulingv1.BusyCalendar {
	b.t.Helper()
	r, err := b.staff.ListBusyCalendars(b.desk(), &schedulingv1.ListBusyCalendarsRequest{Provider: "providers/" + provider})
	require.NoError(b.t, err)
	require.Len(b.t, r.GetBusyCalendars(), 1)
	return r.GetBusyCalendars()[0]
}

func (b *bundle) refresh(name string) *schedulingv1.BusyCalendar {
	b.t.Helper()
	r, err := b.staff.RefreshBusyCalendar(b.desk(), &schedulingv1.RefreshBusyCalendarRequest{Name: name})
	require.NoError(b.t, err)
	return r.GetBusyCalendar()
}

// why asks the engine about a coordinator's start on 2026-11-25, local time.
func (b *bundle) why(provider, clock string) schedulingv1.SlotStatus_Reason {
	b.t.Helper()
	return b.explain(&schedulingv1.ExplainSlotRequest{Provider: "providers/" + provider, LocalStartTime: "2026-11-25T" + clock}).GetReason()
}

func eachElsewhere(t *testing.T, body func(t *testing.T, b *bundle, e *elsewhere)) {
	t.Helper()
	dbtest.Each(t, scheduling.Migrations(), func(t *testing.T, db *sqldb.DB) {
		e := newElsewhere(t)
		body(t, setup(t, db, e.allow), e)
	})
}

// Busy time elsewhere blocks in listing, explaining and booking alike, on every replica.
func TestBusyElsewhere(t *testing.T) {
	t.Parallel()
	eachElsewhere(t, func(t *testing.T, b *bundle, e *elsewhere) {
		ana, ben := b.coordinators[0], b.coordinators[1]
		e.set("1", elsewhereEvent("DTSTART;TZID=America/New_York:20261125T100000", "DTEND;TZID=America/New_York:20261125T110000"))
		before := len(b.slots("2026-11-25", "2026-11-25").GetSlots())
		listed := b.explain(&schedulingv1.ExplainSlotRequest{LocalStartTime: "2026-11-25T10:20"}).GetSlot().GetSlot()
		c := b.add(e, ana)
		require.Equal(t, schedulingv1.BusyCalendar_PROBLEM_UNSPECIFIED, c.GetProblem())
		require.EqualValues(t, 1, c.GetBusyCount())
		require.False(t, c.GetStale())
		require.Equal(t, start, c.GetSuccessTime().AsTime())

		replica := setup(t, b.db)
		for _, at := range []*bundle{b, replica} {
			require.Equal(t, schedulingv1.SlotStatus_BUSY, at.why(ana, "10:20"))
			require.Equal(t, schedulingv1.SlotStatus_BUFFER, at.why(ana, "11:00"), "the buffer before it touches")
			require.Equal(t, schedulingv1.SlotStatus_OFFERED, at.why(ana, "11:20"))
			require.Equal(t, schedulingv1.SlotStatus_OFFERED, at.why(ben, "10:20"))
			require.Len(t, at.slots("2026-11-25", "2026-11-25").GetSlots(), before, "Ben can take every start")
		}
		a, err := replica.book(listed)
		require.NoError(t, err)
		require.Equal(t, "providers/"+ben, a.GetProvider())
		_, err = b.book(listed)
		reason(t, err, "SLOT_TAKEN")
		require.Len(t, b.slots("2026-11-25", "2026-11-25").GetSlots(), before-1)

		_, err = b.staff.DeleteBusyCalendar(b.clinician(ana), &schedulingv1.DeleteBusyCalendarRequest{Name: c.GetName()})
		require.NoError(t, err)
		for _, at := range []*bundle{b, replica} {
			require.Equal(t, schedulingv1.SlotStatus_OFFERED, at.why(ana, "10:20"))
		}
		_, err = b.staff.DeleteBusyCalendar(b.clinician(ana), &schedulingv1.DeleteBusyCalendarRequest{Name: c.GetName()})
		reason(t, err, errs.ReasonNotFound)
		a, err = b.book(listed)
		require.NoError(t, err)
		require.Equal(t, "providers/"+ana, a.GetProvider())
	})
}

// How fresh it is can be seen, and what was known last goes on blocking.
func TestBusyElsewhereGrowsOld(t *testing.T) {
	t.Parallel()
	eachElsewhere(t, func(t *testing.T, b *bundle, e *elsewhere) {
		ana := b.coordinators[0]
		e.set("1", elsewhereEvent("DTSTART:20261125T150000Z", "DURATION:PT1H", "RRULE:FREQ=HOURLY")+elsewhereEvent("DTSTART:20261125T180000Z", "DURATION:PT1H"))
		c := b.add(e, ana)
		require.EqualValues(t, 1, c.GetUnreadableCount())
		require.EqualValues(t, 2, c.GetBusyCount())
		require.EqualValues(t, 1, e.whole.Load())
		b.refresh(c.GetName())
		require.EqualValues(t, 1, e.whole.Load(), "only asked whether it changed")
		require.GreaterOrEqual(t, e.asked.Load(), int32(2))

		e.set("2", elsewhereEvent("DTSTART:20261125T160000Z", "DURATION:PT1H"))
		c = b.refresh(c.GetName())
		require.EqualValues(t, 1, c.GetBusyCount())
		require.Equal(t, schedulingv1.SlotStatus_OFFERED, b.why(ana, "10:20"))
		require.Equal(t, schedulingv1.SlotStatus_BUSY, b.why(ana, "11:20"))

		e.failing.Store(http.StatusNotFound)
		b.clock.Advance(time.Minute)
		c = b.refresh(c.GetName())
		require.Equal(t, schedulingv1.BusyCalendar_NOT_SHARED, c.GetProblem())
		require.False(t, c.GetStale())
		e.failing.Store(http.StatusBadGateway)
		b.clock.Advance(2 * time.Hour)
		require.Eventually(t, func() bool { return b.busy(ana).GetProblem() == schedulingv1.BusyCalendar_HOST_FAILED },
			20*time.Second, 5*time.Millisecond, "the worker looks by itself")
		c = b.busy(ana)
		require.True(t, c.GetStale())
		require.Equal(t, start, c.GetSuccessTime().AsTime())
		require.True(t, c.GetNextTime().AsTime().After(c.GetAttemptTime().AsTime().Add(20*time.Minute)), "it waits longer after failures")
		require.Equal(t, schedulingv1.SlotStatus_BUSY, b.why(ana, "11:20"), "what was known last")

		e.failing.Store(0)
		c = b.refresh(c.GetName())
		require.False(t, c.GetStale())
		require.Equal(t, schedulingv1.BusyCalendar_PROBLEM_UNSPECIFIED, c.GetProblem())
		whole := e.whole.Load()
		b.clock.Advance(25 * time.Hour)
		require.Eventually(t, func() bool {
			return e.whole.Load() > whole && b.busy(ana).GetSuccessTime().AsTime().Equal(b.clock.Now())
		}, 20*time.Second, 5*time.Millisecond, "whole once a day")

		e.Close()
		require.Equal(t, schedulingv1.BusyCalendar_UNREACHABLE, b.refresh(c.GetName()).GetProblem())
	})
}

// Neither the address nor what the calendar is about is kept where it can be read.
func TestBusyElsewhereIsSecret(t *testing.T) {
	t.Parallel()
	eachElsewhere(t, func(t *testing.T, b *bundle, e *elsewhere) {
		e.set("1", elsewhereEvent("DTSTART:20261125T150000Z", "DURATION:PT1H", "LOCATION:canary-street"))
		c := b.add(e, b.coordinators[0])
		require.NotContains(t, c.String(), "private-abcdefgh")
		for _, query := range []string{
			"SELECT CAST(id AS TEXT) || provider_id || label || host || problem || zone || etag || modified || digest FROM busy_calendars",
			"SELECT spans FROM busy_times", "SELECT answer FROM requests",
		} {
			rows, err := b.db.Read().QueryContext(t.Context(), query)
			require.NoError(t, err)
			found := false
			for rows.Next() {
				var text string
				require.NoError(t, rows.Scan(&text))
				require.NotContains(t, text, "canary")
				require.NotContains(t, text, "abcdefgh")
				found = true
			}
			require.NoError(t, rows.Err())
			require.NoError(t, rows.Close())
			require.True(t, found, query)
		}
		var sealed []byte
		require.NoError(t, b.db.Read().QueryRowContext(t.Context(), "SELECT sealed_url FROM busy_calendars").Scan(&sealed))
		require.NotContains(t, string(sealed), "abcdefgh")
	})
}

func TestBusyCalendarsOfOthers(t *testing.T) {
	t.Parallel()
	eachElsewhere(t, func(t *testing.T, b *bundle, e *elsewhere) {
		ana, ben := b.coordinators[0], b.coordinators[1]
		create := &schedulingv1.CreateBusyCalendarRequest{Provider: "providers/" + ana, Url: e.URL + secretPath, RequestId: uuid.NewString()}
		_, err := b.staff.CreateBusyCalendar(b.clinician(ben), create)
		reason(t, err, errs.ReasonNotFound)
		_, err = b.staff.CreateBusyCalendar(b.desk(), create)
		reason(t, err, errs.ReasonPermissionDenied)
		for _, address := range []string{"http://calendar.example.org/x", "https://10.0.0.1/x", "https://u:p@example.org/", "https://scheduling/"} {
			_, err = b.staff.CreateBusyCalendar(b.admin(), &schedulingv1.CreateBusyCalendarRequest{
				Provider: "providers/" + ana, Url: address, RequestId: uuid.NewString(),
			})
			field(t, err, "url")
			require.NotContains(t, fmt.Sprintf("%+v", err), address)
		}
		made, err := b.staff.CreateBusyCalendar(b.admin(), create)
		require.NoError(t, err)
		again, err := b.staff.CreateBusyCalendar(b.admin(), create)
		require.NoError(t, err)
		require.Equal(t, made.GetBusyCalendar().GetName(), again.GetBusyCalendar().GetName())
		list := func(as string, of string) int {
			r, err := b.staff.ListBusyCalendars(b.clinician(as), &schedulingv1.ListBusyCalendarsRequest{Provider: "providers/" + of})
			if err != nil {
				reason(t, err, errs.ReasonNotFound)
				return -1
			}
			return len(r.GetBusyCalendars())
		}
		require.Equal(t, []int{1, -1, 1, 0, -1}, []int{list(ana, ana), list(ben, ana), list(ana, "-"), list(ben, "-"), list(ben, id.New())})
		_, err = b.staff.RefreshBusyCalendar(b.clinician(ben), &schedulingv1.RefreshBusyCalendarRequest{Name: made.GetBusyCalendar().GetName()})
		reason(t, err, errs.ReasonNotFound)
		_, err = b.staff.DeleteBusyCalendar(b.clinician(ben), &schedulingv1.DeleteBusyCalendarRequest{Name: made.GetBusyCalendar().GetName()})
		reason(t, err, errs.ReasonNotFound)
		for range 9 {
			create.RequestId = uuid.NewString()
			_, err = b.staff.CreateBusyCalendar(b.admin(), create)
			require.NoError(t, err)
		}
		create.RequestId = uuid.NewString()
		_, err = b.staff.CreateBusyCalendar(b.admin(), create)
		reason(t, err, "TOO_MANY_CALENDARS")
	})
}
