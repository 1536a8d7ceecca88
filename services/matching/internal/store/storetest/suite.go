// Package storetest is the suite every store of matching must pass, races included.
package storetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain/outcome"
)

// Store is everything matching keeps.
type Store interface {
	domain.Store
	outcome.Store
}

// Run runs the suite; open returns an empty store for each test.
func Run(t *testing.T, open func(t *testing.T) Store) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, *world){
		"therapists page by name":                    testPages,
		"therapists are found by name":               testNamed,
		"tracks are saved a part at a time":          testTracks,
		"a therapist is created once per request":    testCreateOnce,
		"an update sees the profile as it is":        testUpdate,
		"a seed leaves what exists":                  testSeed,
		"a provider is synced per version":           testSynced,
		"a deleted therapist takes nobody new":       testDeleted,
		"clients brought along leave":                testBrought,
		"the roster is followed":                     testRoster,
		"whose licences end":                         testLicensesEnding,
		"a file is taken whole, once":                testImport,
		"a decision comes back whole":                testDecision,
		"a proposal sets places aside":               testProposal,
		"an abandoned proposal leaves nothing":       testAbandon,
		"a withdrawn proposal is released":           testWithdraw,
		"expiry is seen at its instant":              testExpiry,
		"a reservation is made once per request":     testReserveOnce,
		"a lapsed reservation is renewed":            testRenew,
		"a confirmed pairing keeps its place":        testConfirm,
		"a lapsed reservation is confirmed":          testConfirmLapsed,
		"a cancelled reservation gives back":         testCancel,
		"one client has one pairing":                 testOnePerInquiry,
		"agreed with the therapist already":          testAgreedAlready,
		"end":                                        testEnd,
		"accepting closes the other proposals":       testAccept,
		"a proposal and its pairing share a place":   testShared,
		"who waits, in order":                        testWaitlist,
		"late news brings nobody back":               testLateNews,
		"how long care lasts":                        testCare,
		"a plan is made once per request":            testPlan,
		"a plan leaves where to begin":               testPlanStart,
		"prices follow the plans and grow old":       testPrices,
		"a forecast's prices come before a plan's":   testPricing,
		"a price after none":                         testPriceAfterNone,
		"what prices are in force":                   testPricesInForce,
		"a forecast is made once":                    testPricingTwins,
		"what asks for another forecast":             testPricingBasis,
		"what was looked for, once an inquiry":       testPastNeeds,
		"new clients in a week":                      testNewClients,
		"clients who are badly off":                  testSevereClients,
		"badly off by now":                           testBecomesSevere,
		"badly off, lapsed and booked":               testLapsedSevere,
		"badly off by now, all at once":              testSevereRace,
		"the last new place of a week":               testWeekRace,
		"a decision knows what was chosen":           testChoice,
		"a measure knows who the client was with":    testMeasure,
		"a ranking hears the answers":                testAnswers,
		"an answer is heard for ever":                testAnswersOfLong,
		"measures list newest first":                 testMeasures,
		"an answer comes before an offer":            testHeard,
		"an answer among offers":                     testHeardRace,
		"a check-in is of a pairing":                 testCheckIn,
		"an agreed pairing becomes a case once":      testCases,
		"who waits is followed":                      testWaits,
		"tracks are as the newest evidence says":     testEvidence,
		"the last place has one winner":              testRace,
		"a request that races itself has one answer": testTwins,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &world{store: open(t), now: time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)}
			test(t, w)
		})
	}
}

// world is a store with what tests need to fill it.
type world struct {
	store Store
	now   time.Time
}

// therapist adds a therapist with so many places.
func (w *world) therapist(t *testing.T, name string, places int32) string {
	t.Helper()
	th := domain.Therapist{
		ID:      id.New(),
		Profile: domain.Profile{DisplayName: name, TargetCaseload: places + 3, Accepting: true},
		// Three clients were there before.
		BroughtClients: 3, Version: 1, CreateTime: w.now, UpdateTime: w.now,
	}
	require.NoError(t, w.store.SeedTherapist(t.Context(), &th))
	return th.ID
}

// decision stores a decision for the inquiry.
func (w *world) decision(t *testing.T, inquiry string) string {
	t.Helper()
	d := domain.Decision{ID: id.New(), Inquiry: inquiry, Engine: domain.EngineVersion, CreateTime: w.now}
	require.NoError(t, w.store.SaveDecision(t.Context(), &d))
	return d.ID
}

// proposal begins and opens a proposal of the therapists for two days.
func (w *world) proposal(t *testing.T, inquiry string, therapists ...string) domain.Proposal {
	t.Helper()
	p := w.draft(t, inquiry, therapists...)
	_, err := w.store.BeginProposal(t.Context(), &p, request(p.ID))
	require.NoError(t, err)
	opened, err := w.store.OpenProposal(t.Context(), p.ID, "hold-"+p.ID, p.ExpireTime)
	require.NoError(t, err)
	require.Equal(t, domain.ProposalOpen, opened.State)
	return opened
}

func (w *world) draft(t *testing.T, inquiry string, therapists ...string) domain.Proposal {
	t.Helper()
	p := domain.Proposal{
		ID: id.New(), Decision: w.decision(t, inquiry), Inquiry: inquiry, State: domain.ProposalPending,
		CreateTime: w.now, ExpireTime: w.now.Add(48 * time.Hour),
	}
	for _, th := range therapists {
		p.Options = append(p.Options, domain.Option{
			Therapist: th, DisplayName: "Dr.", Openings: []domain.Opening{{Slot: "slot-" + th, Start: w.now, End: w.now.Add(time.Hour), Mode: domain.Video}},
		})
	}
	return p
}

// pairing drafts a reservation for a quarter of an hour.
func (w *world) pairing(t *testing.T, inquiry, therapist string) domain.Pairing {
	t.Helper()
	return domain.Pairing{
		ID: id.New(), Therapist: therapist, Inquiry: inquiry, State: domain.PairingReserved,
		Decision: w.decision(t, inquiry), Slot: "slot", CreateTime: w.now, ExpireTime: w.now.Add(15 * time.Minute),
	}
}

func (w *world) reserve(t *testing.T, p domain.Pairing) (domain.Pairing, error) {
	t.Helper()
	return w.store.ReservePairing(t.Context(), &p, request(p.ID))
}

// caseload is how many clients the therapist has and how many places are set aside.
func (w *world) caseload(t *testing.T, therapist string) (active, reserved int32) {
	t.Helper()
	th, err := w.store.Therapist(t.Context(), therapist, w.now)
	require.NoError(t, err)
	return th.ActiveClients - 3, th.Reserved
}

func (w *world) requireCaseload(t *testing.T, therapist string, active, reserved int32) {
	t.Helper()
	a, r := w.caseload(t, therapist)
	require.Equal(t, [2]int32{active, reserved}, [2]int32{a, r}, "active, reserved")
}

// request is the repeatable request of a resource's own. The method is the one that is forgotten with a proposal.
func request(of string) domain.Request {
	return domain.Request{Method: "CreateProposal", ID: "request-" + of, Hash: "hash"}
}
