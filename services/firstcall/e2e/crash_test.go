package e2e

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	crashRestarts = 20
	crashClients  = 8
)

// attempt is one booking a client insists on until it is answered.
type attempt struct {
	form   object
	start  string
	answer *answer
}

// TestCrash kills the process at random points of a booking load, again and again. Every acknowledged booking is
// there, none twice, and no inquiry is half made.
func TestCrash(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			p := start(t, engine, allInOne)
			attempts := p.bookThroughCrashes(t)
			p.requireWhole(t, attempts)
		})
	}
}

func (p *product) bookThroughCrashes(t *testing.T) []*attempt {
	t.Helper()
	slots := p.openSlots(t)
	rand.Shuffle(len(slots), func(i, j int) { slots[i], slots[j] = slots[j], slots[i] })
	queue := make(chan *attempt)
	var (
		clients sync.WaitGroup
		mu      sync.Mutex
		done    []*attempt
	)
	for range crashClients {
		clients.Go(func() {
			for a := range queue {
				a.insist(p.public)
				mu.Lock()
				done = append(done, a)
				mu.Unlock()
			}
		})
	}
	stop := make(chan struct{})
	go func() {
		defer close(queue)
		for i := 0; ; i++ {
			slot := slots[i%len(slots)].(object)
			form := inquiryForm()
			form["slot"] = slot["slot"]
			form["contact"].(object)["phone"] = fmt.Sprintf("+1 212 555 %04d", 100+i%100)
			select {
			case queue <- &attempt{form: form, start: slot["startTime"].(string)}:
			case <-stop:
				return
			}
		}
	}()
	for range crashRestarts {
		timer := time.NewTimer(time.Duration(20+rand.IntN(300)) * time.Millisecond)
		<-timer.C
		p.processes[0].kill()
		p.up(t)
	}
	close(stop)
	clients.Wait()
	return done
}

// insist sends the same request until it is answered, as a browser whose person presses the button again.
func (a *attempt) insist(base string) {
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for range 3000 {
		got, err := send("POST", base+"/v1/inquiries", "", a.form)
		if err == nil && got.status < 500 {
			a.answer = got
			return
		}
		<-ticker.C
	}
}

func (p *product) requireWhole(t *testing.T, attempts []*attempt) {
	t.Helper()
	acknowledged := 0
	for _, a := range attempts {
		require.NotNil(t, a.answer, "an attempt was never answered")
		if a.answer.status == 409 {
			require.Equal(t, "SLOT_TAKEN", a.answer.reason(), "%s", a.answer.raw)
			continue
		}
		require.Equal(t, 200, a.answer.status, "%s", a.answer.raw)
		acknowledged++
		looked := call(t, 200, "POST", p.public+"/v1/consultations:lookup", "", object{"token": manageToken(t, a.answer.body)})
		require.Equal(t, "BOOKED", looked["state"])
		require.Equal(t, a.start, looked["startTime"])
	}
	require.Positive(t, acknowledged)

	consultations := map[string]string{}
	for _, a := range p.appointments(t, "type", "consultation") {
		appointment := a.(object)
		require.Equal(t, "BOOKED", appointment["state"])
		inquiry := appointment["inquiry"].(string)
		require.NotContains(t, consultations, inquiry, "two calls for one inquiry")
		consultations[inquiry] = appointment["name"].(string)
	}
	require.Len(t, consultations, acknowledged, "every call is acknowledged, since every client insisted")
	inquiries := p.inquiries(t)
	require.Len(t, inquiries, acknowledged)
	for _, i := range inquiries {
		inquiry := i.(object)
		require.Equal(t, "CONSULTATION_BOOKED", inquiry["state"])
		require.Equal(t, consultations[inquiry["name"].(string)], at[string](t, inquiry, "consultation", "appointment"))
	}
	p.requireNoOverlap(t)
	t.Logf("%d bookings acknowledged through %d kills", acknowledged, crashRestarts)
}

// inquiries reads the whole inbox, page by page.
func (p *product) inquiries(t *testing.T) []any {
	t.Helper()
	var all []any
	token := ""
	for {
		page := call(t, 200, "GET", p.staff+query("/v1/inquiries", "pageSize", "200", "pageToken", token), p.tokens.FrontDesk, nil)
		all = append(all, at[[]any](t, page, "inquiries")...)
		if token, _ = page["nextPageToken"].(string); token == "" {
			return all
		}
	}
}
