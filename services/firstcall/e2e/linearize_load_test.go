package e2e

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/services/firstcall/internal/linear"
)

const (
	tables          = 6
	callers         = 32
	callsOfBoard    = 120
	pauseOfCaller   = 12 * time.Millisecond
	shortestHold    = 150 * time.Millisecond
	recentClaims    = 8
	limitOfChecking = 30 * time.Second
)

// recording is what 32 callers do to a cluster: six tables, each at a board until it has seen enough calls.
type recording struct {
	cluster  *cluster
	practice *practice
	// kinds are the boards played, calls, rooms, video, series, days or weeks.
	kinds []int
	// direct books without asking the service; nil for not at all.
	direct func(ctx context.Context, b *board, slot int, inquiry string) (*schedulingv1.Appointment, error)
	clock  clock.Clock
	done   chan struct{}

	mu       sync.Mutex
	counts   map[string]int
	verdicts map[linear.Verdict]int
	accounts []string
}

func record(t *testing.T, c *cluster) *recording {
	t.Helper()
	return &recording{
		cluster: c, practice: c.openPractice(t), kinds: []int{0, 1, 2, 3, 4, 5}, clock: clock.System(), done: make(chan struct{}),
		counts: make(map[string]int), verdicts: make(map[linear.Verdict]int),
	}
}

func (l *recording) now() int64 { return l.clock.Now().UnixMicro() }

func (l *recording) count(what string) { l.add(what, 1) }

func (l *recording) add(what string, n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.counts[what] += n
}

// start seats the callers. The result ends when all have left after done is closed, and every history is checked.
func (l *recording) start() *sync.WaitGroup {
	var all sync.WaitGroup
	played := make(chan *board, tables)
	all.Go(func() {
		for b := range played {
			l.check(b)
		}
	})
	all.Go(func() {
		defer close(played)
		var seats sync.WaitGroup
		for table := range tables {
			seats.Go(func() { l.table(table, played) })
		}
		seats.Wait()
	})
	return &all
}

func (l *recording) over() bool {
	select {
	case <-l.done:
		return true
	default:
		return false
	}
}

// table plays one board after the other.
func (l *recording) table(table int, played chan<- *board) {
	k := &caller{load: l, number: -table - 1, random: rand.New(rand.NewPCG(rand.Uint64(), uint64(table)))}
	for round := 0; !l.over(); round++ {
		b, ok := l.practice.next(l.kinds[(table+round)%len(l.kinds)], l.clock.Now())
		if !ok {
			l.count("boards used up")
			return
		}
		if !k.lay(b) {
			return
		}
		var seats sync.WaitGroup
		for i := table; i < callers; i += tables {
			c := &caller{load: l, number: i, random: rand.New(rand.NewPCG(rand.Uint64(), uint64(i)))}
			seats.Go(func() {
				for b.another() && !l.over() {
					c.act(b)
					c.pause(pauseOfCaller)
				}
			})
		}
		seats.Wait()
		k.settle(b)
		k.readBooked(b, true)
		played <- b
	}
}

// another counts the calls of the board and ends it.
func (b *board) another() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.begun++
	return b.begun <= callsOfBoard
}

// lay asks for the slots of the board; false when the load was over first.
func (k *caller) lay(b *board) bool {
	for i := 0; i < len(b.slots); {
		r := k.load.cluster.nodes[k.random.IntN(len(k.load.cluster.nodes))]
		ctx, cancel := patience(context.Background(), attemptLimit)
		got, err := r.explain(k.desk(ctx), b, i)
		cancel()
		switch {
		case err == nil && got.GetOffered():
			b.slots[i].token = got.GetSlot().GetSlot()
			i++
		case err == nil:
			b.fault(fmt.Sprintf("slot %d of an untouched board is not offered: %s", i, got.GetText()))
			i++
		case k.load.over():
			return false
		default:
			k.pause(20 * time.Millisecond)
		}
	}
	return true
}

// check has the history judged.
func (l *recording) check(b *board) {
	verdict, account := linear.Check(&b.Board, b.events, limitOfChecking)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.verdicts[verdict]++
	if verdict != linear.Linearizable {
		l.accounts = append(l.accounts, fmt.Sprintf("%s board: %s: %s", b.kind, verdict, account))
	}
	for _, fault := range b.faults {
		l.accounts = append(l.accounts, fmt.Sprintf("%s board: %s", b.kind, fault))
	}
	for _, e := range b.events {
		outcome := string(e.Answer.Code)
		if outcome == "" {
			outcome = "unanswered"
		}
		l.counts["calls"]++
		l.counts[string(e.Op.Kind)+" "+outcome]++
	}
}
