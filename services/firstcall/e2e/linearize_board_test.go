package e2e

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/firstcall/internal/linear"
)

// The practice the histories are recorded in. All of it is in UTC, so that starts are counted in hours of the day.
const (
	teams        = 6
	soloists     = 16
	windowsADay  = 6
	firstDay     = 2
	sessionDays  = 56
	callDays     = 26
	callFromHour = 2
	callHours    = 10
	perDay       = 2
	perWeek      = 2
	pairsOfWeeks = 3
)

// practice holds who can be booked: two coordinators, when those of the demonstration are at home, and teams of three
// therapists round the clock. The first team meets clients in the two rooms, the last one every week, the one before takes
// only so many a day, the others meet them by video. Of the soloists every other one takes only so many a week, the rest so
// many new clients.
type practice struct {
	teams    [teams][3]string
	soloists [soloists]string

	mu sync.Mutex
	// used counts the boards made of calls, of sessions in rooms, by video, of series, of days, and of weeks.
	used [6]int
}

func (c *cluster) openPractice(t *testing.T) *practice {
	t.Helper()
	p := &practice{}
	make := func(appointmentTypes []string, from, to string, limits *schedulingv1.Schedule, modes ...typev1.Need_Mode) string {
		limits.TimeZone = "UTC"
		provider := &schedulingv1.Provider{
			Name: "providers/" + id.New(), DisplayName: "Provider", AppointmentTypes: appointmentTypes, Modes: modes, Schedule: limits,
		}
		for day := typev1.WeeklyWindow_MONDAY; day <= typev1.WeeklyWindow_SUNDAY; day++ {
			provider.Schedule.WeeklyHours = append(provider.Schedule.WeeklyHours, &schedulingv1.WeeklyHours{
				Window: &typev1.WeeklyWindow{Day: day, StartTime: from, EndTime: to},
			})
		}
		ctx, cancel := patience(t.Context(), 20*time.Second)
		defer cancel()
		_, err := c.nodes[0].match.EnsureProvider(ctx, &schedulingv1.EnsureProviderRequest{Provider: provider})
		require.NoError(t, err)
		return provider.GetName()
	}
	for range 2 {
		make([]string{"consultation"}, "02:00", "12:00", &schedulingv1.Schedule{}, typev1.Need_PHONE)
	}
	sessions := func(limits *schedulingv1.Schedule) string {
		return make([]string{"first-session", "session"}, "00:00", "24:00", limits, typev1.Need_IN_PERSON, typev1.Need_VIDEO)
	}
	for team := range p.teams {
		for i := range p.teams[team] {
			limits := &schedulingv1.Schedule{}
			if team == teams-2 {
				limits.Caps = []*schedulingv1.Cap{{PerDay: perDay}}
			}
			p.teams[team][i] = sessions(limits)
		}
	}
	for i := range p.soloists {
		limits := &schedulingv1.Schedule{MaxNewClientsPerWeek: perWeek}
		if i%2 == 0 {
			limits = &schedulingv1.Schedule{Caps: []*schedulingv1.Cap{{PerWeek: perWeek}}}
		}
		p.soloists[i] = sessions(limits)
	}
	return p
}

// board is a few slots that can only be in each other's way, and what was done with them.
type board struct {
	linear.Board
	kind, appointmentType string
	mode                  typev1.Need_Mode
	// weekly says that series are booked, too: the slots are those of one week after the other.
	weekly bool
	slots  []boardSlot
	// contacts are those of whom each may have one call.
	contacts []string

	mu     sync.Mutex
	begun  int
	claims []*claim
	events []linear.Event
	lost   []lost
	faults []string
}

// boardSlot is a start of a provider, of any when it is "".
type boardSlot struct {
	provider, token string
	start           time.Time
}

// claim is one client's case: a hold, then perhaps an appointment. Several callers may act on it at once.
type claim struct {
	number  int
	inquiry string
	// index is the place in the series of cases that has this name; every occurrence is a case.
	index  int
	series string
	cases  []int
	// hold is its secret, of the slots; public ones can be extended.
	hold   string
	public bool
	slots  []int
	// name, version and who is met are of the appointment.
	name, with string
	version    int64
	// over says that a caller was told it is: the hold is gone, or the appointment cancelled.
	over bool
}

// next returns a board nobody has used yet; false when there is none.
func (p *practice) next(kind int, now time.Time) (*board, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	day := now.UTC().Truncate(24*time.Hour).AddDate(0, 0, firstDay)
	for ; ; kind = 2 {
		n := p.used[kind]
		p.used[kind]++
		switch {
		case kind == 0 && n < callDays*callHours:
			return callBoard(day.AddDate(0, 0, n/callHours).Add(time.Duration(callFromHour+n%callHours) * time.Hour)), true
		case kind == 1 && n < sessionDays*windowsADay:
			return roomBoard(p.teams[0], window(day, n)), true
		case kind == 3 && n < seriesBoards:
			return seriesBoard(p.teams[teams-1], day, n), true
		case kind == 4 && n < sessionDays*len(p.teams[0]):
			return dayBoard(p.teams[teams-2][n%3], day.AddDate(0, 0, n/3)), true
		case kind == 5 && n < pairsOfWeeks*soloists:
			monday := day.AddDate(0, 0, 6-(int(day.Weekday())+5)%7)
			return weekBoard(p.soloists[n%soloists], monday.AddDate(0, 0, 14*(n/soloists))), true
		case kind == 2 && n < sessionDays*windowsADay*(teams-3):
			team := p.teams[1+n/(sessionDays*windowsADay)]
			return videoBoard(team, window(day, n%(sessionDays*windowsADay))), true
		case kind == 2:
			return nil, false
		}
	}
}

// window returns the first start of the n-th window. Windows are four hours apart, more than a board takes.
func window(day time.Time, n int) time.Time {
	return day.AddDate(0, 0, n/windowsADay).Add(time.Duration(n%windowsADay) * 24 / windowsADay * time.Hour)
}

// callBoard has three calls, each of which two coordinators can take.
func callBoard(at time.Time) *board {
	b := &board{kind: "calls", appointmentType: "consultation", contacts: []string{id.New(), id.New()}}
	for i := range 3 {
		b.slots = append(b.slots, boardSlot{start: at.Add(time.Duration(i) * 20 * time.Minute)})
		b.Rules = append(b.Rules, []linear.Rule{{Slots: 1 << i, Max: 2}})
	}
	return b
}

// videoBoard has four starts of two therapists, half an hour apart: each is in the way of the next.
func videoBoard(team [3]string, at time.Time) *board {
	b := &board{kind: "video", appointmentType: "first-session", mode: typev1.Need_VIDEO}
	for _, provider := range team[:2] {
		first := len(b.slots)
		for i := range 4 {
			b.With = append(b.With, provider)
			b.slots = append(b.slots, boardSlot{provider: provider, start: at.Add(time.Duration(i) * 30 * time.Minute)})
			near := uint64(1) << (first + i)
			if i > 0 {
				near |= 1 << (first + i - 1)
			}
			if i < 3 {
				near |= 1 << (first + i + 1)
			}
			b.Rules = append(b.Rules, []linear.Rule{{Slots: near, Max: 1}})
		}
	}
	return b
}

// dayBoard has five starts of a day on which its therapist takes two.
func dayBoard(provider string, day time.Time) *board {
	b := &board{kind: "days", appointmentType: "first-session", mode: typev1.Need_VIDEO}
	for i := range 5 {
		b.slots = append(b.slots, boardSlot{provider: provider, start: day.Add(time.Duration(8+2*i) * time.Hour)})
		b.Rules = append(b.Rules, []linear.Rule{{Slots: 1 << i, Max: 1}, {Slots: 0b11111, Max: perDay}})
	}
	return b
}

// weekBoard has three starts in each of two weeks, in which its therapist takes two.
func weekBoard(provider string, monday time.Time) *board {
	b := &board{kind: "weeks", appointmentType: "first-session", mode: typev1.Need_VIDEO}
	for i := range 6 {
		at := monday.AddDate(0, 0, 7*(i/3)+3*(i%3)) // the first and the last day of it, too
		b.slots = append(b.slots, boardSlot{provider: provider, start: at.Add(time.Duration(11*(i%3)) * time.Hour)})
		b.Rules = append(b.Rules, []linear.Rule{{Slots: 1 << i, Max: 1}, {Slots: 0b111 << (3 * (i / 3)), Max: perWeek}})
	}
	return b
}

// roomBoard has two starts of three therapists, for whom there are two rooms.
func roomBoard(team [3]string, at time.Time) *board {
	b := &board{kind: "rooms", appointmentType: "first-session", mode: typev1.Need_IN_PERSON}
	for i := range 2 {
		for n, provider := range team {
			b.With = append(b.With, provider)
			b.slots = append(b.slots, boardSlot{provider: provider, start: at.Add(time.Duration(i) * time.Hour)})
			b.Rules = append(b.Rules, []linear.Rule{{Slots: 1 << (3*i + n), Max: 1}, {Slots: 0b111 << (3 * i), Max: 2}})
		}
	}
	return b
}
