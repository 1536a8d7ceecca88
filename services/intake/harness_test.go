package intake

import (
	"context"
	"crypto/ed25519"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"go.uber.org/zap"
	"google.golang.org/grpc"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
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

// bundle is intake with the real scheduling and matching it works with, seeded with the demonstration, and its callers.
type bundle struct {
	t       testing.TB
	clock   *clock.Fake
	signer  *identity.Signer
	service *Service
	db      *sqldb.DB
	cfg     Config
	deps    Deps
	// faults breaks what intake asks of the others.
	faults *faults
	// rules are scheduling's; those of the product when empty.
	rules []scheduling.AppointmentType

	public  intakev1.PublicIntakeServiceClient
	staff   intakev1.IntakeServiceClient
	slots   schedulingv1.PublicSchedulingServiceClient
	planner schedulingv1.SchedulingServiceClient
	matches matchingv1.MatchingServiceClient
	answers matchingv1.OutcomeServiceClient
}

// each runs the test with every service on SQLite, and with every service on PostgreSQL.
func each(t *testing.T, body func(t *testing.T, b *bundle)) {
	t.Helper()
	for _, engine := range dbtest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			body(t, setup(t, engine))
		})
	}
}

func setup(t testing.TB, engine sqldb.Engine, change ...func(*bundle)) *bundle {
	t.Helper()
	b := &bundle{t: t, clock: clock.NewFake(start()), faults: &faults{}}
	for _, c := range change {
		c(b)
	}
	publicKey, privateKey, err := ed25519.GenerateKey(nil)
	require.NoError(t, err)
	b.signer = identity.NewSigner(privateKey, b.clock)
	network := inproc.NewNetwork()
	practice, err := demo.Load()
	require.NoError(t, err)
	b.startScheduling(network, publicKey, practice, engine)
	b.startMatching(network, publicKey, practice, engine)

	keyring, err := sealed.CreateKeyring(filepath.Join(t.TempDir(), "key.json"))
	require.NoError(t, err)
	b.db = dbtest.Open(t, engine, Migrations())
	b.cfg = Config{
		Grace: b.cfg.Grace, Demo: true, DataDir: t.TempDir(), PublicBaseURL: "https://call.example",
		DemoClinicianProvider: "providers/" + demo.ID("therapist-okafor"),
		Practice: Practice{
			DisplayName: practice.Practice.Name, ShortName: practice.Practice.ShortName, Phone: practice.Practice.Phone,
			TimeZone: practice.Practice.TimeZone, PrivacyNoticeVersion: "2026-11", Locales: []string{"en"}, Currency: "USD",
		},
	}
	b.deps = Deps{
		DB: b.db, Clock: b.clock, Log: zap.NewNop(), Keyring: keyring,
		Scheduling: b.faults.around(dial(t, network, "intake", "scheduling")),
		Matching:   b.faults.around(dial(t, network, "intake", "matching")),
	}
	b.service, err = New(t.Context(), b.cfg, b.deps)
	require.NoError(t, err)
	serve(t, b.clock, network, "intake", publicKey, b.service.Register)

	b.public = intakev1.NewPublicIntakeServiceClient(dial(t, network, "gateway", "intake"))
	b.staff = intakev1.NewIntakeServiceClient(dial(t, network, "gateway", "intake"))
	b.slots = schedulingv1.NewPublicSchedulingServiceClient(dial(t, network, "gateway", "scheduling"))
	b.planner = schedulingv1.NewSchedulingServiceClient(dial(t, network, "gateway", "scheduling"))
	b.matches = matchingv1.NewMatchingServiceClient(dial(t, network, "gateway", "matching"))
	b.answers = matchingv1.NewOutcomeServiceClient(dial(t, network, "gateway", "matching"))
	return b
}

func (b *bundle) startScheduling(n *inproc.Network, key ed25519.PublicKey, practice *demo.Data, engine sqldb.Engine) {
	seed, err := practice.Scheduling()
	require.NoError(b.t, err)
	service, err := scheduling.New(b.t.Context(),
		scheduling.Config{PracticeTimeZone: practice.Practice.TimeZone, Seed: seed, Types: b.rules},
		scheduling.Deps{DB: dbtest.Open(b.t, engine, scheduling.Migrations()), Clock: b.clock})
	require.NoError(b.t, err)
	b.t.Cleanup(func() { require.NoError(b.t, service.Close()) })
	serve(b.t, b.clock, n, "scheduling", key, service.Register)
	background(b.t, service.Run)
}

func (b *bundle) startMatching(n *inproc.Network, key ed25519.PublicKey, practice *demo.Data, engine sqldb.Engine) {
	keyring, err := sealed.CreateKeyring(filepath.Join(b.t.TempDir(), "key.json"))
	require.NoError(b.t, err)
	service, err := matching.New(b.t.Context(),
		matching.Config{TimeZone: practice.Practice.TimeZone, Seed: practice.Seeds()},
		matching.Deps{
			DB: dbtest.Open(b.t, engine, matching.Migrations()), Clock: b.clock, Log: zap.NewNop(),
			Scheduling: b.faults.around(dial(b.t, n, "matching", "scheduling")), Keyring: keyring,
		})
	require.NoError(b.t, err)
	serve(b.t, b.clock, n, "matching", key, service.Register)
	background(b.t, service.Run)
	require.Eventually(b.t, func() bool { return service.Ready(b.t.Context()) == nil }, time.Minute, time.Millisecond)
}

// background does a service's background work until the test ends.
func background(t testing.TB, work func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- work(ctx) }()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, <-done)
	})
}

func serve(
	t testing.TB, c clock.Clock, network *inproc.Network, name string, key ed25519.PublicKey,
	register func(grpc.ServiceRegistrar),
) {
	t.Helper()
	server := rpcserver.New(rpcserver.Config{
		Name: name, Log: zap.NewNop(), Clock: c, Verifier: identity.NewVerifier(key, name, c),
	})
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

// act returns a context in which the person acts.
func (b *bundle) act(actor identity.Actor) context.Context {
	token, err := b.signer.Mint(actor, "intake", "matching", "scheduling")
	require.NoError(b.t, err)
	return identity.With(b.t.Context(), identity.Identity{Caller: "gateway", Actor: actor, Token: token})
}

func (b *bundle) visitor() context.Context { return b.act(identity.VisitorActor()) }

func (b *bundle) desk() context.Context {
	return b.act(identity.Actor{ID: "staff/desk", Roles: []identity.Role{identity.FrontDesk}})
}

func (b *bundle) clinician(provider string) context.Context {
	return b.act(identity.Actor{ID: "staff/clinician", Roles: []identity.Role{identity.Clinician}, Provider: provider})
}

// open returns the n-th open time for a call.
func (b *bundle) open(n int) string {
	answer, err := b.slots.ListSlots(b.visitor(), &schedulingv1.ListSlotsRequest{AppointmentType: "consultation"})
	require.NoError(b.t, err)
	require.Greater(b.t, len(answer.GetSlots()), n)
	return answer.GetSlots()[n].GetSlot()
}

// form is a booking form that is right in every field, for the n-th open time.
func (b *bundle) form(n int) *intakev1.SubmitInquiryRequest {
	return &intakev1.SubmitInquiryRequest{
		RequestId: uuid.NewString(),
		When:      &intakev1.SubmitInquiryRequest_Slot{Slot: b.open(n)},
		Contact: &intakev1.Contact{
			GivenName: "Anastasia", FamilyName: "Ruizcanary", Phone: "(212) 555-0142", Email: "ana.canary@example.com",
			PreferredChannel: intakev1.Contact_PHONE, TextOk: true,
		},
		Need:         &intakev1.PublicNeed{Note: "a note nobody else may read"},
		Participants: []*intakev1.Participant{{GivenName: "Loucanary", FamilyName: "Ruizcanary"}},
		Consents:     []*intakev1.Consent{{Document: "privacy-notice", Version: "2026-11"}},
		Locale:       "en-US", TimeZone: "America/Chicago", Origin: "blog/rebuilding-trust",
	}
}

// only returns the one inquiry there is.
func (b *bundle) only() *intakev1.Inquiry {
	b.t.Helper()
	answer, err := b.staff.ListInquiries(b.desk(), &intakev1.ListInquiriesRequest{})
	require.NoError(b.t, err)
	require.Len(b.t, answer.GetInquiries(), 1)
	return answer.GetInquiries()[0]
}

// kinds are what an inquiry's history holds.
func (b *bundle) kinds(name string) []string {
	b.t.Helper()
	answer, err := b.staff.ListHistory(b.desk(), &intakev1.ListHistoryRequest{Name: name})
	require.NoError(b.t, err)
	var kinds []string
	for _, e := range answer.GetEvents() {
		kinds = append(kinds, e.GetKind().String())
	}
	return kinds
}

func newRequest() string { return uuid.NewString() }
