package rpc

import (
	"context"
	"slices"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/durationpb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// maxProviders is how many providers scheduling answers for in one call.
const maxProviders = 1000

// CalendarConfig says what matching asks scheduling for.
type CalendarConfig struct {
	// Zone is the IANA zone of new providers' hours.
	Zone string
	// FirstSession is the appointment type of first sessions.
	FirstSession string
	// Horizon bounds how far ahead openings are looked for; zero leaves it to the appointment type.
	Horizon time.Duration
	// PerTherapist is how many openings a candidate shows.
	PerTherapist int32
}

// Calendar is scheduling, over a connection.
type Calendar struct {
	cfg    CalendarConfig
	client schedulingv1.BookingServiceClient
}

var _ domain.Calendar = (*Calendar)(nil)

// NewCalendar returns scheduling behind the connection.
func NewCalendar(conn grpc.ClientConnInterface, cfg CalendarConfig) *Calendar {
	return &Calendar{cfg: cfg, client: schedulingv1.NewBookingServiceClient(conn)}
}

// FindOpenings implements domain.Calendar.
func (c *Calendar) FindOpenings(ctx context.Context, q domain.OpeningQuery) (map[string][]domain.Opening, error) {
	out := make(map[string][]domain.Opening, len(q.Therapists))
	err := c.each(q, func(r *schedulingv1.FindOpeningsRequest) error {
		response, err := c.client.FindOpenings(ctx, r)
		known := map[string]string{}
		for _, p := range response.GetProviders() {
			therapist, found := strings.TrimPrefix(p.GetProvider(), providers), openingsOf(p.GetOpenings())
			for i, free := range p.GetFreeRooms() {
				found[i].Rooms = roomsOf(free.GetRooms(), response.GetRooms(), known)
			}
			out[therapist] = domain.MergeOpenings(out[therapist], found, q.Modes)
		}
		return err
	})
	return out, err
}

// FindWindows implements domain.Calendar.
func (c *Calendar) FindWindows(ctx context.Context, q domain.OpeningQuery, windows []domain.Window) (map[string]uint64, error) {
	out := make(map[string]uint64, len(q.Therapists))
	err := c.each(q, func(r *schedulingv1.FindOpeningsRequest) error {
		response, err := c.client.FindOpenWindows(ctx, &schedulingv1.FindOpenWindowsRequest{Search: r, Windows: windowsProto(windows)})
		for _, p := range response.GetProviders() {
			out[strings.TrimPrefix(p.GetProvider(), providers)] |= p.GetOpen()
		}
		return err
	})
	return out, err
}

// each does with the query, as scheduling takes it: so many providers at a time, and one site or all.
func (c *Calendar) each(q domain.OpeningQuery, do func(*schedulingv1.FindOpeningsRequest) error) error {
	names := make([]string, len(q.Therapists))
	for i, t := range q.Therapists {
		names[i] = providers + t
	}
	for batch := range slices.Chunk(names, maxProviders) {
		for _, site := range q.Room.EachSite() {
			if err := do(c.request(q, batch, site)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *Calendar) request(q domain.OpeningQuery, names []string, site string) *schedulingv1.FindOpeningsRequest {
	r := &schedulingv1.FindOpeningsRequest{
		Providers: names, AppointmentType: c.cfg.FirstSession, PerProvider: c.cfg.PerTherapist,
		Modes:     values[typev1.Need_Mode](typev1.Need_Mode_value, q.Modes),
		Preferred: windowsProto(q.Preferred), TimeZone: q.Zone, OnlyPreferred: q.OnlyPreferred, RoomWish: roomWish(q.Room, site),
		FreeRooms: q.FreeRooms,
	}
	if within := nearer(c.cfg.Horizon, q.Within); within > 0 {
		r.Within = durationpb.New(within)
	}
	for _, a := range q.Absences {
		name := providers + a.Therapist
		if _, asked := slices.BinarySearch(names, name); asked {
			r.Absences = append(r.Absences, &schedulingv1.ProviderAbsence{Provider: name, StartDate: a.Start, EndDate: a.End})
		}
	}
	if q.PerTherapist > 0 {
		r.PerProvider = int32(q.PerTherapist) //nolint:gosec // bounded by the domain
	}
	return r
}

// nearer is the shorter of two bounds, zero being none.
func nearer(a, b time.Duration) time.Duration {
	if a == 0 || b == 0 {
		return max(a, b)
	}
	return min(a, b)
}

// roomWish is what is asked of a room at a site; "" is any.
func roomWish(w domain.RoomWish, site string) *schedulingv1.RoomWish {
	out := &schedulingv1.RoomWish{Persons: w.Persons, Accessible: w.Accessible}
	if site != "" {
		out.Site = sites + site
	}
	return out
}

func openingsOf(slots []*schedulingv1.Slot) []domain.Opening {
	out := make([]domain.Opening, len(slots))
	for i, s := range slots {
		out[i] = domain.Opening{
			Slot: s.GetSlot(), Start: s.GetStartTime().AsTime(), End: s.GetEndTime().AsTime(), Mode: code[domain.Mode](s.GetMode()),
			Site: strings.TrimPrefix(s.GetSite(), sites),
		}
	}
	return out
}

// roomsOf names the rooms by number; the same ones are known as one text.
func roomsOf(numbers []int32, names []string, known map[string]string) string {
	var out strings.Builder
	for _, n := range numbers {
		if n >= 0 && int(n) < len(names) {
			out.WriteString(names[n] + " ")
		}
	}
	if text, ok := known[out.String()]; ok {
		return text
	}
	known[out.String()] = out.String()
	return out.String()
}

// FindWeekly implements domain.Calendar.
func (c *Calendar) FindWeekly(ctx context.Context, q domain.WeeklyQuery) (map[string][]domain.WeeklyHour, error) {
	out := make(map[string][]domain.WeeklyHour, len(q.Therapists))
	for _, site := range q.Room.EachSite() {
		if err := c.findWeekly(ctx, q, site, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// findWeekly adds the hours at a site; an hour that is known is kept as it is less often missing.
func (c *Calendar) findWeekly(ctx context.Context, q domain.WeeklyQuery, site string, out map[string][]domain.WeeklyHour) error {
	search := &schedulingv1.FindWeeklyOpeningsRequest{
		AppointmentType: followingSessions, Modes: values[typev1.Need_Mode](typev1.Need_Mode_value, q.Modes),
		Weeks: int32(q.Weeks), MaxExceptions: int32(q.Weeks), //nolint:gosec // bounded by the domain
		RoomWish: roomWish(q.Room, site),
	}
	for _, t := range q.Therapists {
		search.Providers = append(search.Providers, providers+t)
	}
	response, err := c.client.FindWeeklyOpenings(ctx, &schedulingv1.BookingServiceFindWeeklyOpeningsRequest{Search: search})
	if err != nil {
		return err
	}
	for _, o := range response.GetOpenings() {
		h := domain.WeeklyHour{Day: code[string](o.GetDay()), Time: o.GetLocalTime(), Zone: o.GetTimeZone()}
		for _, e := range o.GetExceptions() {
			h.Missing = append(h.Missing, missing(e, o))
		}
		therapist := strings.TrimPrefix(o.GetProvider(), providers)
		out[therapist] = domain.MergeWeekly(out[therapist], h)
	}
	return nil
}

// missing is the instant at which an hour is not free; where the clock skips it, about then.
func missing(e *schedulingv1.SeriesException, o *schedulingv1.WeeklyOpening) time.Time {
	if e.GetStartTime() != nil {
		return e.GetStartTime().AsTime()
	}
	loc, err := clock.Zone(o.GetTimeZone())
	if err != nil {
		loc = time.UTC
	}
	at, _ := time.ParseInLocation("2006-01-02 15:04", e.GetDate()+" "+o.GetLocalTime(), loc)
	return at.UTC()
}

// ReadSlots implements domain.Calendar.
func (c *Calendar) ReadSlots(ctx context.Context, slots []string) ([]domain.ReadSlot, error) {
	response, err := c.client.ReadSlots(ctx, &schedulingv1.ReadSlotsRequest{Slots: slots})
	if err != nil {
		return nil, err
	}
	out := make([]domain.ReadSlot, len(slots))
	for i, o := range openingsOf(response.GetSlots()) {
		out[i] = domain.ReadSlot{Opening: o, Therapist: strings.TrimPrefix(response.GetSlots()[i].GetProvider(), providers)}
	}
	return out, nil
}

// maxChecked is how many slots scheduling checks in one call.
const maxChecked = 1000

// CheckSlots implements domain.Calendar.
func (c *Calendar) CheckSlots(ctx context.Context, slots []string) ([]bool, error) {
	var out []bool
	for batch := range slices.Chunk(slots, maxChecked) {
		response, err := c.client.CheckSlots(ctx, &schedulingv1.CheckSlotsRequest{Slots: batch})
		if err != nil {
			return nil, err
		}
		out = append(out, response.GetOpen()...)
	}
	return out, nil
}

// HoldSlots implements domain.Calendar.
func (c *Calendar) HoldSlots(
	ctx context.Context, slots []string, inquiry string, ttl time.Duration, request string,
) (string, time.Time, error) {
	response, err := c.client.HoldSlots(ctx, &schedulingv1.HoldSlotsRequest{
		Slots: slots, Inquiry: inquiries + inquiry, Duration: durationpb.New(ttl), RequestId: request,
	})
	if err != nil {
		return "", time.Time{}, err
	}
	return response.GetHold(), response.GetExpireTime().AsTime(), nil
}

// ReleaseSlots implements domain.Calendar.
func (c *Calendar) ReleaseSlots(ctx context.Context, hold string) error {
	_, err := c.client.ReleaseSlots(ctx, &schedulingv1.ReleaseSlotsRequest{Hold: hold})
	return err
}

// followingSessions is the appointment type of the sessions after the first.
const followingSessions = "session"

// EnsureProvider implements domain.Calendar.
func (c *Calendar) EnsureProvider(ctx context.Context, t *domain.Therapist) error {
	schedule := &schedulingv1.Schedule{TimeZone: c.cfg.Zone}
	for _, w := range t.InitialHours {
		schedule.WeeklyHours = append(schedule.WeeklyHours, &schedulingv1.WeeklyHours{Window: windowProto(w)})
	}
	_, err := c.client.EnsureProvider(ctx, &schedulingv1.EnsureProviderRequest{Provider: &schedulingv1.Provider{
		Name: providers + t.ID, DisplayName: t.DisplayName, AppointmentTypes: []string{c.cfg.FirstSession, followingSessions},
		Modes: values[typev1.Need_Mode](typev1.Need_Mode_value, t.Modes), Schedule: schedule,
	}})
	return err
}
