package e2e

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/mail"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
)

// leaseOfMessage is how long a message that a dead process was sending waits for the next one, and a bit more.
const leaseOfMessage = 150 * time.Second

// TestOutbox kills the process between a booking and its mail, again and again: at any instant after the answer, and
// right when a message is out but not yet noted as sent. Every booking gets its one message, and no other; one that a
// dead process had taken gets it when that process' time is over, for which only a long run waits.
func TestOutbox(t *testing.T) {
	t.Parallel()
	crashes := 6
	if long() {
		crashes = 200
	}
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			p := start(t, engine, allInOne)
			slots := p.openSlots(t)
			unsent, i := 0, 0
			for ; i < crashes || unsent == 0 && i < 10*crashes; i++ { // some came before the message was out
				// Each start is there twice: the demonstration has two coordinators.
				form := inquiryForm()
				form["slot"] = slots[i%len(slots)].(object)["slot"]
				form["contact"].(object)["email"] = address(i)
				before := len(p.mail(t))
				call(t, 200, "POST", p.public+"/v1/inquiries", "", form)
				if i%2 == 0 {
					<-time.NewTimer(time.Duration(rand.IntN(600)) * time.Millisecond).C
				} else {
					p.awaitMessages(t, before+1)
				}
				p.processes[0].kill()
				if p.mail(t)[address(i)] == 0 {
					unsent++
				}
				p.up(t)
			}
			waiting := p.awaitSent(t, engine, i)
			out := p.mail(t)
			for n := range i {
				require.LessOrEqual(t, out[address(n)], 1)
			}
			require.GreaterOrEqual(t, len(out)+waiting, i)
			if long() {
				require.Len(t, out, i)
			}
			t.Logf("%d crashes, %d of them before the message was out", i, unsent)
			require.Positive(t, unsent)
		})
	}
}

func address(i int) string { return fmt.Sprintf("client%d@example.com", i) }

// mail counts the messages that are out by whom they are for, and checks that each is whole.
func (p *product) mail(t *testing.T) map[string]int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(p.dir, "mail", "*.eml"))
	require.NoError(t, err)
	out, ids := make(map[string]int), make(map[string]bool)
	for _, name := range files {
		file, err := os.Open(name)
		require.NoError(t, err)
		message, err := mail.ReadMessage(file)
		require.NoError(t, err)
		to, err := message.Header.AddressList("To")
		require.NoError(t, err)
		require.Len(t, to, 1)
		out[to[0].Address]++
		require.False(t, ids[message.Header.Get("Message-ID")], "two messages with one id")
		ids[message.Header.Get("Message-ID")] = true
		require.NoError(t, file.Close())
	}
	return out
}

// awaitMessages waits until n people have got mail. The time left is that of a message whose sender died in between.
func (p *product) awaitMessages(t *testing.T, n int) {
	t.Helper()
	folder := filepath.Join(p.dir, "mail", "*.eml")
	p.poll(t, "mail", func() bool {
		files, err := filepath.Glob(folder)
		require.NoError(t, err)
		return len(files) >= n
	})
}

// awaitSent waits until no message is left to send but those that a process which died had taken, and returns how many
// these are. In a long run it waits for them too, and checks that each is noted once.
func (p *product) awaitSent(t *testing.T, engine string, n int) (waiting int) {
	t.Helper()
	cfg := sqldb.Config{URL: "sqlite:" + filepath.Join(p.dir, "intake.db")}
	if engine == "postgres" {
		cfg = sqldb.Config{URL: p.envOf("DATABASE_URL"), Schema: "intake", MaxConns: 2}
	}
	db, err := sqldb.Open(t.Context(), cfg)
	require.NoError(t, err)
	defer db.Close()
	count := func(query string, args ...any) (found int) {
		require.NoError(t, db.Read().QueryRowContext(t.Context(), query, args...).Scan(&found))
		return found
	}
	require.Equal(t, n, count("SELECT count(*) FROM messages"))
	p.poll(t, "sending", func() bool {
		due := int64(math.MaxInt64)
		if !long() {
			due = time.Now().Add(time.Second).UnixMicro()
		}
		return count("SELECT count(*) FROM messages WHERE state = 'WAITING' AND due_us <= $1", due) == 0
	})
	waiting = count("SELECT count(*) FROM messages WHERE state = 'WAITING'")
	require.Equal(t, n-waiting, count("SELECT count(*) FROM messages WHERE state = 'SENT'"))
	require.Equal(t, n-waiting, count("SELECT count(*) FROM history WHERE kind = 'MESSAGE_SENT'"))
	return waiting
}

func (p *product) poll(t *testing.T, what string, done func() bool) {
	t.Helper()
	ticker := time.NewTicker(2 * time.Millisecond)
	defer ticker.Stop()
	limit := time.NewTimer(leaseOfMessage)
	defer limit.Stop()
	for !done() {
		select {
		case <-limit.C:
			require.FailNow(t, "it does not end: "+what)
		case <-ticker.C:
		}
	}
}
