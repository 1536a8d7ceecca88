package e2e

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/firstcall/internal/linear"
)

// A board of series has three starts in each of three weeks.
const (
	weeksOfBoard = 3
	startsAWeek  = 3
	seriesBoards = 2 * 3 * 7 * windowsADay
)

// seriesBoard has three starts of one therapist, half an hour apart, in three weeks: two triples of weeks, three
// therapists, every weekday.
func seriesBoard(team [3]string, day time.Time, n int) *board {
	b := &board{kind: "series", appointmentType: "session", mode: typev1.Need_VIDEO, weekly: true}
	perTriple := 3 * 7 * windowsADay
	first := day.AddDate(0, 0, 7*weeksOfBoard*(n/perTriple))
	provider, at := team[n%3], window(first, n%perTriple/3)
	for week := range weeksOfBoard {
		for i := range startsAWeek {
			b.slots = append(b.slots, boardSlot{
				provider: provider, start: at.AddDate(0, 0, 7*week).Add(time.Duration(i) * 30 * time.Minute),
			})
			near := uint64(0)
			for j := max(0, i-1); j <= min(startsAWeek-1, i+1); j++ {
				near |= 1 << (startsAWeek*week + j)
			}
			b.Rules = append(b.Rules, []linear.Rule{{Slots: near, Max: 1}})
		}
	}
	return b
}

// weekly returns the slots of a weekly hour.
func weekly(hour int) (slots []int) {
	for week := range weeksOfBoard {
		slots = append(slots, startsAWeek*week+hour)
	}
	return slots
}

// beginSeries makes a case for each occurrence of a new series.
func (b *board) beginSeries() *claim {
	b.mu.Lock()
	defer b.mu.Unlock()
	first := &claim{number: len(b.claims), inquiry: "inquiries/" + id.New()}
	for i := range weeksOfBoard {
		first.cases = append(first.cases, first.number+i)
	}
	b.claims = append(b.claims, first)
	for i := 1; i < weeksOfBoard; i++ {
		b.claims = append(b.claims, &claim{number: first.number + i, inquiry: first.inquiry, index: i, cases: first.cases})
	}
	return first
}

// actWeekly books a series, or moves or ends one.
func (k *caller) actWeekly(b *board, late bool) {
	hour := k.random.IntN(startsAWeek)
	c := k.pick(b, func(c *claim) bool { return c.series != "" && (late || !c.over) })
	switch n := k.random.IntN(10); {
	case n < 3 || c == nil:
		k.bookSeries(b, hour)
	case n < 8:
		k.moveSeries(b, *c, hour)
	default:
		k.endSeries(b, *c)
	}
}

func (k *caller) bookSeries(b *board, hour int) {
	c, at := b.beginSeries(), b.slots[hour]
	ask := &schedulingv1.BookSeriesRequest{
		Provider: at.provider, AppointmentType: b.appointmentType, Mode: b.mode, Inquiry: c.inquiry,
		StartDate: at.start.UTC().Format(time.DateOnly), LocalTime: at.start.UTC().Format("15:04"),
		Recurrence: fmt.Sprint("FREQ=WEEKLY;COUNT=", weeksOfBoard), RequestId: newUUID(),
	}
	k.series(b, *c, linear.Op{Kind: linear.BookSeries, Slots: weekly(hour)},
		func(ctx context.Context, r *replica) (*schedulingv1.Series, error) {
			got, err := r.staff.BookSeries(k.desk(ctx), ask)
			return got.GetSeries(), err
		})
}

// moveSeries gives the case and all later ones of its series another hour.
func (k *caller) moveSeries(b *board, c claim, hour int) {
	to := b.slots[startsAWeek*c.index+hour].start.UTC()
	ask := &schedulingv1.MoveSeriesRequest{
		Name: c.series, Appointment: c.name, Scope: schedulingv1.MoveSeriesRequest_FROM_HERE_ON,
		StartDate: to.Format(time.DateOnly), LocalTime: to.Format("15:04"), RequestId: newUUID(),
	}
	k.series(b, c, linear.Op{Kind: linear.MoveSeries, From: c.index, Slots: weekly(hour)},
		func(ctx context.Context, r *replica) (*schedulingv1.Series, error) {
			got, err := r.staff.MoveSeries(k.desk(ctx), ask)
			return got.GetSeries(), err
		})
}

// endSeries calls the case and all later ones of its series off.
func (k *caller) endSeries(b *board, c claim) {
	ask := &schedulingv1.EndSeriesRequest{
		Name: c.series, EndDate: b.slots[startsAWeek*c.index].start.UTC().Format(time.DateOnly), RequestId: newUUID(),
	}
	k.series(b, c, linear.Op{Kind: linear.EndSeries, From: c.index},
		func(ctx context.Context, r *replica) (*schedulingv1.Series, error) {
			got, err := r.staff.EndSeries(k.desk(ctx), ask)
			return got.GetSeries(), err
		})
}

// series makes a call that is answered with the case's series.
func (k *caller) series(b *board, c claim, op linear.Op, call func(ctx context.Context, r *replica) (*schedulingv1.Series, error)) {
	op.Case, op.Cases = c.cases[0], c.cases
	var got *schedulingv1.Series
	answer := k.do(b, op, true, func(ctx context.Context, r *replica) (a linear.Answer, err error) {
		if got, err = call(ctx, r); err != nil {
			return a, err
		}
		a = linear.Answer{Code: linear.OK, At: got.GetUpdateTime().AsTime().UnixMicro()}
		for _, one := range got.GetAppointments() {
			row, err := b.row(one)
			if err != nil {
				return a, err
			}
			row.Case = c.cases[one.GetSeriesIndex()]
			a.Rows = append(a.Rows, row)
		}
		slices.SortFunc(a.Rows, func(x, y linear.Row) int { return cmp.Compare(x.Case, y.Case) })
		return a, nil
	})
	if answer.Code != linear.OK {
		return
	}
	for i, one := range got.GetAppointments() {
		own := b.claim(c.cases[one.GetSeriesIndex()])
		b.update(func() {
			own.series, own.name, own.with = got.GetName(), one.GetName(), one.GetProvider()
			own.version, own.over = max(own.version, answer.Rows[i].Version), answer.Rows[i].State == linear.Cancelled
		})
	}
}
