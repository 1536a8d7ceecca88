package scheduling_test

import (
	"context"
	"crypto/ed25519"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"go.uber.org/zap"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/inproc"
	"github.com/firstcall-health/firstcall/pkg/rpcclient"
	"github.com/firstcall-health/firstcall/pkg/rpcserver"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/scheduling"
)

func TestMain(m *testing.M) {
	if err := goleak.Find(); err != nil {
		panic(err)
	}
	dbtest.Main(m)
}

// start is a Tuesday, 09:00 in New York.
var start = time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC)

// bundle is a running scheduling service with its three kinds of callers.
type bundle struct {
	t       testing.TB
	clock   *clock.Fake
	db      *sqldb.DB
	signer  *identity.Signer
	service *scheduling.Service
	public  schedulingv1.PublicSchedulingServiceClient
	staff   schedulingv1.SchedulingServiceClient
	intake  schedulingv1.BookingServiceClient
	match   schedulingv1.BookingServiceClient
	// feeds is what the gateway reads calendar feeds from, over its own connection.
	feeds   schedulingv1.BookingServiceClient
	gateway grpc.ClientConnInterface
	// coordinators and rooms are the seeded ones.
	coordinators []string
}

func week(from, to int) []scheduling.Hours {
	var out []scheduling.Hours
	for day := time.Monday; day <= time.Friday; day++ {
		out = append(out, scheduling.Hours{Day: day, Start: from * 60, End: to * 60})
	}
	return out
}

func each(t *testing.T, body func(t *testing.T, b *bundle)) {
	t.Helper()
	dbtest.Each(t, scheduling.Migrations(), func(t *testing.T, db *sqldb.DB) { body(t, setup(t, db)) })
}

func setup(t testing.TB, db *sqldb.DB, change ...func(*scheduling.Config)) *bundle {
	t.Helper()
	return setupWith(t, scheduling.Deps{DB: db}, change...)
}

func setupWith(t testing.TB, deps scheduling.Deps, change ...func(*scheduling.Config)) *bundle {
	t.Helper()
	b := &bundle{t: t, clock: clock.NewFake(start), db: deps.DB, coordinators: []string{id.Derive("ana"), id.Derive("ben")}}
	cfg := scheduling.Config{
		PracticeTimeZone: "America/New_York",
		Seed: scheduling.Seed{
			Rooms: []scheduling.Room{{ID: id.Derive("blue"), DisplayName: "Blue"}, {ID: id.Derive("red"), DisplayName: "Red"}},
			Coordinators: []scheduling.SeedProvider{
				{ID: b.coordinators[0], DisplayName: "Ana", Hours: week(9, 17)},
				{ID: b.coordinators[1], DisplayName: "Ben", Hours: week(9, 17)},
			},
		},
	}
	for _, c := range change {
		c(&cfg)
	}
	if deps.Clock == nil {
		deps.Clock = b.clock
	}
	var err error
	b.service, err = scheduling.New(t.Context(), cfg, deps)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.service.Close()) })

	publicKey, privateKey, err := ed25519.GenerateKey(nil)
	require.NoError(t, err)
	b.signer = identity.NewSigner(privateKey, b.clock)
	server := rpcserver.New(rpcserver.Config{
		Name: "scheduling", Log: zap.NewNop(), Clock: b.clock,
		Verifier: identity.NewVerifier(publicKey, "scheduling", b.clock),
	})
	server.Register(b.service.Register)
	network := inproc.NewNetwork()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	served := make(chan error, 2)
	go func() { served <- server.Serve(network.Listen("scheduling")) }()
	go func() { served <- b.service.Run(ctx) }()
	t.Cleanup(func() {
		require.NoError(t, server.Shutdown(context.WithoutCancel(ctx)))
		cancel()
		require.NoError(t, <-served)
		require.NoError(t, <-served)
	})
	dial := func(caller string) *grpc.ClientConn {
		conn, err := rpcclient.Dial(rpcclient.Config{Caller: caller, Target: "scheduling", InProc: network})
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, conn.Close()) })
		return conn
	}
	gateway := dial("gateway")
	b.gateway = gateway
	b.public = schedulingv1.NewPublicSchedulingServiceClient(gateway)
	b.staff = schedulingv1.NewSchedulingServiceClient(gateway)
	b.feeds = schedulingv1.NewBookingServiceClient(gateway)
	b.intake = schedulingv1.NewBookingServiceClient(dial("intake"))
	b.match = schedulingv1.NewBookingServiceClient(dial("matching"))
	return b
}

// as returns a context in which the actor acts.
func (b *bundle) as(actor identity.Actor) context.Context {
	token, err := b.signer.Mint(actor, "scheduling")
	require.NoError(b.t, err)
	return identity.With(b.t.Context(), identity.Identity{Caller: "gateway", Actor: actor, Token: token})
}

// actFor returns a context in which a service passes on what the actor does.
func (b *bundle) actFor(actor identity.Actor) context.Context { return b.as(actor) }

// tick moves the clock on until it is stopped: on PostgreSQL a change shows a little later than it commits.
func (b *bundle) tick() (stop func()) {
	done := make(chan struct{})
	go func() {
		for ticker := time.NewTicker(5 * time.Millisecond); ; {
			select {
			case <-done:
				ticker.Stop()
				return
			case <-ticker.C:
				b.clock.Advance(10 * time.Millisecond)
			}
		}
	}()
	return func() { close(done) }
}

func (b *bundle) visitor() context.Context { return b.as(identity.VisitorActor()) }

func (b *bundle) desk() context.Context {
	return b.as(identity.Actor{ID: "staff/desk", Roles: []identity.Role{identity.FrontDesk}})
}

func (b *bundle) admin() context.Context {
	return b.as(identity.Actor{ID: "staff/admin", Roles: []identity.Role{identity.Admin}})
}

func (b *bundle) clinician(provider string) context.Context {
	return b.as(identity.Actor{ID: "staff/c", Roles: []identity.Role{identity.Clinician}, Provider: "providers/" + provider})
}

// slots lists the open consultation starts of a stretch of days.
func (b *bundle) slots(from, to string) *schedulingv1.ListSlotsResponse {
	b.t.Helper()
	r, err := b.public.ListSlots(b.visitor(), &schedulingv1.ListSlotsRequest{
		AppointmentType: "consultation", StartDate: from, EndDate: to,
	})
	require.NoError(b.t, err)
	return r
}

func (b *bundle) book(slot string) (*schedulingv1.Appointment, error) {
	r, err := b.intake.BookAppointment(b.t.Context(), &schedulingv1.BookAppointmentRequest{
		When:    &schedulingv1.BookAppointmentRequest_Slot{Slot: slot},
		Inquiry: "inquiries/" + id.New(), AppointmentType: "consultation", RequestId: uuid.NewString(),
	})
	return r.GetAppointment(), err
}

func (b *bundle) hold(slot string) (*schedulingv1.CreateHoldResponse, error) {
	return b.public.CreateHold(b.visitor(), &schedulingv1.CreateHoldRequest{Slot: slot, RequestId: uuid.NewString()})
}

func (b *bundle) bookHold(hold, slotOfHold, inquiry, typ string) (*schedulingv1.Appointment, error) {
	r, err := b.intake.BookAppointment(b.t.Context(), &schedulingv1.BookAppointmentRequest{
		When:       &schedulingv1.BookAppointmentRequest_Hold{Hold: hold},
		SlotOfHold: slotOfHold, Inquiry: inquiry, AppointmentType: typ, RequestId: uuid.NewString(),
	})
	return r.GetAppointment(), err
}

// therapist makes a provider of first sessions.
func (b *bundle) therapist(name string, from, to int, modes ...typev1.Need_Mode) string {
	b.t.Helper()
	provider := &schedulingv1.Provider{
		Name: "providers/" + id.Derive(name), DisplayName: name, AppointmentTypes: []string{"first-session"}, Modes: modes,
		Schedule: &schedulingv1.Schedule{TimeZone: "America/New_York"},
	}
	for day := typev1.WeeklyWindow_MONDAY; day <= typev1.WeeklyWindow_FRIDAY; day++ {
		provider.Schedule.WeeklyHours = append(provider.Schedule.WeeklyHours, &schedulingv1.WeeklyHours{
			Window: &typev1.WeeklyWindow{Day: day, StartTime: hour(from), EndTime: hour(to)},
		})
	}
	_, err := b.match.EnsureProvider(b.t.Context(), &schedulingv1.EnsureProviderRequest{Provider: provider})
	require.NoError(b.t, err)
	return id.Derive(name)
}

func hour(h int) string { return time.Date(0, 1, 1, h, 0, 0, 0, time.UTC).Format("15:04") }

func at(value string) *timestamppb.Timestamp {
	t, err := time.Parse(time.RFC3339, value)
	if err != nil {
		panic(err)
	}
	return timestamppb.New(t)
}

func reason(t testing.TB, err error, want errs.Reason) *errs.Error {
	t.Helper()
	require.Error(t, err)
	e, ok := errs.As(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, want, e.Reason, "%v", err)
	return e
}

func field(t testing.TB, err error, want string) {
	t.Helper()
	e := reason(t, err, errs.ReasonInvalidFields)
	require.NotEmpty(t, e.Violations)
	require.Equal(t, want, e.Violations[0].Field)
}
