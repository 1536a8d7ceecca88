package domain

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// desk is a pool of providers that takes calls day by day, with an account that is kept as the calls come in.
type desk struct {
	typ       *Type
	providers []Provider
	rows      []Occupied
	now       int64
	// account is what each has taken more than owed, by the rule itself: call by call, among those who could take it.
	account map[string]float64
	// forced counts the calls that somebody else had to take because whoever was next had a call at that time.
	forced int
}

func newDesk(n int) *desk {
	types := DefaultTypes()
	day, _ := ParseDate("2026-06-01") // a Monday
	d := &desk{typ: &types[0], now: int64(day)*dayUS + 12*60*minuteUS, account: make(map[string]float64)}
	for range n {
		d.join(9, 17)
	}
	return d
}

// join adds a provider who works every day.
func (d *desk) join(from, to int) string {
	p := Provider{
		ID: fmt.Sprintf("p%02d", len(d.providers)), Types: []string{d.typ.ID}, LedgerFrom: d.now,
		Schedule: Schedule{TimeZone: "America/New_York"},
	}
	for day := range 7 {
		p.Schedule.Hours = append(p.Schedule.Hours, Hours{Day: (Date(0) + Date(day)).Weekday(), Start: from * 60, End: to * 60})
	}
	d.providers = append(d.providers, p)
	return p.ID
}

// leave sends a provider away for some days, from the day on after the last that has calls.
func (d *desk) leave(i int, days int64) {
	begin := d.now + 6*dayUS
	p := &d.providers[i]
	p.Schedule.Exceptions = append(slices.Clone(p.Schedule.Exceptions), Exception{
		ID: "leave", Kind: TimeOff, Start: begin, End: begin + days*dayUS,
	})
}

func (d *desk) calendar() *Calendar {
	loc, err := Zone("America/New_York")
	if err != nil {
		panic(err)
	}
	c, err := NewCatalog(1, loc, []Type{*d.typ}, d.providers, nil)
	if err != nil {
		panic(err)
	}
	return NewCalendar(c, d.now, d.now, d.now+10*dayUS, Occupy(d.rows))
}

// take gives a call at the start to whoever is next, and keeps the account.
func (d *desk) take(cal *Calendar, at int64) string {
	claims, reason := cal.Claims(d.typ, "", at, Phone, Claim{})
	if reason != Offered {
		panic(reason)
	}
	var there []string
	for _, p := range cal.providers {
		if p.onGrid(d.typ, cal.zones.of(p.zone), at) && !p.away(d.typ.ID, at, at+d.typ.Duration.Microseconds()) {
			there = append(there, p.ID)
		}
	}
	for _, id := range there {
		if d.account[id] < d.account[claims[0].Provider]-1e-5 {
			d.forced++
			break
		}
	}
	for _, id := range there {
		d.account[id] -= 1 / float64(len(there))
	}
	d.account[claims[0].Provider]++
	a := Appointment{ID: fmt.Sprint("row", len(d.rows)), TypeID: d.typ.ID, Created: d.now}
	a.at(d.typ, at, claims[0])
	d.rows = append(d.rows, a.Occupied())
	return a.ProviderID
}

// Through leave, newcomers and hours of all kinds the ledger, worked out anew from hours and rows each time, is the account
// kept call by call, and nobody is ever further behind anybody than there are people at the desk and calls that others had to take.
func TestLedgerIsTheFairCarpool(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk(rapid.IntRange(2, 4).Draw(t, "people"))
		for day := range 20 {
			switch rapid.IntRange(0, 9).Draw(t, "event") {
			case 0:
				if len(d.providers) < 7 {
					from := rapid.IntRange(8, 12).Draw(t, "from")
					d.join(from, from+rapid.IntRange(2, 8).Draw(t, "hours"))
				}
			case 1:
				d.leave(rapid.IntRange(0, len(d.providers)-1).Draw(t, "who"), rapid.Int64Range(1, 12).Draw(t, "days"))
			}
			for range rapid.IntRange(0, 6).Draw(t, "calls") {
				cal := d.calendar()
				starts := cal.Open(d.typ, d.now, d.now+5*dayUS)
				if len(starts) == 0 {
					break
				}
				d.take(cal, rapid.SampledFrom(starts).Draw(t, "start").At)
			}
			cal := d.calendar()
			l := cal.ledger(d.typ)
			low, high := math.Inf(1), math.Inf(-1)
			for k, i := range l.takers {
				got := float64(l.balance(k)) / 1e6
				if want := d.account[cal.providers[i].ID]; math.Abs(got-want) > 1e-5 {
					t.Fatalf("day %d: %s is at %f, by the account at %f", day, cal.providers[i].ID, got, want)
				}
				low, high = min(low, got), max(high, got)
			}
			if high-low > float64(len(d.providers)+d.forced) {
				t.Fatalf("day %d: from %f to %f", day, low, high)
			}
			d.now += dayUS
		}
	})
}

// open takes n calls, each at the first start after all that are taken, and says how many the provider got.
func (d *desk) open(n int, who string) (got int) {
	for range n {
		cal, after := d.calendar(), d.now
		for _, r := range d.rows {
			after = max(after, r.Start+1)
		}
		if d.take(cal, cal.Open(d.typ, after, d.now+10*dayUS)[0].At) == who {
			got++
		}
	}
	return got
}

// Somebody who was away does not come back to a debt, and somebody new does not get everything until they have caught up.
func TestLeaveAndNewcomers(t *testing.T) {
	t.Parallel()
	d := newDesk(2)
	d.leave(1, 10)
	d.now += 6 * dayUS
	for range 10 {
		require.Zero(t, d.open(6, "p01"), "away")
		d.now += dayUS
	}
	require.Equal(t, 5, d.open(10, "p01"), "back: half of the calls, not all")

	d.now += minuteUS
	newcomer := d.join(9, 17)
	require.InDelta(t, 4, d.open(12, newcomer), 1, "new: a third of the calls, not all")
	require.Len(t, d.rows, 82)

	// A provider whose week changes begins even, too.
	d.providers[0].Schedule.Hours = d.providers[0].Schedule.Hours[:5]
	d.now += minuteUS
	d.providers[0].LedgerFrom = d.now
	l := d.calendar().ledger(d.typ)
	require.Zero(t, l.balance(0))
	require.Less(t, math.Abs(float64(l.balance(1))), 2e6)
}

func (d *desk) loads() (out []int) {
	l := d.calendar().ledger(d.typ)
	for k := range l.takers {
		out = append(out, l.taken(k))
	}
	return out
}

// What lies further back than the ledger goes does not count, nor a hold that has lapsed.
func TestLedgerForgets(t *testing.T) {
	t.Parallel()
	d := newDesk(2)
	require.Equal(t, 2, d.open(4, "p00"))
	last := &d.rows[len(d.rows)-1]
	d.now += dayUS
	require.Equal(t, []int{2, 2}, d.loads())
	last.HoldExpire = d.now
	require.Equal(t, 3, d.loads()[0]+d.loads()[1])
	d.now += (ledgerDays + 2) * dayUS
	require.Equal(t, []int{0, 0}, d.loads())
}

// The books that are kept from ledger to ledger say what a ledger that begins anew says, whatever came, went or is hidden
// in between.
func TestKeptBooks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk(3)
		d.now += 3 * dayUS
		d.join(12, 20)
		kept := d.calendar()
		rows := new(Occupancy)
		var there []*Occupied
		for range rapid.IntRange(1, 12).Draw(t, "changes") {
			var gone, come []*Occupied
			if len(there) > 0 && rapid.Bool().Draw(t, "one goes") {
				i := rapid.IntRange(0, len(there)-1).Draw(t, "which")
				gone, there = append(gone, there[i]), slices.Delete(there, i, i+1)
			}
			for range rapid.IntRange(0, 3).Draw(t, "come") {
				a := Appointment{ID: fmt.Sprint("row", len(d.rows)), TypeID: d.typ.ID, Created: d.now - rapid.Int64Range(0, 4).Draw(t, "ago")*dayUS}
				at := d.now + rapid.Int64Range(-5*24*6, 5*24*6).Draw(t, "at")*10*minuteUS
				a.at(d.typ, at, Claim{Provider: rapid.SampledFrom(d.providers).Draw(t, "who").ID})
				if a.Created < d.now-3*dayUS && a.ProviderID == "p03" {
					continue // it was not there yet
				}
				row := a.Occupied()
				if rapid.IntRange(0, 4).Draw(t, "hold") == 0 {
					row.HoldExpire = d.now + rapid.Int64Range(-1, 1).Draw(t, "expires")
				}
				d.rows = append(d.rows, row)
				come = append(come, &row)
			}
			rows, there = rows.Replace(gone, come), append(there, come...)
			seen := rows
			if len(there) > 0 && rapid.IntRange(0, 2).Draw(t, "hide") == 0 {
				seen = rows.Without(rapid.SampledFrom(there).Draw(t, "hidden").ID)
			}
			got := NewCalendar(kept.Catalog, d.now, d.now, d.now+10*dayUS, seen).ledger(d.typ)
			want := NewCalendar(d.calendar().Catalog, d.now, d.now, d.now+10*dayUS, seen).ledger(d.typ)
			for k := range want.takers {
				require.Equal(t, want.taken(k), got.taken(k))
				require.Equal(t, want.balance(k), got.balance(k))
			}
			got.close()
		}
	})
}

// A booking among twelve who take calls all day, half of whose time is taken for four weeks back and one ahead, when one
// of them has taken one since the last.
func BenchmarkLedger(b *testing.B) {
	d := newDesk(12)
	now := d.now
	for at := now - 28*dayUS; at < now+7*dayUS; at += 40 * minuteUS {
		for k := range d.providers {
			a := Appointment{ID: fmt.Sprint(k, at), TypeID: d.typ.ID}
			a.at(d.typ, at, Claim{Provider: d.providers[k].ID})
			d.rows = append(d.rows, a.Occupied())
		}
	}
	for k := range d.providers {
		d.providers[k].LedgerFrom = 0
	}
	cal := d.calendar()
	all := cal.candidates(d.typ, "")
	last := &d.rows[len(d.rows)-1]
	rows := [2]*Occupancy{Occupy(d.rows[:len(d.rows)-1])}
	rows[1] = rows[0].Replace(nil, []*Occupied{last})
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		NewCalendar(cal.Catalog, d.now, d.now, d.now, rows[n%2]).byBalance(d.typ, slices.Clone(all))
	}
}
