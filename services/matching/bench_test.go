package matching_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/inproc"
	"github.com/firstcall-health/firstcall/pkg/run"
	"github.com/firstcall-health/firstcall/pkg/sealed"
	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
	"github.com/firstcall-health/firstcall/services/matching"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/index/plainsql"
	"github.com/firstcall-health/firstcall/services/matching/internal/score"
	"github.com/firstcall-health/firstcall/services/matching/internal/store"
	"github.com/firstcall-health/firstcall/services/matching/internal/store/storetest"
)

// networkSize is the network the aims are stated for.
const networkSize = 100_000

// alwaysOpen is a scheduling that answers at once, so that what is measured is matching, with both calls on the way: it knows the
// answer for everyone it was asked for before.
type alwaysOpen struct {
	schedulingv1.UnimplementedBookingServiceServer

	known sync.Map
}

// FindOpenings has five openings for everyone.
func (s *alwaysOpen) FindOpenings(_ context.Context, r *schedulingv1.FindOpeningsRequest) (*schedulingv1.FindOpeningsResponse, error) {
	out := &schedulingv1.FindOpeningsResponse{}
	for i, name := range r.GetProviders() {
		open, known := s.known.Load(name)
		if !known {
			open = openFor(name, i)
			s.known.Store(name, open)
		}
		out.Providers = append(out.Providers, open.(*schedulingv1.ProviderOpenings)) //nolint:forcetypeassert // nothing else is stored
	}
	return out, nil
}

func openFor(name string, i int) *schedulingv1.ProviderOpenings {
	p := &schedulingv1.ProviderOpenings{Provider: name}
	for day := range 5 {
		at := start().Add(time.Duration(24*(day+1)+i%9) * time.Hour)
		p.Openings = append(p.Openings, &schedulingv1.Slot{
			Slot: fmt.Sprintf("%s-%d", name, day), StartTime: timestamppb.New(at), EndTime: timestamppb.New(at.Add(50 * time.Minute)), Mode: typev1.Need_VIDEO,
		})
	}
	return p
}

// FindWeeklyOpenings knows of no weekly hour.
func (*alwaysOpen) FindWeeklyOpenings(
	context.Context, *schedulingv1.BookingServiceFindWeeklyOpeningsRequest,
) (*schedulingv1.BookingServiceFindWeeklyOpeningsResponse, error) {
	return &schedulingv1.BookingServiceFindWeeklyOpeningsResponse{}, nil
}

// benchNeed is a need as it is asked over the wire and as the rules read it.
type benchNeed struct {
	name string
	wire *typev1.Need
	need domain.Need
}

// benchNeeds let through the share they are named for.
func benchNeeds() []benchNeed {
	video := []typev1.Need_Mode{typev1.Need_VIDEO}
	wishes := []domain.Preference{{Kind: domain.WishGender, Value: "WOMAN", Strength: domain.Strong}, {Kind: domain.WishApproach, Value: "EFT", Strength: domain.Mild}}
	stated := []*typev1.Need_TherapistPreference{
		{Kind: typev1.Need_TherapistPreference_GENDER, Value: "WOMAN", Strength: typev1.Need_STRONG},
		{Kind: typev1.Need_TherapistPreference_APPROACH, Value: "EFT", Strength: typev1.Need_MILD},
	}
	return []benchNeed{
		{
			"under 1 percent",
			&typev1.Need{Format: typev1.Need_COUPLE, AgeGroup: typev1.Need_ADULT, Modes: video, LocationState: "CT", Languages: []string{"en"}, TherapistPreferences: stated},
			domain.Need{Format: "COUPLE", AgeGroup: "ADULT", Modes: []domain.Mode{domain.Video}, LocationState: "CT", Languages: []string{"en"}, Preferences: wishes},
		},
		{
			"6 percent",
			&typev1.Need{Format: typev1.Need_COUPLE, Modes: video, Payment: &typev1.Need_Payment{Kind: &typev1.Need_Payment_Insurer{Insurer: "CIGNA"}}, TherapistPreferences: stated},
			domain.Need{Format: "COUPLE", Modes: []domain.Mode{domain.Video}, Payment: domain.Payment{Insurer: "CIGNA"}, Preferences: wishes},
		},
		{
			"no filter",
			&typev1.Need{Format: typev1.Need_INDIVIDUAL, TherapistPreferences: stated},
			domain.Need{Format: "INDIVIDUAL", Preferences: wishes},
		},
	}
}

// BenchmarkRankTherapists asks the gRPC server for the therapists of a practice and of a network, one client after the other:
// the interceptors, both calls to a scheduling that answers at once, and the stored decision included. Beside it are, of the same run,
// what it takes to commit a row of that size and nothing else, and the same filter and weighted order in plain PostgreSQL.
func BenchmarkRankTherapists(b *testing.B) {
	run.LetHeapGrow() // as serve does
	plain, questions := benchPlain(b)
	for _, engine := range dbtest.Engines {
		for _, n := range []int{12, networkSize} {
			b.Run(fmt.Sprintf("%s/%d", engine, n), func(b *testing.B) {
				db, intake, desk := benchServer(b, engine, n)
				for i, need := range benchNeeds() {
					b.Run(need.name, func(b *testing.B) {
						took, cpu := ask(b, intake, desk, need.wire)
						report(b, "", took)
						b.ReportMetric(float64(cpu.Microseconds())/1e3/float64(b.N), "cpu-ms/op")
						report(b, "commit-", commit(b, db))
						if n == networkSize {
							questions[i].besides(b, plain)
						}
					})
				}
			})
		}
	}
}

// report adds the median and the 99th percentile of durations that rise.
func report(b *testing.B, what string, took []time.Duration) {
	b.Helper()
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1e3, what+"p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1e3, what+"p99-ms")
}

// used is the processor time of this process so far: of the client, the server and the scheduling that answers at once.
func used(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// commit does nothing but write as many rows of the size of a decision, which no ranking can be faster than, and returns how
// long each took, the shortest first.
func commit(b *testing.B, db *sqldb.DB) []time.Duration {
	b.Helper()
	var size float64
	require.NoError(b, db.Read().QueryRowContext(b.Context(), "SELECT avg(length(body)) FROM decisions WHERE engine <> ''").Scan(&size))
	b.ReportMetric(size, "body-bytes")
	body := make([]byte, int(size))
	var took []time.Duration
	for range b.N {
		_, _ = rand.Read(body)
		begin := time.Now()
		require.NoError(b, db.Write(b.Context(), nil, sqldb.Statement{
			Query: "INSERT INTO decisions (id, inquiry, engine, risk, input, output, body, create_us) VALUES ($1, $2, '', FALSE, '', '', $3, $4)",
			Args:  []any{id.New(), id.New(), body, begin.UnixMicro()},
		}))
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	return took
}

// benchServer serves matching with the therapists and waits until they are loaded.
func benchServer(b *testing.B, engine sqldb.Engine, n int) (*sqldb.DB, matchingv1.PairingServiceClient, context.Context) {
	b.Helper()
	c := clock.NewFake(start())
	publicKey, privateKey, err := ed25519.GenerateKey(nil)
	require.NoError(b, err)
	network := inproc.NewNetwork()
	serve(b, c, network, "scheduling", publicKey, func(r grpc.ServiceRegistrar) { schedulingv1.RegisterBookingServiceServer(r, &alwaysOpen{}) })
	db := dbtest.Open(b, engine, matching.Migrations())
	keyring, err := sealed.CreateKeyring(filepath.Join(b.TempDir(), "key.json"))
	require.NoError(b, err)
	_, err = store.New(db, nil).ImportTherapists(b.Context(), domain.Request{}, start(), func([]domain.Therapist) ([]domain.Therapist, string, error) {
		return storetest.Network(n, start()), "", nil
	})
	require.NoError(b, err)
	service, err := matching.New(b.Context(), matching.Config{TimeZone: "America/New_York"},
		matching.Deps{DB: db, Clock: c, Log: zap.NewNop(), Scheduling: dial(b, network, "matching", "scheduling"), Keyring: keyring})
	require.NoError(b, err)
	serve(b, c, network, "matching", publicKey, service.Register)
	intake := matchingv1.NewPairingServiceClient(dial(b, network, "intake", "matching"))
	actor := identity.Actor{ID: "staff/bench", Roles: []identity.Role{identity.FrontDesk}}
	token, err := identity.NewSigner(privateKey, c).Mint(actor, "matching", "scheduling")
	require.NoError(b, err)
	desk := identity.With(b.Context(), identity.Identity{Caller: "gateway", Actor: actor, Token: token})
	running, cancel := context.WithCancel(b.Context())
	done := make(chan error, 1)
	go func() { done <- service.Run(running) }()
	b.Cleanup(func() {
		cancel()
		require.NoError(b, <-done)
	})
	require.Eventually(b, func() bool { return rank(intake, desk, benchNeeds()[0].wire) == nil }, time.Minute, 10*time.Millisecond)
	settle(b, engine, db)
	return db, intake, desk
}

// settle has the runtime and the database do at once what is left of making the network, which they would do while the first
// rankings are timed: give memory back, write what is not written.
func settle(b *testing.B, engine sqldb.Engine, db *sqldb.DB) {
	b.Helper()
	write := "CHECKPOINT"
	if engine == sqldb.SQLite {
		write = "PRAGMA wal_checkpoint(TRUNCATE)"
	}
	_, err := db.Read().ExecContext(b.Context(), write)
	require.NoError(b, err)
	debug.FreeOSMemory()
}

func rank(intake matchingv1.PairingServiceClient, desk context.Context, need *typev1.Need) error {
	_, err := intake.RankTherapists(desk, &matchingv1.RankTherapistsRequest{Inquiry: newInquiry(), Need: need})
	return err
}

// settled is after how many rankings a replica has met most of the profiles it goes on with, and its heap has its size.
const settled = 1500

// ask ranks for one client after the other, each with another concern, and returns how long each took, the shortest first, and the
// processor time of all. The first are not counted: no replica is that new for long.
func ask(b *testing.B, intake matchingv1.PairingServiceClient, desk context.Context, need *typev1.Need) (took []time.Duration, cpu time.Duration) {
	b.Helper()
	concerns := []typev1.Need_Concern{typev1.Need_BETRAYAL_TRUST, typev1.Need_ANXIETY, typev1.Need_DEPRESSION, typev1.Need_GRIEF, typev1.Need_TRAUMA, typev1.Need_PARENTING, typev1.Need_ANGER}
	one := func(n int) time.Duration {
		need.Concerns = []typev1.Need_Concern{concerns[n%len(concerns)], concerns[(n/7+3)%len(concerns)]}
		if need.Concerns[0] == need.Concerns[1] {
			need.Concerns = need.Concerns[:1]
		}
		begin := time.Now()
		require.NoError(b, rank(intake, desk, need))
		return time.Since(begin)
	}
	for n := range settled {
		one(n)
	}
	before := used(b)
	for b.Loop() {
		took = append(took, one(len(took)))
	}
	slices.Sort(took)
	return took, used(b) - before
}

// plainQuestion is a need as PostgreSQL is asked it, and the share that survives its filter.
type plainQuestion struct {
	statement string
	survive   float64
}

// benchPlain makes a database of the network as PostgreSQL answers best, and the questions to it.
func benchPlain(b *testing.B) (*sqldb.DB, []plainQuestion) {
	b.Helper()
	dict, weights, date := score.NewDictionary(), domain.DefaultWeights(), start().Format(time.DateOnly)
	var rows []score.Row
	for _, t := range storetest.Network(networkSize, start()) {
		rows = append(rows, domain.Row(&t, date, &weights, dict))
	}
	var out []plainQuestion
	for _, n := range benchNeeds() {
		n.need.Concerns = []domain.Concern{"BETRAYAL_TRUST", "GRIEF"}
		var conditions []score.Condition
		for _, clause := range domain.Clauses(&n.need, date) {
			conditions = append(conditions, clause.Compile(dict))
		}
		survive := 0
		for i := range rows {
			if !slices.ContainsFunc(conditions, func(c score.Condition) bool { return !c.Met(&rows[i]) }) {
				survive++
			}
		}
		spec := domain.Spec(&n.need, date, dict)
		out = append(out, plainQuestion{plainsql.Statement(&spec, &weights, conditions), 100 * float64(survive) / networkSize})
	}
	return plainsql.Load(b, rows), out
}

// besides asks PostgreSQL the same some times and reports the median.
func (q *plainQuestion) besides(b *testing.B, db *sqldb.DB) {
	b.Helper()
	var took []time.Duration
	for range 11 {
		begin := time.Now()
		_, err := plainsql.Top(b.Context(), db, q.statement)
		require.NoError(b, err)
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	b.ReportMetric(q.survive, "%survive")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1e3, "postgres-p50-ms")
}
