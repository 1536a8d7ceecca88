package e2e

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

const (
	raceClients = 200
	raceRounds  = 20
)

// TestRaceForOneSlot lets many clients book the same start at once: exactly as many win as providers are free, and
// everyone else hears that it is taken, with what is open instead.
func TestRaceForOneSlot(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			p := start(t, engine, allInOne)
			race(t, p, p.public)
		})
	}
	t.Run("two processes on one PostgreSQL", func(t *testing.T) {
		t.Parallel()
		first := start(t, "postgres", allInOne)
		ports := freePorts(t, 2)
		second := &product{dir: first.dir, topology: allInOne, public: "http://" + ports[0], staff: "http://" + ports[1]}
		second.env = append(append(second.env, first.env...), "FIRSTCALL_PUBLIC_ADDR="+ports[0], "FIRSTCALL_STAFF_ADDR="+ports[1])
		t.Cleanup(func() { second.stop(t) })
		second.up(t)
		race(t, first, first.public, second.public)
	})
}

func race(t *testing.T, p *product, gateways ...string) {
	t.Helper()
	for round := range raceRounds {
		slots := p.openSlots(t)
		slot, startTime := at[string](t, slots, len(slots)/2, "slot"), at[string](t, slots, len(slots)/2, "startTime")
		free := p.freeCoordinators(t, startTime)
		require.Positive(t, free)

		answers := make([]*answer, raceClients)
		failures := make([]error, raceClients)
		begin := make(chan struct{})
		var clients sync.WaitGroup
		for i := range raceClients {
			clients.Go(func() {
				form := inquiryForm()
				form["slot"] = slot
				form["contact"].(object)["phone"] = fmt.Sprintf("+1 212 555 %04d", 100+i%100)
				<-begin
				answers[i], failures[i] = send("POST", gateways[i%len(gateways)]+"/v1/inquiries", "", form)
			})
		}
		close(begin)
		clients.Wait()

		won := 0
		for i, a := range answers {
			require.NoError(t, failures[i])
			switch a.status {
			case 200:
				require.Equal(t, startTime, at[string](t, a.body, "consultation", "startTime"))
				won++
			case 409:
				require.Equal(t, "SLOT_TAKEN", a.reason(), "%s", a.raw)
				require.NotEmpty(t, a.alternatives(), "%s", a.raw)
			default:
				require.Failf(t, "neither won nor taken", "%d %s", a.status, a.raw)
			}
		}
		require.Equal(t, free, won, "round %d", round)
		p.requireNoOverlap(t)
	}
}

// alternatives are the open slots a SLOT_TAKEN answer offers.
func (a *answer) alternatives() []any {
	failure, _ := a.body["error"].(object)
	details, _ := failure["details"].([]any)
	for _, detail := range details {
		if open, ok := detail.(object); ok && open["@type"] == "type.googleapis.com/firstcall.scheduling.v1.OpenSlots" {
			slots, _ := open["slots"].([]any)
			return slots
		}
	}
	return nil
}

// freeCoordinators counts the coordinators the engine offers at a start.
func (p *product) freeCoordinators(t *testing.T, startTime string) int {
	t.Helper()
	free := 0
	for _, provider := range coordinators(t) {
		explained := call(t, 200, "POST", p.staff+"/v1/slots:explain", p.tokens.FrontDesk,
			object{"appointmentType": "consultation", "provider": provider, "startTime": startTime})
		if explained["offered"] == true {
			free++
		}
	}
	return free
}

// appointments reads every appointment, page by page.
func (p *product) appointments(t *testing.T, pairs ...string) []any {
	t.Helper()
	var all []any
	token := ""
	for {
		page := call(t, 200, "GET", p.staff+query("/v1/appointments", append([]string{"pageSize", "200", "pageToken", token}, pairs...)...), p.tokens.FrontDesk, nil)
		all = append(all, at[[]any](t, page, "appointments")...)
		if token, _ = page["nextPageToken"].(string); token == "" {
			return all
		}
	}
}

// requireNoOverlap checks that no provider has two booked appointments at one time.
func (p *product) requireNoOverlap(t *testing.T) {
	t.Helper()
	ends := map[string]string{}
	for _, a := range p.appointments(t) {
		appointment := a.(object)
		if appointment["state"] != "BOOKED" {
			continue
		}
		provider := appointment["provider"].(string)
		startTime := appointment["startTime"].(string)
		if end, ok := ends[provider]; ok {
			require.False(t, parseTime(t, startTime).Before(parseTime(t, end)), "%s is booked twice at %s", provider, startTime)
		}
		ends[provider] = appointment["endTime"].(string)
	}
}

// requestID is a new request id.
func requestID() string { return uuid.NewString() }
