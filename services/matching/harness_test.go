package matching_test

import (
	"context"
	"crypto/ed25519"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"go.uber.org/zap"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/inproc"
	"github.com/firstcall-health/firstcall/pkg/rpcclient"
	"github.com/firstcall-health/firstcall/pkg/rpcserver"
	"github.com/firstcall-health/firstcall/pkg/sealed"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/firstcall/demo"
	"github.com/firstcall-health/firstcall/services/matching"
	"github.com/firstcall-health/firstcall/services/scheduling"
)

func TestMain(m *testing.M) {
	if err := goleak.Find(); err != nil {
		panic(err)
	}
	dbtest.Main(m)
}

// start is a Tuesday, 09:00 in New York.
func start() time.Time { return time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC) }

// bundle is matching and the real scheduling it works with, seeded with the demonstration, and matching's callers.
type bundle struct {
	t       *testing.T
	engine  sqldb.Engine
	clock   *clock.Fake
	signer  *identity.Signer
	db      *sqldb.DB
	keyring *sealed.Keyring
	service *matching.Service
	// again makes the service anew on the same database; stop ends its workers.
	again func() *matching.Service
	stop  func()
	staff matchingv1.MatchingServiceClient
	// outcomes is asked as the gateway.
	outcomes matchingv1.OutcomeServiceClient
	intake   matchingv1.PairingServiceClient
	booking  schedulingv1.BookingServiceClient
	// calendar is scheduling as staff use it.
	calendar schedulingv1.SchedulingServiceClient
	// offline makes scheduling unreachable for matching.
	offline *switchboard
}

// each runs the test with both services on SQLite, and with both on PostgreSQL.
func each(t *testing.T, body func(t *testing.T, b *bundle)) {
	t.Helper()
	for _, engine := range dbtest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			body(t, setup(t, engine))
		})
	}
}

func setup(t *testing.T, engine sqldb.Engine) *bundle {
	t.Helper()
	b := &bundle{t: t, engine: engine, clock: clock.NewFake(start())}
	publicKey, privateKey, err := ed25519.GenerateKey(nil)
	require.NoError(t, err)
	b.signer = identity.NewSigner(privateKey, b.clock)
	network := inproc.NewNetwork()
	practice, err := demo.Load()
	require.NoError(t, err)

	seed, err := practice.Scheduling()
	require.NoError(t, err)
	booking, err := scheduling.New(t.Context(), scheduling.Config{PracticeTimeZone: practice.Practice.TimeZone, Seed: seed},
		scheduling.Deps{DB: dbtest.Open(t, engine, scheduling.Migrations()), Clock: b.clock})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, booking.Close()) })
	serve(t, b.clock, network, "scheduling", publicKey, booking.Register)

	b.offline = &switchboard{ClientConnInterface: dial(t, network, "matching", "scheduling")}
	b.db = dbtest.Open(t, engine, matching.Migrations())
	b.keyring, err = sealed.CreateKeyring(filepath.Join(t.TempDir(), "key.json"))
	require.NoError(t, err)
	b.again = func() *matching.Service {
		service, err := matching.New(t.Context(), matching.Config{TimeZone: practice.Practice.TimeZone, Seed: practice.Seeds()},
			matching.Deps{DB: b.db, Clock: b.clock, Log: zap.NewNop(), Scheduling: b.offline, Keyring: b.keyring})
		require.NoError(t, err)
		return service
	}
	b.service = b.again()
	require.Error(t, b.service.Ready(t.Context()), "not before the seed is in")
	serve(t, b.clock, network, "matching", publicKey, b.service.Register)
	b.run()

	b.staff = matchingv1.NewMatchingServiceClient(dial(t, network, "gateway", "matching"))
	b.outcomes = matchingv1.NewOutcomeServiceClient(dial(t, network, "gateway", "matching"))
	b.intake = matchingv1.NewPairingServiceClient(dial(t, network, "intake", "matching"))
	b.calendar = schedulingv1.NewSchedulingServiceClient(dial(t, network, "gateway", "scheduling"))
	b.booking = schedulingv1.NewBookingServiceClient(dial(t, network, "intake", "scheduling"))
	return b
}

// run starts the service's workers and waits until it is ready.
func (b *bundle) run() {
	ctx, cancel := context.WithCancel(context.WithoutCancel(b.t.Context()))
	done := make(chan error, 1)
	go func() { done <- b.service.Run(ctx) }()
	b.stop = sync.OnceFunc(func() {
		cancel()
		require.NoError(b.t, <-done)
	})
	b.t.Cleanup(b.stop)
	require.Eventually(b.t, func() bool { return b.service.Ready(ctx) == nil }, time.Minute, time.Millisecond)
}

// restart runs the workers anew, seed included.
func (b *bundle) restart() {
	b.stop()
	b.service = b.again()
	b.run()
}

// sweepUntil lets time pass until the workers have done what done looks for, no faster than they can follow.
func (b *bundle) sweepUntil(done func() bool) {
	b.t.Helper()
	require.Eventually(b.t, func() bool {
		b.clock.Advance(time.Minute)
		return done()
	}, time.Minute, 20*time.Millisecond)
}

func serve(
	t testing.TB, c clock.Clock, network *inproc.Network, name string, key ed25519.PublicKey,
	register func(grpc.ServiceRegistrar),
) {
	t.Helper()
	server := rpcserver.New(rpcserver.Config{Name: name, Log: zap.NewNop(), Clock: c, Verifier: identity.NewVerifier(key, name, c)})
	server.Register(register)
	served := make(chan error, 1)
	go func() { served <- server.Serve(network.Listen(name)) }()
	t.Cleanup(func() {
		require.NoError(t, server.Shutdown(context.WithoutCancel(t.Context())))
		require.NoError(t, <-served)
	})
}

func dial(t testing.TB, network *inproc.Network, caller, target string) *grpc.ClientConn {
	t.Helper()
	conn, err := rpcclient.Dial(rpcclient.Config{Caller: caller, Target: target, InProc: network})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	return conn
}

// as returns a context in which a person with the roles acts.
func (b *bundle) as(roles ...identity.Role) context.Context {
	return b.act(identity.Actor{ID: "staff/test", Roles: roles})
}

func (b *bundle) act(actor identity.Actor) context.Context {
	token, err := b.signer.Mint(actor, "matching", "scheduling")
	require.NoError(b.t, err)
	return identity.With(b.t.Context(), identity.Identity{Caller: "gateway", Actor: actor, Token: token})
}

func (b *bundle) desk() context.Context { return b.as(identity.FrontDesk) }

func (b *bundle) admin() context.Context { return b.as(identity.Admin) }

// couple is the need the demonstration promises to answer.
func couple() *typev1.Need {
	return &typev1.Need{
		Concerns: []typev1.Need_Concern{typev1.Need_BETRAYAL_TRUST}, Format: typev1.Need_COUPLE, AgeGroup: typev1.Need_ADULT,
		Modes: []typev1.Need_Mode{typev1.Need_IN_PERSON, typev1.Need_VIDEO}, LocationState: "NY", Languages: []string{"en"},
	}
}

func (b *bundle) rank(inquiry string, need *typev1.Need) *matchingv1.RankTherapistsResponse {
	b.t.Helper()
	r, err := b.intake.RankTherapists(b.desk(), &matchingv1.RankTherapistsRequest{Inquiry: inquiry, Need: need})
	require.NoError(b.t, err)
	return r
}

// exec changes matching's database behind its back.
func (b *bundle) exec(statement string, args ...any) {
	b.t.Helper()
	require.NoError(b.t, b.db.Tx(b.t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.ExecContext(b.t.Context(), statement, args...)
		return err
	}))
}

// away takes the therapist's whole day off that the instant lies in.
func (b *bundle) away(therapist string, at time.Time) {
	b.t.Helper()
	day := at.Truncate(24 * time.Hour)
	_, err := b.calendar.CreateTimeOff(b.admin(), &schedulingv1.CreateTimeOffRequest{
		Provider: strings.Replace(therapist, "therapists/", "providers/", 1), StartTime: timestamppb.New(day), EndTime: timestamppb.New(day.Add(24 * time.Hour)),
		RequestId: newRequest(),
	})
	require.NoError(b.t, err)
}

func newInquiry() string { return "inquiries/" + id.New() }

func newRequest() string { return uuid.NewString() }

// requireReason checks which rule refused.
func requireReason(t *testing.T, want errs.Reason, err error) *errs.Error {
	t.Helper()
	require.Error(t, err)
	refusal, ok := errs.As(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, want, refusal.Reason, "%v", err)
	return refusal
}

// switchboard is a connection that can be cut before a method, or after its answer is on the way.
type switchboard struct {
	grpc.ClientConnInterface

	mu sync.Mutex
	// before and after hold the method that fails, by its last part.
	before, after string
}

// cut makes one method fail before it is called, another after it was; empty restores the connection.
func (s *switchboard) cut(before, after string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before, s.after = before, after
}

func (s *switchboard) isCut(method string) (before, after bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.before != "" && strings.HasSuffix(method, "/"+s.before), s.after != "" && strings.HasSuffix(method, "/"+s.after)
}

// Invoke implements grpc.ClientConnInterface.
func (s *switchboard) Invoke(ctx context.Context, method string, args, reply any, opts ...grpc.CallOption) error {
	cut := errs.New(errs.Unavailable, errs.ReasonUnavailable, "the connection is cut")
	before, after := s.isCut(method)
	if before {
		return cut
	}
	if err := s.ClientConnInterface.Invoke(ctx, method, args, reply, opts...); err != nil || !after {
		return err
	}
	return cut
}
