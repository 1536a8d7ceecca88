package pages

import (
	"context"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"
	"google.golang.org/protobuf/types/known/timestamppb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

const (
	// maxCalls bounds one page of the day.
	maxCalls = 200
	// joinAtOnce bounds how many inquiries are read at the same time.
	joinAtOnce = 8
)

// todayBody is a day of calls.
type todayBody struct {
	Title, Date, Before, After string
	IsToday                    bool
	// Unresolved are past appointments nobody has recorded, Next is the call that comes, Coming the rest, Done what is
	// settled.
	Unresolved, Coming, Done []callRow
	Next                     *callRow
	Zone                     string
}

// callRow is one consultation with what the front desk needs to make it.
type callRow struct {
	card
	When     moment
	Provider string
	Outcome  string
	Until    string
	// Session says that it is no call.
	Session    bool
	start, end time.Time
	booked     bool
}

// today shows the calls of a day of the practice.
func (s *site) today(w http.ResponseWriter, r *http.Request) {
	zone := s.practiceView(r.Context()).Zone
	now := s.Clock.Now()
	today := now.In(zone).Format(dayFormat)
	date := r.URL.Query().Get("day")
	day, err := time.ParseInLocation(dayFormat, date, zone)
	if err != nil {
		date = today
		day, _ = time.ParseInLocation(dayFormat, today, zone)
	}
	end := day.AddDate(0, 0, 1)
	rows, err := s.calls(r.Context(), day, end, zone)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	body := todayBody{
		Title: dayWords(day), Date: date, IsToday: date == today, Zone: zoneLabel(zone),
		Before: day.AddDate(0, 0, -1).Format(dayFormat), After: end.Format(dayFormat),
	}
	for _, row := range rows {
		body.place(row, now)
	}
	if body.IsToday {
		if body.Unresolved, err = s.unresolved(r.Context(), zone); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	s.render(w, r, http.StatusOK, "today", view{Title: "Calls", Section: "today", Body: body})
}

// place puts a call where it belongs; the first one to come is pinned.
func (b *todayBody) place(row callRow, now time.Time) {
	switch {
	case row.booked && !row.end.After(now):
		b.Unresolved = append(b.Unresolved, row)
	case !row.booked:
		b.Done = append(b.Done, row)
	case b.IsToday && b.Next == nil:
		row.Until = until(row.start.Sub(now))
		b.Next = &row
	default:
		b.Coming = append(b.Coming, row)
	}
}

// unresolved reads all appointments whose time has passed and of which nobody said what became of them.
func (s *site) unresolved(ctx context.Context, zone *time.Location) ([]callRow, error) {
	reply, err := s.Appointments.ListUnresolvedAppointments(ctx,
		&schedulingv1.ListUnresolvedAppointmentsRequest{PageSize: maxCalls})
	if err != nil {
		return nil, err
	}
	rows := make([]callRow, len(reply.GetAppointments()))
	for i, a := range reply.GetAppointments() {
		rows[i] = callRowOf(a, zone)
		if a.GetType() != consultationType {
			rows[i].Session = true
		}
	}
	return rows, s.join(ctx, rows)
}

// calls reads the consultations of a stretch of time together with their inquiries.
func (s *site) calls(ctx context.Context, from, to time.Time, zone *time.Location) ([]callRow, error) {
	reply, err := s.Appointments.ListAppointments(ctx, &schedulingv1.ListAppointmentsRequest{
		StartTime: timestamppb.New(from), EndTime: timestamppb.New(to), Type: consultationType, PageSize: maxCalls,
	})
	if err != nil {
		return nil, err
	}
	var rows []callRow
	for _, a := range reply.GetAppointments() {
		if a.GetState() != schedulingv1.Appointment_CANCELLED {
			rows = append(rows, callRowOf(a, zone))
		}
	}
	return rows, s.join(ctx, rows)
}

func callRowOf(a *schedulingv1.Appointment, zone *time.Location) callRow {
	row := callRow{
		When: momentIn(a.GetStartTime().AsTime(), zone, zone), Provider: a.GetProviderDisplayName(),
		start: a.GetStartTime().AsTime(), end: a.GetEndTime().AsTime(),
		booked: a.GetState() == schedulingv1.Appointment_BOOKED,
	}
	row.Name = a.GetInquiry()
	if !row.booked {
		row.Outcome = words(a.GetState().String())
	}
	return row
}

// join adds to each call who it is for. An inquiry that cannot be read leaves its call without a name.
func (s *site) join(ctx context.Context, rows []callRow) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(joinAtOnce)
	for i := range rows {
		group.Go(func() error {
			reply, err := s.Intake.GetInquiry(ctx, &intakev1.GetInquiryRequest{Name: rows[i].Name})
			if err != nil {
				if errs.CodeOf(err) == errs.NotFound || errs.CodeOf(err) == errs.InvalidArgument {
					return nil
				}
				return err
			}
			rows[i].card = s.cardOf(reply.GetInquiry())
			return nil
		})
	}
	return group.Wait()
}
